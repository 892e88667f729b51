"""Addresses: measures."""

from django.urls import path

from programs.views import measures

urlpatterns = [
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
]
