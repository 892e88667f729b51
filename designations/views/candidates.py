"""Candidates by municipality, up to four side by side, and the rule that chooses them."""

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from accounts.access import PermissionRequired
from accounts.models import User
from accounts.roles import Permission
from designations.actions import edit_selection_steps, take_up_candidate
from designations.candidates import Answer, Candidate, candidates_of
from designations.errors import RuleBroken
from designations.forms_candidates import (
    CandidateFilter,
    ReasonForm,
    SelectionStepFormSet,
    step_initial,
)
from designations.kinds import Kind
from designations.models import SelectionStep
from designations.sheets_pages import candidates_table
from designations.views.base import prefecture_of
from formats.tables import Table
from zones.downloads import Downloadable
from zones.models import HomeCareZone, Municipality, PlanVersion

SIDE_BY_SIDE = 4
SHOWN = 10


class CandidateList(Downloadable, PermissionRequired, TemplateView):
    permission = Permission.PROPOSE_DESIGNATIONS
    template_name = "designations/candidates.html"

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        user = self.request.user
        prefecture = prefecture_of(user)
        asked = CandidateFilter(self.request.GET, user=user, prefecture=prefecture)
        kind, day = Kind(asked.asked("kind")), asked.asked("on")
        answers = _answers(user, prefecture, asked, kind, day)
        in_detail = bool(asked.asked("zone") or asked.asked("municipality"))
        picked = self.request.GET.getlist("compare")
        return super().get_context_data(
            **kwargs,
            filter=asked,
            kind=kind,
            day=day,
            in_detail=in_detail,
            answers=answers,
            rows=[_row(answer, kind, day) for answer in answers],
            counts=_counts(answers),
            compared=_compared(answers, picked),
            too_many=len(picked) > SIDE_BY_SIDE,
            back=self.request.get_full_path(),
            may_edit_rule=user.may(Permission.EDIT_DESIGNATIONS),
        )

    def tables(self, context: dict[str, Any]) -> list[Table]:
        answers, kind, day = (context[name] for name in ("answers", "kind", "day"))
        return [candidates_table(answers, kind.short, day)]


def _answers(
    user: User, prefecture: str, asked: CandidateFilter, kind: Kind, day: date
) -> list[Answer]:
    """The answers for the municipalities asked about, as far as the person's region reaches."""
    towns = Municipality.objects.visible_to(user).placed_by_plans()
    if asked.asked("municipality"):
        towns = towns.filter(pk=asked.asked("municipality").pk)
    codes = list(towns.values_list("pk", flat=True))
    answers = candidates_of(prefecture, kind, day, municipalities=codes)
    zone: HomeCareZone | None = asked.asked("zone")
    return [a for a in answers if zone is None or a.town.zone == zone.pk]


def _row(answer: Answer, kind: Kind, day: date) -> dict[str, Any]:
    url = reverse("designations:candidates")
    query = {"kind": kind, "municipality": answer.town.code, "on": day.isoformat()}
    return {
        "answer": answer,
        "url": f"{url}?{urlencode(query)}",
        "first": answer.candidates[0] if answer.candidates else None,
        "shown": [_item(answer, c) for c in answer.candidates[:SHOWN]],
        "more": [_item(answer, c) for c in answer.candidates[SHOWN:]],
    }


def _item(answer: Answer, candidate: Candidate) -> dict[str, Any]:
    return {
        "candidate": candidate,
        "value": f"{answer.town.code}|{candidate.key}",
        "town": answer.town.code,
        "address": _address(candidate.key),
    }


def _address(key: str) -> str:
    kind, _, pk = key.partition(":")
    return reverse("facilities:detail", args=[pk]) if kind == "facility" else ""


def _counts(answers: list[Answer]) -> list[dict[str, Any]]:
    """How many municipalities each step answers."""
    numbers = Counter(answer.step_code for answer in answers)
    steps = {a.step_code: str(a.step) if a.step else "該当なし" for a in answers}
    return [
        {"label": steps[code], "value": numbers[code], "unit": "市町村"}
        for code in sorted(numbers, key=lambda code: (code == "none", code))
    ]


def _compared(answers: list[Answer], picked: list[str]) -> list[dict[str, Any]]:
    found = {
        f"{answer.town.code}|{candidate.key}": {"answer": answer, "one": candidate}
        for answer in answers
        for candidate in answer.candidates
    }
    return [found[value] for value in picked[:SIDE_BY_SIDE] if value in found]


class CandidateTakeUp(PermissionRequired, View):
    """One click makes a case of a candidate."""

    permission = Permission.PROPOSE_DESIGNATIONS
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        towns = Municipality.objects.visible_to(request.user).placed_by_plans()
        place = get_object_or_404(towns, pk=request.POST.get("municipality", ""))
        if request.POST.get("kind") not in Kind.values:
            raise Http404
        kind = Kind(request.POST["kind"])
        try:
            made = take_up_candidate(
                kind=kind,
                municipality=place,
                key=request.POST.get("key", ""),
                on=timezone.localdate(),
                by=request.user,
            )
        except RuleBroken as broken:
            messages.error(request, " ".join(broken.messages))
            query = urlencode({"kind": kind, "municipality": place.pk})
            return redirect(f"{reverse('designations:candidates')}?{query}")
        messages.success(request, "候補にしました。")
        return redirect(made)


class SelectionRuleEdit(PermissionRequired, TemplateView):
    """The ordered steps of the rule, as a table of forms."""

    permission = Permission.EDIT_DESIGNATIONS
    template_name = "designations/rule.html"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        asked = request.GET.get("kind")
        self.kind = Kind(asked) if asked in Kind.values else Kind.ACTIVE

    def _version(self) -> PlanVersion:
        prefecture = prefecture_of(self.request.user)
        day = timezone.localdate()
        version = PlanVersion.objects.for_prefecture(prefecture, day)
        if version is None:
            raise Http404
        return version

    def _steps(self, version: PlanVersion) -> list[SelectionStep]:
        rows = SelectionStep.objects.of_version(version).filter(kind=self.kind)
        return list(rows.order_by("order", "code"))

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        version = self._version()
        steps = self._steps(version)
        kwargs.setdefault("reason", ReasonForm())
        kwargs.setdefault(
            "formset", SelectionStepFormSet(initial=[step_initial(s) for s in steps])
        )
        base = reverse("designations:rule")
        tabs = [
            {
                "label": kind.short,
                "url": f"{base}?kind={kind}",
                "current": kind == self.kind,
            }
            for kind in Kind
        ]
        return super().get_context_data(
            **kwargs, version=version, steps=steps, tabs=tabs, kind=self.kind
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        formset = SelectionStepFormSet(request.POST)
        reason = ReasonForm(request.POST)
        if formset.is_valid() and reason.is_valid():
            try:
                edit_selection_steps(
                    version=self._version(),
                    kind=self.kind,
                    steps=[form.values() for form in formset],
                    reason=reason.cleaned_data["reason"],
                    by=request.user,
                )
            except RuleBroken as broken:
                reason.add_error(None, broken)
            else:
                messages.success(request, "選定の手順を直しました。")
                return redirect(f"{reverse('designations:rule')}?kind={self.kind}")
        context = self.get_context_data(formset=formset, reason=reason)
        return self.render_to_response(context)
