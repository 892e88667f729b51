"""Papers of a case: adding, reading, taking off."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from designations.actions import attach, detach
from designations.attaching import LARGEST
from designations.errors import NotAllowed, RuleBroken
from designations.forms_bulk import AttachmentForm, WhyForm
from designations.models import Attachment
from designations.views.base import OfOneAct
from designations.workflow import Move, may


class AttachmentCreate(PermissionRequired, OfOneAct, FormView):
    permission = Permission.PROPOSE_DESIGNATIONS
    template_name = "designations/attach.html"
    form_class = AttachmentForm

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        if not may(self.request.user, self.designation.status, Move.RECORD):
            raise NotAllowed
        return super().get_context_data(**kwargs, designation=self.designation)

    def form_valid(self, form: AttachmentForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            attach(
                designation=self.designation,
                kind=form.cleaned_data["kind"],
                name=file.name,
                # One byte more than is allowed tells that it is too large.
                content=file.read(LARGEST + 1),
                on=timezone.localdate(),
                by=self.request.user,
            )
        except RuleBroken as broken:
            form.add_error("file", broken)
            return self.form_invalid(form)
        messages.success(self.request, "添付を加えました。")
        return redirect(self.designation)


class OfOneAttachment(OfOneAct):
    @cached_property
    def attachment(self) -> Attachment:
        rows = self.designation.attachments.filter(removed_at=None)
        return get_object_or_404(rows, pk=self.kwargs["attachment"])


class AttachmentRead(PermissionRequired, OfOneAttachment, View):
    permission = Permission.VIEW_REGISTRY
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        file = self.attachment
        answer = HttpResponse(bytes(file.content), content_type=file.media_type)
        name = quote(file.name)
        answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


class AttachmentRemove(PermissionRequired, OfOneAttachment, FormView):
    permission = Permission.PROPOSE_DESIGNATIONS
    template_name = "confirm.html"
    form_class = WhyForm

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            question=f"「{self.attachment.name}」を外しますか",
            text="ファイルは消え、外したことが経過に残ります。元には戻せません。",
            confirm="外す",
            danger=True,
            back_url=self.designation.get_absolute_url(),
        )

    def form_valid(self, form: WhyForm) -> HttpResponse:
        try:
            detach(
                attachment=self.attachment,
                on=timezone.localdate(),
                reason=form.cleaned_data["reason"],
                by=self.request.user,
            )
        except RuleBroken as broken:
            form.add_error(None, broken)
            return self.form_invalid(form)
        messages.success(self.request, "添付を外しました。")
        return redirect(self.designation)
