"""Everything that is wrong with a file, at once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from imports.forms import UploadForm
from imports.models import Upload
from imports.presenters import preview, problems
from imports.titles import shown_file_name, title_of
from imports.views.base import OfOneUpload

ONLY_WARNINGS = "注意だけの行は、そのまま取り込めます。"


class UploadProblems(PermissionRequired, OfOneUpload, View):
    permission = Permission.UPLOAD_LISTS

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        if not upload.has_preview:
            return redirect(upload)
        only = request.GET.get("kind", "")
        title, totals = title_of(upload), problems.totals(upload)
        context: dict[str, Any] = {
            "upload": upload,
            "title": title,
            "file": shown_file_name(upload),
            "has_errors": upload.status == Upload.Status.HAS_ERRORS,
            "left_out": upload.status == Upload.Status.APPLIED and totals["errors"],
            "lede": "" if totals["errors"] else ONLY_WARNINGS,
            "may_take_good": upload.status == Upload.Status.HAS_ERRORS
            and not upload.has_error_of_the_whole(),
            "totals": totals,
            "groups": problems.groups(upload, only=only),
            "only": only,
            "tabs": preview.tabs(upload, "invalid"),
            "can_mark": upload.status != Upload.Status.REFUSED,
            "facts": problems.read_facts(upload, title),
            "same_file": preview.same_file_note(upload, request.user),
            "form": UploadForm(),
        }
        return render(request, "imports/problems.html", context)
