"""The library of reports."""

from django.urls import path

from reports.models import EditionFile
from reports.views import comparing, library, making, moves, previewing, writing

app_name = "reports"
XLSX = EditionFile.Kind.WORKBOOK
urlpatterns = [
    path("", library.EditionList.as_view(), name="list"),
    path("new/", making.EditionCreate.as_view(), name="create"),
    path("compare/", comparing.EditionCompare.as_view(), name="compare"),
    path("compare.xlsx", comparing.EditionCompareXlsx.as_view(), name="compare-xlsx"),
    path("<uuid:pk>/", library.EditionDetail.as_view(), name="detail"),
    path("<uuid:pk>/choose/", making.EditionChoose.as_view(), name="choose"),
    path("<uuid:pk>/words/", writing.EditionWrite.as_view(), name="write"),
    path("<uuid:pk>/words/copy/", writing.EditionCopy.as_view(), name="copy"),
    path("<uuid:pk>/preview/", previewing.EditionPreview.as_view(), name="preview"),
    path("preview.css", previewing.PreviewStyle.as_view(), name="preview-style"),
    path("<uuid:pk>/rewrite/", making.EditionRewrite.as_view(), name="rewrite"),
    path("<uuid:pk>/freeze/", making.EditionFreeze.as_view(), name="freeze"),
    path("<uuid:pk>/pdf/", library.EditionDownload.as_view(), name="pdf"),
    path("<uuid:pk>/xlsx/", library.EditionDownload.as_view(kind=XLSX), name="xlsx"),
    path(
        "<uuid:pk>/pages/<int:number>.png",
        library.EditionPicture.as_view(),
        name="page",
    ),
    path("<uuid:pk>/cancel/", moves.EditionCancel.as_view(), name="cancel"),
    path("<uuid:pk>/retry/", moves.EditionRetry.as_view(), name="retry"),
    path("<uuid:pk>/check/", moves.EditionCheck.as_view(), name="check"),
    path("<uuid:pk>/send-back/", moves.EditionSendBack.as_view(), name="send-back"),
    path("<uuid:pk>/publish/", moves.EditionPublish.as_view(), name="publish"),
    path("<uuid:pk>/correct/", moves.EditionCorrect.as_view(), name="correct"),
    path("<uuid:pk>/withdraw/", moves.EditionWithdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/bring-back/", moves.EditionBringBack.as_view(), name="bring-back"),
]
