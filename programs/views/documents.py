"""Files attached to a grant or to the rules of a zone."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from programs.actions import (
    attach_document,
    remove_document,
)
from programs.exports import attachment
from programs.forms.grants import (
    DocumentForm,
)
from programs.models import DischargeRule, Document, Grant
from programs.views.base import ConfirmPage, EditPage


class OwnedDocument(EditPage):
    """Attach a file to a grant or to the rules of a zone."""

    permission = Permission.RECORD_ACTIVITIES
    form_class = DocumentForm
    heading, button, saved = "文書を添付する", "添付する", "文書を添付しました。"

    def write(self, form: DocumentForm) -> Document:
        data = form.cleaned_data
        return attach_document(
            owner=self.thing,
            title=data["title"],
            number=data["number"],
            dated_on=data["dated_on"],
            file_name=data["file"].name,
            content=data["file"].read(),
            by=self.request.user,
        )


def _owned(user: Any, pk: int, *, edit: bool = False) -> Document:
    """A document whose grant or rule the person sees; else 404."""
    document = get_object_or_404(
        Document.objects.select_related("grant", "rule"), pk=pk
    )
    owner = Grant if document.grant_id else DischargeRule
    rows = owner.objects.editable_by(user) if edit else owner.objects.visible_to(user)
    get_object_or_404(rows, pk=document.grant_id or document.rule_id)
    return document


class DocumentFile(PermissionRequired, View):
    """A stored file, to be saved."""

    permission = Permission.VIEW_REGISTRY

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = _owned(request.user, pk)
        return attachment(
            bytes(document.content), document.content_type, document.file_name
        )


class DocumentRemove(ConfirmPage):
    question, button, danger = "この文書を外しますか", "外す", True
    text = "ファイルは消え、元に戻せません。外したことは操作の記録に残ります。"
    saved = "文書を外しました。"

    @cached_property
    def thing(self) -> Document:
        return _owned(self.request.user, self.kwargs["pk"], edit=True)

    def about(self) -> str:
        return f"{self.thing}（{self.thing.file_name}）"

    def back_url(self) -> str:
        return (self.thing.grant or self.thing.rule).get_absolute_url()

    def write(self, form: Any) -> bool:
        remove_document(document=self.thing, by=self.request.user)
        return True
