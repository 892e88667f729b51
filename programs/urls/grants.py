"""Addresses: grants and the documents of this room."""

from django.urls import path

from programs.views import grants

urlpatterns = [
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
