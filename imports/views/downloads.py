"""Files to take away: the original, the problems, the marked workbook, the changes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.generic import View

from accounts.access import PermissionRequired
from accounts.audit import record
from accounts.roles import Permission
from formats.workbook import write_csv, write_workbook
from imports.marking import CannotMark, leftover_workbook, marked_workbook
from imports.sheets import change_tables, problem_table, stem
from imports.views.base import OfOneUpload
from zones.region import region_on

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file that is saved, never shown: what people send in is not trusted."""
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "X-Content-Type-Options": "nosniff",
        },
    )


class UploadOriginal(PermissionRequired, OfOneUpload, View):
    """The bytes as they came, as an attachment."""

    permission = Permission.UPLOAD_LISTS

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        content = bytes(upload.file.content)
        record("download_upload", by=request.user, target=upload)
        return attachment(content, upload.file_name, "application/octet-stream")


class UploadProblemsCsv(PermissionRequired, OfOneUpload, View):
    permission = Permission.UPLOAD_LISTS

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        name = f"{stem(upload)}_誤りの一覧.csv"
        return attachment(write_csv(problem_table(upload)), name, "text/csv")


class UploadMarked(PermissionRequired, OfOneUpload, View):
    """The sender's own workbook with the cells coloured and commented."""

    permission = Permission.UPLOAD_LISTS

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        try:
            content = marked_workbook(upload)
        except CannotMark as reason:
            messages.warning(request, str(reason))
            return redirect("imports:problems", upload.pk)
        return attachment(content, f"{stem(upload)}_誤りの印.xlsx", XLSX)


class UploadLeftover(PermissionRequired, OfOneUpload, View):
    """The rows that were not taken, with the cells to mend marked."""

    permission = Permission.UPLOAD_LISTS

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        if not upload.left_out:
            return redirect(upload)
        try:
            content = leftover_workbook(upload)
        except CannotMark as reason:
            messages.warning(request, str(reason))
            return redirect("imports:problems", upload.pk)
        return attachment(content, f"{stem(upload)}_残りの行.xlsx", XLSX)


class UploadChanges(PermissionRequired, OfOneUpload, View):
    """All changes of a preview as a workbook, one row a field."""

    permission = Permission.UPLOAD_LISTS

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        if not upload.has_preview:
            return redirect(upload)
        region = region_on(request.user, timezone.localdate())
        content = write_workbook(change_tables(upload, region.places))
        return attachment(content, f"{stem(upload)}_変更の一覧.xlsx", XLSX)
