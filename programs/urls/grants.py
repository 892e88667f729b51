"""Addresses: grants and the documents of this room."""

from django.urls import path

from programs.views import documents, grant, grants

urlpatterns = [
    path("grants/", grants.GrantsPage.as_view(), name="grants"),
    path("grants/<int:pk>/", grant.GrantDetail.as_view(), name="grant"),
    path(
        "grants/<int:pk>/document/",
        grant.GrantDocument.as_view(),
        name="grant-document",
    ),
    path("grants/<int:pk>/edit/", grant.GrantEdit.as_view(), name="grant-edit"),
    path(
        "grants/<int:pk>/<slug:move>/",
        grant.GrantMoveForm.as_view(),
        name="grant-move",
    ),
    path("years/<int:pk>/grants/new/", grants.GrantApply.as_view(), name="grant-apply"),
    path(
        "years/<int:pk>/grants/upload/",
        grants.GrantUpload.as_view(),
        name="grant-upload",
    ),
    path("documents/<int:pk>/", documents.DocumentFile.as_view(), name="document"),
    path(
        "documents/<int:pk>/remove/",
        documents.DocumentRemove.as_view(),
        name="document-remove",
    ),
]
