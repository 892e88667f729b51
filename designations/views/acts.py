"""One act: its page, and the forms that propose, edit, renew or enter it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.access import PermissionRequired
from accounts.roles import Permission
from designations.actions import (
    edit_designation,
    enter_designation,
    operator_of_facility,
    operator_of_municipality,
    propose_candidate,
)
from designations.checklist import checklist
from designations.errors import NotAllowed, RuleBroken, StaleDesignation
from designations.forms import ActForm, EnterForm, initial_of
from designations.models import Designation, Operator
from designations.presenters import (
    buttons,
    course_steps,
    facts,
    state_badge,
    timeline,
)
from designations.side_by_side import differences
from designations.views.base import OfOneAct
from designations.workflow import Move, may
from designations.zone_table import zone_table
from facilities.models import Facility
from zones.models import Municipality
from zones.placement import placement


class DesignationDetail(PermissionRequired, OfOneAct, TemplateView):
    permission = Permission.VIEW_REGISTRY
    template_name = "designations/detail.html"

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        act, day = self.designation, timezone.localdate()
        asked = checklist(act, self.request.user)
        steps = list(act.steps.select_related("by").order_by("-pk"))
        return super().get_context_data(
            **kwargs,
            designation=act,
            badge=state_badge(act, day),
            course=course_steps(act, steps),
            timeline=timeline(act, steps, day),
            facts=facts(act),
            buttons=buttons(act, self.request.user, missing=asked.missing),
            checklist=asked,
            zone_rows=zone_table(act, day),
            attachments=act.attachments.filter(removed_at=None)
            .defer("content")
            .order_by("added_at", "pk"),
            may_attach=may(self.request.user, act.status, Move.RECORD),
            day=day,
        )


class ActFormView(PermissionRequired, FormView):
    """A form over all fields of an act, for one operator."""

    permission = Permission.PROPOSE_DESIGNATIONS
    template_name = "designations/form.html"
    form_class = ActForm

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        return super().get_form_kwargs() | {"user": user, "operator": self.operator}

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**kwargs, operator=self.operator)

    def form_valid(self, form: ActForm) -> HttpResponse:
        try:
            act = self.write(form)
        except RuleBroken as broken:
            form.add_error(None, broken)
            return self.form_invalid(form)
        return redirect(act)

    def write(self, form: ActForm) -> Designation:
        raise NotImplementedError


class DesignationCreate(ActFormView):
    """A new case for an operator that the address names; without one the way leads to the choice."""

    form_class = EnterForm
    extra_context = {"title": "指定を起案・登録する"}

    def setup(self, request: Any, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.operator = None

    def dispatch(self, request: Any, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated and request.user.may(self.permission):
            self.operator = self._find_operator()
            if self.operator is None:
                return redirect("designations:choose-operator")
        return super().dispatch(request, *args, **kwargs)

    def _find_operator(self) -> Operator | None:
        """The operator named, or one not stored yet for a facility or municipality named."""
        user, query = self.request.user, self.request.GET
        if query.get("operator", "").isdigit():
            rows = Operator.objects.visible_to(user)
            return get_object_or_404(rows, pk=query["operator"])
        if query.get("facility", "").isdigit():
            rows = Facility.objects.visible_to(user)
            self.facility = get_object_or_404(rows, pk=query["facility"])
            known = Operator.objects.filter(facility=self.facility).first()
            return known or _of_facility(self.facility)
        if query.get("municipality"):
            rows = Municipality.objects.visible_to(user).placed_by_plans()
            place = get_object_or_404(rows, pk=query["municipality"])
            known = Operator.objects.filter(kind="municipality", municipality=place)
            return known.first() or _of_municipality(place)
        return None

    def get_initial(self) -> dict[str, Any]:
        place = self.operator.municipality_id
        placed = placement(self.operator.prefecture_id, timezone.localdate())
        zone = placed.zone(place)
        is_medical = self.operator.facility_id or self.operator.kind == "facility"
        return {
            "kind": "active" if is_medical else "hub",
            "zones": [zone.pk] if zone else [],
            "secretariat": self.operator.contact,
        }

    def write(self, form: EnterForm) -> Designation:
        user, day = self.request.user, timezone.localdate()
        if self.operator.pk is None:
            form.operator = self._store_operator()
        if form.is_entered:
            made = enter_designation(
                act=form.act(), on=day, reason=form.cleaned_data["reason"], by=user
            )
            messages.success(self.request, "既決の指定を登録しました。")
            return made
        made = propose_candidate(
            act=form.act(), on=day, reason=form.cleaned_data["reason"], by=user
        )
        messages.success(self.request, "候補として起案しました。")
        return made

    def _store_operator(self) -> Operator:
        user = self.request.user
        if self.operator.facility_id:
            return operator_of_facility(facility=self.operator.facility, by=user)
        return operator_of_municipality(
            municipality=self.operator.municipality, by=user
        )


def _of_facility(facility: Facility) -> Operator:
    return Operator(
        kind="facility",
        name=facility.shown_name,
        facility=facility,
        prefecture_id=facility.prefecture_id,
        municipality_id=facility.municipality_id,
    )


def _of_municipality(place: Municipality) -> Operator:
    return Operator(
        kind="municipality",
        name=place.name,
        municipality=place,
        prefecture_id=place.prefecture_id,
    )


class OfOneStep(OfOneAct):
    """Refuses, for reading and writing alike, where the table of ``workflow`` has no such step."""

    move: Move

    def get_form_kwargs(self) -> dict[str, Any]:
        if not may(self.request.user, self.designation.status, self.move):
            raise NotAllowed
        return super().get_form_kwargs()


class DesignationEdit(OfOneStep, ActFormView):
    """Changes an act that is still on its way. Who comes second sees both versions."""

    move = Move.EDIT
    extra_context = {"title": "案件の内容を直す"}

    @property
    def operator(self) -> Operator:
        return self.designation.operator

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.designation)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**kwargs, designation=self.designation)

    def write(self, form: ActForm) -> Designation:
        made = edit_designation(
            designation=self.designation,
            version=form.cleaned_data["version"] or 0,
            act=form.act(),
            on=timezone.localdate(),
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        messages.success(self.request, "案件の内容を直しました。")
        return made

    def form_valid(self, form: ActForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except StaleDesignation:
            return self._show_both(form)

    def _show_both(self, form: ActForm) -> HttpResponse:
        """Keep what was typed, show what stands now, and let the person decide."""
        current = Designation.objects.with_parts().get(pk=self.designation.pk)
        form.data = form.data.copy()
        form.data["version"] = str(current.version)
        context = self.get_context_data(form=form)
        context["differences"] = differences(current, form)
        return self.render_to_response(context, status=409)


class DesignationSucceed(OfOneStep, ActFormView):
    """A change or renewal of a designated one: a new case that follows it."""

    form_class = EnterForm
    move = Move.SUCCEED
    extra_context = {"title": "指定を変更・更新する"}

    @property
    def operator(self) -> Operator:
        wanted = self.request.GET.get("operator", "")
        if wanted.isdigit():
            rows = Operator.objects.visible_to(self.request.user)
            return get_object_or_404(rows, pk=wanted)
        return self.designation.operator

    def get_initial(self) -> dict[str, Any]:
        initial = initial_of(self.designation)
        for name in (
            "effective_from",
            "effective_until",
            "decided_on",
            "document_number",
        ):
            initial.pop(name)
        return initial

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**kwargs, predecessor=self.designation)

    def write(self, form: EnterForm) -> Designation:
        given = {
            "act": form.act(),
            "on": timezone.localdate(),
            "reason": form.cleaned_data["reason"],
            "predecessor": self.designation,
            "by": self.request.user,
        }
        if form.is_entered:
            messages.success(self.request, "変更後の指定を登録しました。")
            return enter_designation(**given)
        messages.success(self.request, "変更後の指定を候補として起案しました。")
        return propose_candidate(**given)
