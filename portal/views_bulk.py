"""Several records changed at once, and that undone."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.lists.listing import MOST_AT_ONCE
from accounts.models import BulkChange
from accounts.records.actions import (
    AlreadyUndone,
    change_in_bulk,
    undo_bulk_change,
)
from accounts.records.history import Words
from accounts.records.kinds import RECORDS, Refused
from accounts.records.seen import marks_of, read_marks
from accounts.undoable import undo_facts
from portal.forms_records import BulkForm, ReasonForm
from portal.views_history import METHODS, OfOneKind

LATEST = 20


def done_address(key: str) -> str:
    """The page after a change or its undoing, where nothing is chosen any more."""
    return f"{reverse('portal:bulk', args=[key])}?done=yes"


class BulkEdit(OfOneKind, FormView):
    """Choose what to change, see each record before and after, then change all or none."""

    template_name = "portal/bulk.html"
    form_class = BulkForm

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        if not self.kind.bulk:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def all_found(self) -> QuerySet | None:
        """All that the list shows for the address, where all were asked for."""
        sent = self.request.GET
        if self.request.method == "POST" or not sent.get("all") or not self.kind.found:
            return None
        return self.kind.found(self.request.user, sent)

    @cached_property
    def too_many(self) -> bool:
        return self.all_found is not None and self.all_found.count() > MOST_AT_ONCE

    @cached_property
    def chosen(self) -> list[Model]:
        if self.too_many:
            return []
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        to_key = self.kind.model._meta.pk.to_python
        keys = set()
        for value in sent.getlist("pk"):
            try:
                keys.add(to_key(value))
            except ValidationError:
                continue
        if self.all_found is not None:
            keys = set(self.all_found.values_list("pk", flat=True))
        rows = self.kind.editable(self.request.user).filter(pk__in=keys)
        found = list(rows.order_by("pk"))
        if self.request.method == "POST" and len(found) < len(keys):
            # One that is not the person's own: nothing is changed, and which one is not told.
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"kind": self.kind, "user": self.request.user}
        return super().get_form_kwargs() | more

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        changes = BulkChange.objects.filter(kind=self.kind.key, by=self.request.user)
        return super().get_context_data(
            kind=self.kind,
            chosen=self.chosen,
            too_many=self.too_many,
            too_many_words=f"一度に変えられるのは{MOST_AT_ONCE}件までです。条件を足して絞り込んでください。",
            list_url=reverse(self.kind.which),
            done="done" in self.request.GET,
            latest=changes.select_related("undone_by")[:LATEST],
            **kwargs,
        )

    def form_valid(self, form: BulkForm) -> HttpResponse:
        values = form.values()
        if "confirmed" not in self.request.POST:
            context = self.get_context_data(form=form)
            context["preview"] = self._preview(values)
            context["seen"] = marks_of(self.chosen, self.kind.bulk)
            return self.render_to_response(context)
        try:
            made = change_in_bulk(
                kind=self.kind,
                things=self.chosen,
                values=values,
                reason=form.cleaned_data["reason"],
                by=self.request.user,
                seen=read_marks(self.request.POST.getlist("seen")),
            )
        except Refused as refused:
            form.add_error(None, ValidationError(refused.messages))
            return self.form_invalid(form)
        messages.success(
            self.request,
            f"{len(made.after)}件を変えました。下の「まとめた変更」から取り消せます。",
        )
        return redirect(done_address(self.kind.key))

    def _preview(self, values: dict[str, Any]) -> list[dict[str, object]]:
        words = Words()
        return [
            {
                "field": f"{thing}　{field.verbose_name}",
                "before": words.of(field, getattr(thing, field.attname)),
                "after": words.of(field, getattr(value, "pk", value)),
                "note": "",
            }
            for thing in self.chosen
            for field, value in ((self.kind.field(n), v) for n, v in values.items())
        ]


class BulkUndo(FormView):
    """Asks before one's own change in bulk is taken back; anybody else's is 404."""

    template_name = "confirm.html"
    form_class = ReasonForm
    http_method_names = METHODS

    @cached_property
    def change(self) -> BulkChange:
        mine = BulkChange.objects.filter(by=self.request.user, kind__in=list(RECORDS))
        change = get_object_or_404(mine, pk=self.kwargs["pk"])
        kind = RECORDS[change.kind]
        rows = kind.editable(self.request.user).filter(pk__in=list(change.after))
        if not self.request.user.may(kind.edit) or rows.count() < len(change.after):
            raise Http404
        return change

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        if request.user.is_authenticated:
            _ = self.change
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        change = self.change
        return super().get_context_data(
            question="まとめた変更を取り消しますか",
            text=f"「{change.words}」の{len(change.after)}件を、変える前に戻します。"
            "その後に直されたものはそのまま残し、名前を示します。",
            facts=undo_facts(change, self._names()),
            confirm="取り消す",
            danger=True,
            back_url=reverse("portal:bulk", args=[change.kind]),
            **kwargs,
        )

    def _names(self) -> list[str]:
        rows = RECORDS[self.change.kind].editable(self.request.user)
        found = rows.filter(pk__in=list(self.change.after)).order_by("pk")
        return [str(one) for one in found]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            undone = undo_bulk_change(
                change=self.change,
                reason=form.cleaned_data["reason"],
                by=self.request.user,
            )
        except AlreadyUndone:
            messages.info(self.request, "この変更は、すでに取り消されています。")
            return redirect(done_address(self.change.kind))
        except Refused as refused:
            form.add_error(None, ValidationError(refused.messages))
            return self.form_invalid(form)
        messages.success(self.request, f"{undone.back}件を元に戻しました。")
        if undone.kept:
            kept = "、".join(undone.kept)
            words = f"その後に直されたため、そのまま残したもの：{kept}"
            messages.warning(self.request, words)
        return redirect(done_address(self.change.kind))
