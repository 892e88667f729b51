"""Addresses: the cases worth sharing."""

from django.urls import path

from programs.views import cases

urlpatterns = [
    path("cases/", cases.CaseList.as_view(), name="cases"),
    path("cases/book/", cases.CaseBook.as_view(), name="case-book"),
    path("cases/new/", cases.CaseCreate.as_view(), name="case-create"),
    path("cases/<int:pk>/", cases.CaseDetail.as_view(), name="case"),
    path("cases/<int:pk>/edit/", cases.CaseEdit.as_view(), name="case-edit"),
    path("cases/<int:pk>/release/", cases.CaseRelease.as_view(), name="case-release"),
    path("cases/<int:pk>/remove/", cases.CaseRemove.as_view(), name="case-remove"),
    path("cases/<int:pk>/elements/", cases.ElementAdd.as_view(), name="element-add"),
    path("elements/<int:pk>/", cases.ElementEdit.as_view(), name="element-edit"),
    path(
        "elements/<int:pk>/remove/",
        cases.ElementRemove.as_view(),
        name="element-remove",
    ),
]
