"""Pages of this room."""

from django.urls import path

from programs.views import grants, measures, program_edits, programs

app_name = "programs"
urlpatterns = [
    path("", programs.ProgramList.as_view(), name="list"),
    path("new/", program_edits.ProgramCreate.as_view(), name="create"),
    path("carry/", program_edits.CarryAll.as_view(), name="carry-all"),
    path("<int:pk>/", programs.ProgramDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", program_edits.ProgramEdit.as_view(), name="edit"),
    path("years/<int:pk>/", program_edits.YearEdit.as_view(), name="year-edit"),
    path(
        "years/<int:pk>/evaluate/",
        program_edits.YearEvaluate.as_view(),
        name="year-evaluate",
    ),
    path("years/<int:pk>/sheet/", program_edits.YearSheet.as_view(), name="year-sheet"),
    path(
        "years/<int:pk>/result/",
        program_edits.YearResult.as_view(),
        name="year-result",
    ),
    path("years/<int:pk>/carry/", program_edits.YearCarry.as_view(), name="year-carry"),
    path(
        "results/<int:pk>/remove/",
        program_edits.ResultRemove.as_view(),
        name="result-remove",
    ),
    path(
        "confirm/<slug:kind>/<int:pk>/",
        program_edits.FactConfirm.as_view(),
        name="confirm",
    ),
    path("measures/", measures.MeasuresPage.as_view(), name="measures"),
    path("measures/new/", measures.MeasureCreate.as_view(), name="measure-create"),
    path("measures/<int:pk>/", measures.MeasureDetail.as_view(), name="measure"),
    path(
        "measures/<int:pk>/edit/", measures.MeasureEdit.as_view(), name="measure-edit"
    ),
    path(
        "measures/<int:pk>/status/",
        measures.StatusRecord.as_view(),
        name="measure-status",
    ),
    path("grants/", grants.GrantsPage.as_view(), name="grants"),
    path("grants/<int:pk>/", grants.GrantDetail.as_view(), name="grant"),
    path(
        "grants/<int:pk>/document/",
        grants.GrantDocument.as_view(),
        name="grant-document",
    ),
    path(
        "grants/<int:pk>/<slug:move>/",
        grants.GrantMoveForm.as_view(),
        name="grant-move",
    ),
    path("years/<int:pk>/grants/new/", grants.GrantApply.as_view(), name="grant-apply"),
    path(
        "years/<int:pk>/grants/upload/",
        grants.GrantUpload.as_view(),
        name="grant-upload",
    ),
    path("documents/<int:pk>/", grants.DocumentFile.as_view(), name="document"),
    path(
        "documents/<int:pk>/remove/",
        grants.DocumentRemove.as_view(),
        name="document-remove",
    ),
]
