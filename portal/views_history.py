"""The history of any record, and a value put back."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from accounts.records.actions import (
    restore_value,
)
from accounts.records.history import Words, changes_of, compared, with_restoring
from accounts.records.kinds import RECORDS, RecordKind, Refused
from portal.forms_records import ReasonForm

MOST_CHANGES = 200
METHODS = ["get", "head", "options", "post"]


class OfOneKind:
    """The kind of records named in the address; its permission is asked first."""

    http_method_names = METHODS
    writing = True

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        kind = self.kind
        wanted = kind.edit if self.writing else kind.view
        if wanted is None:
            raise Http404
        if not request.user.may(wanted):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def kind(self) -> RecordKind:
        if self.kwargs["key"] not in RECORDS:
            raise Http404
        return RECORDS[self.kwargs["key"]]


class OfOneRecord(OfOneKind):
    """A record of it in the person's region; anybody else's is 404."""

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        if not self.kind.has_history:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def thing(self) -> Model:
        user = self.request.user
        rows = self.kind.editable(user) if self.writing else self.kind.visible(user)
        try:
            pk = self.kind.model._meta.pk.to_python(self.kwargs["pk"])
        except ValidationError as error:
            raise Http404 from error
        return get_object_or_404(rows, pk=pk)

    @property
    def history_address(self) -> str:
        return reverse("portal:record-history", args=[self.kind.key, self.thing.pk])


class RecordHistory(OfOneRecord, TemplateView):
    """Who changed what, when and why, from which upload; two days side by side."""

    template_name = "portal/record_history.html"
    http_method_names = ["get", "head", "options"]
    writing = False

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        kind, thing = self.kind, self.thing
        changes = changes_of(thing, limit=MOST_CHANGES, reader=self.request.user)
        if kind.may_write(self.request.user, thing):
            changes = with_restoring(changes, kind)
        return super().get_context_data(
            kind=kind,
            thing=thing,
            changes=changes,
            compared=compared(thing, self.request.GET),
            **kwargs,
        )


class RecordRestore(OfOneRecord, FormView):
    """Asks before a value is put back; the reason is kept with it."""

    template_name = "confirm.html"
    form_class = ReasonForm

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        self.name = request.GET.get("field", "")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def state(self) -> Any:
        number = self.request.GET.get("state", "")
        if self.name not in self.kind.restorable or not number.isdecimal():
            raise Http404
        return get_object_or_404(self.thing.history, history_id=int(number[:18]))

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        field, words = self.kind.field(self.name), Words()
        return super().get_context_data(
            question=f"{field.verbose_name}を前の値に戻しますか",
            text=f"{self.kind.label}「{self.thing}」の値を書き換えます。今の値も履歴に残ります。",
            facts=[
                {
                    "label": label,
                    "value": words.of(field, getattr(one, field.attname)) or "空",
                }
                for label, one in (("今の値", self.thing), ("戻す値", self.state))
            ],
            confirm="この値に戻す",
            back_url=self.history_address,
            **kwargs,
        )

    def get(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        _ = self.state
        return super().get(request, *args, **kwargs)

    def post(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        _ = self.state
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        try:
            restore_value(
                kind=self.kind,
                thing=self.thing,
                state=self.state,
                name=self.name,
                reason=form.cleaned_data["reason"],
                by=self.request.user,
            )
        except Refused as refused:
            form.add_error(None, ValidationError(refused.messages))
            return self.form_invalid(form)
        messages.success(self.request, "値を戻しました。")
        return redirect(self.history_address)
