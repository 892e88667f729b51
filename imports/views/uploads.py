"""The history of uploads, a new upload, and the page of one while it is worked on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import PermissionRequired
from accounts.lists.listing import Listing
from accounts.lists.table import PickColumn
from accounts.models import SavedView
from accounts.roles import Permission
from imports.actions import receive_upload, retry_upload, start_preparing
from imports.errors import NotReady
from imports.forms import UploadForm
from imports.messages import Refused
from imports.models import Upload
from imports.presenters.history import latest_lists
from imports.presenters.known_forms import other_tables
from imports.presenters.preview import (
    facts,
    same_file_note,
    state_badge,
    steps,
)
from imports.presenters.progress import progress_of
from imports.titles import title_of
from imports.upload_list import UploadFilter, UploadTable
from imports.views.base import OfOneUpload

Status = Upload.Status


class UploadList(PermissionRequired, TemplateView):
    permission = Permission.UPLOAD_LISTS
    template_name = "imports/list.html"

    def get(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        found = UploadFilter(request.GET)
        rows = Upload.objects.visible_to(request.user).select_related("uploaded_by")
        pick = PickColumn("bulk", title_of, may=lambda row: row.may_be_discarded)
        listing = Listing(
            request,
            UploadTable(
                found.narrow(rows).with_what_was_said().defer("effects", "columns"),
                request.GET,
                pick=pick,
            ),
            which=SavedView.List.UPLOADS,
            title="名簿の取込",
            as_of=timezone.localdate(),
            bulk_url=reverse("portal:bulk", args=["upload"]),
            bulk_label="選んだ取込をまとめて取りやめる",
        )
        if not found.active:
            listing.table.empty_text = "取込はまだありません"
            listing.table.empty_help = (
                "「名簿を取り込む」からファイルを送ってください。"
            )
        latest = latest_lists(request.user)
        context = {"filter": found, "listing": listing, "latest": latest}
        return listing.download() or self.render_to_response(context)


class UploadCreate(PermissionRequired, FormView):
    """Takes a file; small ones are read at once, larger ones by a worker."""

    permission = Permission.UPLOAD_LISTS
    form_class = UploadForm
    template_name = "imports/create.html"

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        latest = latest_lists(self.request.user)
        return super().get_context_data(**kwargs, latest=latest, tables=other_tables())

    def form_invalid(self, form: UploadForm) -> HttpResponse:
        status = 413 if form.has_error("file", "too_large") else 200
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        file, by = form.cleaned_data["file"], self.request.user
        try:
            upload = receive_upload(
                content=file.read(),
                file_name=file.name,
                as_of=form.cleaned_data["as_of"],
                by=by,
            )
        except Refused as refusal:
            form.add_error("file", refusal.message)
            return self.form_invalid(form)
        start_preparing(upload=upload, by=by)
        return redirect(upload)


class UploadDetail(PermissionRequired, OfOneUpload, View):
    """Leads to the page that fits the state of the upload."""

    permission = Permission.UPLOAD_LISTS

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        if upload.status == Status.HAS_ERRORS:
            return redirect("imports:problems", upload.pk)
        if upload.has_preview:
            return redirect("imports:preview", upload.pk)
        context = {
            "upload": upload,
            "title": title_of(upload),
            "badge": state_badge(upload),
            "steps": steps(upload),
            "facts": facts(upload, request.user, is_stale=False),
            "same_file": same_file_note(upload, request.user),
            "progress": progress_of(upload, timezone.now()),
        }
        return render(request, "imports/working.html", context)


class UploadProgress(PermissionRequired, OfOneUpload, View):
    """The part of the page that asks again every two seconds."""

    permission = Permission.UPLOAD_LISTS

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        upload = self.upload
        if not request.htmx:
            return redirect(upload)
        if not upload.is_working:
            return HttpResponseClientRedirect(upload.get_absolute_url())
        context = {
            "upload": upload,
            "progress": progress_of(upload, timezone.now()),
            "steps": steps(upload),
        }
        return render(request, "imports/_progress.html", context)


class UploadRetry(PermissionRequired, OfOneUpload, View):
    """Reads again what failed, was left, or was compared with an older registry."""

    permission = Permission.UPLOAD_LISTS

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            retry_upload(upload=self.upload, now=timezone.now(), by=request.user)
        except NotReady:
            messages.info(request, "この取込は、いまは読み直せません。")
        return redirect(self.upload)
