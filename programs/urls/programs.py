"""Addresses: programs, their years and what they came to."""

from django.urls import path

from programs.views import program_edits, program_years, programs

urlpatterns = [
    path("", programs.ProgramList.as_view(), name="list"),
    path("new/", program_edits.ProgramCreate.as_view(), name="create"),
    path("carry/", program_years.CarryAll.as_view(), name="carry-all"),
    path("<int:pk>/", programs.ProgramDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", program_edits.ProgramEdit.as_view(), name="edit"),
    path("years/<int:pk>/", program_years.YearEdit.as_view(), name="year-edit"),
    path(
        "years/<int:pk>/evaluate/",
        program_years.YearEvaluate.as_view(),
        name="year-evaluate",
    ),
    path("years/<int:pk>/sheet/", program_years.YearSheet.as_view(), name="year-sheet"),
    path(
        "years/<int:pk>/result/",
        program_years.YearResult.as_view(),
        name="year-result",
    ),
    path("years/<int:pk>/carry/", program_years.YearCarry.as_view(), name="year-carry"),
    path(
        "results/<int:pk>/remove/",
        program_years.ResultRemove.as_view(),
        name="result-remove",
    ),
    path(
        "confirm/<slug:kind>/<int:pk>/",
        program_edits.FactConfirm.as_view(),
        name="confirm",
    ),
]
