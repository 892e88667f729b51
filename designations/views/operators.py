"""Choosing the body that a new case is about, and registering one that is not there yet."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from accounts.access import PermissionRequired
from accounts.roles import Permission
from designations.actions import register_operator
from designations.forms_steps import OperatorForm
from designations.kinds import OperatorKind
from designations.models import Operator
from facilities.models import Facility
from zones.models import Municipality

SHOWN = 20


class OperatorChoice(PermissionRequired, TemplateView):
    """Searches institutions, municipalities and other bodies; each leads to the form of a case."""

    permission = Permission.PROPOSE_DESIGNATIONS
    template_name = "designations/choose_operator.html"

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip()
        groups = self._groups(words) if words else []
        return super().get_context_data(
            **kwargs, q=words, groups=groups, found=sum(g["count"] for g in groups)
        )

    def _groups(self, words: str) -> list[dict[str, Any]]:
        user = self.request.user
        facilities = Facility.objects.visible_to(user).filter(closed_on=None)
        bodies = Operator.objects.visible_to(user).exclude(
            kind__in=[OperatorKind.FACILITY, OperatorKind.MUNICIPALITY]
        )
        towns = Municipality.objects.visible_to(user).placed_by_plans()
        return [
            _group(
                "医療機関・事業所",
                "facility",
                facilities.search(words).select_related("municipality"),
                lambda f: (f.shown_name, f"{f.get_kind_display()}　{f.address}"),
            ),
            _group(
                "医師会・法人などの団体",
                "operator",
                bodies.search(words).select_related("municipality", "facility"),
                lambda o: (
                    o.shown_name,
                    f"{o.get_kind_display()}　{o.municipality or ''}",
                ),
            ),
            _group(
                "市町村",
                "municipality",
                towns.filter(name__contains=words),
                lambda m: (m.full_name, "市町村"),
            ),
        ]


def _group(title: str, name: str, rows: Any, words: Any) -> dict[str, Any]:
    address = reverse("designations:create")
    items = [
        {"url": f"{address}?{name}={row.pk}", "name": said[0], "note": said[1]}
        for row in rows.order_by("pk")[:SHOWN]
        for said in [words(row)]
    ]
    count = rows.count()
    return {"title": title, "items": items, "count": count, "more": count - len(items)}


class OperatorCreate(PermissionRequired, FormView):
    permission = Permission.PROPOSE_DESIGNATIONS
    template_name = "designations/operator_form.html"
    form_class = OperatorForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: OperatorForm) -> HttpResponse:
        data = form.cleaned_data
        operator = register_operator(
            **data, prefecture=data["municipality"].prefecture, by=self.request.user
        )
        messages.success(self.request, f"{operator}を登録しました。")
        return redirect(f"{reverse('designations:create')}?operator={operator.pk}")
