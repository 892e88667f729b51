"""Pages that join two entries, divide one, and take either back."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, View

from facilities.actions import EditedMeanwhile, OutsideRegion
from facilities.forms_merging import MergeForm, SplitForm
from facilities.hanging import hanging
from facilities.merging import (
    CannotReorganise,
    merge_facilities,
    split_facility,
    undo_reorganisation,
)
from facilities.models import Facility, FacilityCode, Reorganisation
from facilities.side_by_side import side_by_side
from facilities.views_edit import CHANGED_MEANWHILE, OfFacility
from formats.text import code_key

BOOKKEEPING = (FacilityCode, Reorganisation)
MOST_ALIKE, MOST_FOUND = 5, 20


class FacilityMerge(OfFacility, FormView):
    """Asks which other entry is the same institution, shows both, then makes them one."""

    form_class = MergeForm
    template_name = "facilities/merge.html"

    @cached_property
    def others(self) -> Any:
        mine = Facility.objects.editable_by(self.request.user)
        return mine.exclude(pk=self.facility.pk).order_by("code", "pk")

    @cached_property
    def typed(self) -> str:
        """A name, a part of one, or a number; a row of the results leads on by its number."""
        return self.request.GET.get("code", "").strip()

    @cached_property
    def other(self) -> Facility | None:
        code = code_key(self.typed)
        return self.others.filter(code=code).first() if code else None

    @cached_property
    def found(self) -> list[Facility]:
        """What the words lead to, where they are no number; one more than is shown."""
        if not self.typed or self.other:
            return []
        # The same institution stands more often next door than elsewhere.
        here = Q(municipality=self.facility.municipality_id)
        elsewhere = ExpressionWrapper(~here, BooleanField())
        found = self.others.search(self.typed).order_by(elsewhere, "code", "pk")
        return list(found[: MOST_FOUND + 1])

    def get_initial(self) -> dict[str, object]:
        seen = {"version": self.facility.version}
        return seen | ({"gone_version": self.other.version} if self.other else {})

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        both = (self.facility, self.other) if self.other else ()
        return super().get_context_data(
            asked=self.typed,
            other=self.other,
            found=self.found[:MOST_FOUND],
            more=len(self.found) > MOST_FOUND,
            alike=[] if self.typed else list(self._alike()[:MOST_ALIKE]),
            rows=side_by_side(*both) if both else [],
            hung=[hanging(one, without=BOOKKEEPING) for one in both],
            **kwargs,
        )

    def _alike(self) -> Any:
        """Entries with the same name, place or telephone number, to choose from."""
        like = Q(name=self.facility.name)
        for field in ("address", "phone"):
            if value := getattr(self.facility, field):
                like |= Q(**{field: value})
        return self.others.filter(like, closed_on=None)

    def form_valid(self, form: MergeForm) -> HttpResponse:
        if self.other is None:
            return self.form_invalid(form)
        name = self.other.shown_name
        try:
            merge_facilities(
                facility=self.facility,
                gone=self.other,
                **form.cleaned_data,
                by=self.request.user,
            )
        except (CannotReorganise, EditedMeanwhile) as reason:
            messages.warning(self.request, words_of(reason))
            return redirect(self.request.get_full_path())
        messages.success(self.request, f"{name}を統合しました。履歴から取り消せます。")
        return redirect(self.facility)


class FacilitySplit(OfFacility, FormView):
    """Asks what of an entry belongs to a second institution, then takes it out."""

    form_class = SplitForm
    template_name = "facilities/split.html"

    def get_initial(self) -> dict[str, object]:
        return {"version": self.facility.version}

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {
            "facility": self.facility,
            "groups": hanging(self.facility, without=BOOKKEEPING),
        }

    def form_valid(self, form: SplitForm) -> HttpResponse:
        own = ("version", "code", "name", "reason")
        try:
            split_facility(
                facility=self.facility,
                **{name: form.cleaned_data[name] for name in own},
                chosen=form.chosen(),
                by=self.request.user,
            )
        except (CannotReorganise, EditedMeanwhile) as reason:
            form.add_error(None, words_of(reason))
            return self.form_invalid(form)
        messages.success(self.request, "分離しました。履歴から取り消せます。")
        return redirect(self.facility)


class ReorganisationUndo(OfFacility, View):
    """Takes a merge or a split of the facility back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, done: int) -> HttpResponse:
        mine = self.facility.reorganisations.filter(pk=done).first()
        if mine is None:
            raise Http404
        try:
            undo_reorganisation(done=mine, by=request.user)
        except CannotReorganise as reason:
            messages.warning(request, str(reason))
        except OutsideRegion:
            messages.warning(
                request, "担当の範囲の外の機関が関わるため、取り消せません。"
            )
        else:
            messages.success(request, f"{mine.get_kind_display()}を取り消しました。")
        return redirect(self.facility)


def words_of(reason: Exception) -> str:
    return CHANGED_MEANWHILE if isinstance(reason, EditedMeanwhile) else str(reason)
