"""Pages of this room."""

from django.urls import path

from imports.views import downloads, preview, problems, remarks, template, uploads

app_name = "imports"
urlpatterns = [
    path("", uploads.UploadList.as_view(), name="list"),
    path("template/", template.TemplateDownload.as_view(), name="template"),
    path("new/", uploads.UploadCreate.as_view(), name="create"),
    path("<uuid:pk>/", uploads.UploadDetail.as_view(), name="detail"),
    path("<uuid:pk>/progress/", uploads.UploadProgress.as_view(), name="progress"),
    path("<uuid:pk>/retry/", uploads.UploadRetry.as_view(), name="retry"),
    path("<uuid:pk>/preview/", preview.UploadPreview.as_view(), name="preview"),
    path("<uuid:pk>/decide/", preview.UploadDecide.as_view(), name="decide"),
    path("<uuid:pk>/apply/", preview.UploadApply.as_view(), name="apply"),
    path("<uuid:pk>/remark/", remarks.UploadRemarkCreate.as_view(), name="remark"),
    path("<uuid:pk>/undo/", preview.UploadUndo.as_view(), name="undo"),
    path("<uuid:pk>/discard/", preview.UploadDiscard.as_view(), name="discard"),
    path("<uuid:pk>/bring-back/", preview.UploadBringBack.as_view(), name="bring-back"),
    path("<uuid:pk>/problems/", problems.UploadProblems.as_view(), name="problems"),
    path(
        "<uuid:pk>/problems.csv",
        downloads.UploadProblemsCsv.as_view(),
        name="problems-csv",
    ),
    path("<uuid:pk>/marked.xlsx", downloads.UploadMarked.as_view(), name="marked"),
    path("<uuid:pk>/rest.xlsx", downloads.UploadLeftover.as_view(), name="leftover"),
    path("<uuid:pk>/changes.xlsx", downloads.UploadChanges.as_view(), name="changes"),
    path("<uuid:pk>/original/", downloads.UploadOriginal.as_view(), name="original"),
]
