"""Several cases changed at once, and the list of such changes to undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from accounts.access import PermissionRequired
from accounts.lists.listing import MOST_AT_ONCE
from accounts.records.history import Words
from accounts.records.seen import marks_of, read_marks
from accounts.roles import Permission
from accounts.undoable import undo_facts
from designations.actions import edit_in_bulk, preview_in_bulk, undo_bulk_edit
from designations.errors import RuleBroken, StaleDesignation
from designations.forms_bulk import BulkForm, WhyForm
from designations.models import BulkEdit, Designation
from designations.presenters import rows_of
from designations.views.lists import listed
from zones.access import region_scope

LATEST = 20
# What a person chooses, of all that is kept for undoing.
SHOWN = ("status", "decided_on", "effective_from", "effective_until", "document_number")


def _uuids(values: list[str]) -> set[UUID]:
    found = set()
    for value in values:
        try:
            found.add(UUID(value))
        except ValueError:
            continue
    return found


def _edits(request: HttpRequest) -> Any:
    return BulkEdit.objects.filter(
        prefecture__in=sorted(region_scope(request.user).prefectures)
    )


def _differences(
    pairs: list[tuple[Designation, Designation]],
) -> list[dict[str, str]]:
    """The fields of each case that would be others, in words."""
    words = Words()
    return [
        {
            "field": f"{before.case_number}　{field.verbose_name}",
            "before": words.of(field, getattr(before, name)),
            "after": words.of(field, getattr(after, name)),
        }
        for before, after in pairs
        for name in SHOWN
        if getattr(before, name) != getattr(after, name)
        for field in [Designation._meta.get_field(name)]
    ]


class BulkChange(PermissionRequired, FormView):
    """The cases come by ``pk`` in the address, as the list's check boxes send them, or as all that
    the list shows. The list offers that up to ``MOST_AT_ONCE``."""

    permission = Permission.EDIT_DESIGNATIONS
    template_name = "designations/bulk.html"
    form_class = BulkForm

    @cached_property
    def chosen(self) -> list[Designation]:
        posted = self.request.method == "POST"
        sent = self.request.POST if posted else self.request.GET
        keys = _uuids(sent.getlist("pk"))
        if sent.get("all") and not posted:
            shown = listed(self.request.user, sent).order_by()
            keys = list(shown.values_list("pk", flat=True)[:MOST_AT_ONCE])
        rows = Designation.objects.editable_by(self.request.user).with_parts()
        found = list(rows.filter(pk__in=keys).order_by("case_number", "pk"))
        if posted and len(found) < len(keys):
            # One that is not the person's own: nothing is changed, and which one is not told.
            raise Http404
        return found

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        edits = _edits(self.request).select_related("by", "undone_by")
        return super().get_context_data(
            **kwargs,
            chosen=self.chosen,
            rows=rows_of(self.chosen, timezone.localdate()),
            done="done" in self.request.GET,
            edits=edits.order_by("-pk")[:LATEST],
        )

    def form_valid(self, form: BulkForm) -> HttpResponse:
        given = {
            "designations": self.chosen,
            "values": form.values(),
            "on": timezone.localdate(),
            "reason": form.cleaned_data["reason"],
            "by": self.request.user,
        }
        try:
            if "confirmed" not in self.request.POST:
                preview = _differences(preview_in_bulk(**given))
                context = self.get_context_data(
                    form=form, preview=preview, seen=marks_of(self.chosen)
                )
                return self.render_to_response(context)
            edit = edit_in_bulk(
                **given, seen=read_marks(self.request.POST.getlist("seen"))
            )
        except RuleBroken as broken:
            form.add_error(None, broken)
            return self.form_invalid(form)
        except StaleDesignation:
            form.add_error(
                None,
                "ほかの人が先に直しました。何も変えていません。もう一度押してください。",
            )
            return self.form_invalid(form)
        messages.success(
            self.request, f"{len(edit.after)}件を変えました。下の一覧から取り消せます。"
        )
        return redirect(f"{reverse('designations:bulk')}?done=yes")


class BulkUndo(PermissionRequired, FormView):
    permission = Permission.EDIT_DESIGNATIONS
    template_name = "confirm.html"
    form_class = WhyForm

    @cached_property
    def edit(self) -> BulkEdit:
        return get_object_or_404(_edits(self.request), pk=self.kwargs["edit"])

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        number = len(self.edit.after)
        return super().get_context_data(
            **kwargs,
            question="まとめた変更を取り消しますか",
            text=f"「{self.edit.words}」の{number}件を、変える前に戻します。"
            "その後に直された案件はそのまま残し、番号を示します。",
            facts=undo_facts(self.edit, self._names()),
            confirm="取り消す",
            danger=True,
            back_url="../../",
        )

    def _names(self) -> list[str]:
        rows = Designation.objects.filter(pk__in=list(self.edit.after))
        found = rows.select_related("operator").order_by("case_number", "pk")
        return [f"{one.case_number} {one.operator}" for one in found]

    def form_valid(self, form: WhyForm) -> HttpResponse:
        try:
            undone = undo_bulk_edit(
                edit=self.edit,
                on=timezone.localdate(),
                reason=form.cleaned_data["reason"],
                by=self.request.user,
            )
        except RuleBroken as broken:
            form.add_error(None, broken)
            return self.form_invalid(form)
        messages.success(self.request, f"{len(undone.back)}件を元に戻しました。")
        if undone.kept:
            kept = "、".join(undone.kept)
            messages.warning(
                self.request, f"その後に直されたため、そのまま残したもの：{kept}"
            )
        return redirect(f"{reverse('designations:bulk')}?done=yes")
