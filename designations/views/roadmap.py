"""The roadmap as board and chart, the decision log beside it, and the forms of both."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from accounts.access import PermissionRequired
from accounts.roles import Permission
from designations.actions import log_decision, schedule_zones
from designations.forms_roadmap import DecisionForm, ScheduleForm
from designations.models import Decision
from designations.roadmap import board, chart, roadmap_on
from designations.sheets_pages import decisions_table, roadmap_table
from designations.views.base import prefecture_of
from formats.dates import fiscal_year_label
from formats.tables import Table
from zones.days import asked_day
from zones.downloads import Downloadable
from zones.models import HomeCareZone, PlanVersion, Prefecture
from zones.placement import placement_of


class RoadmapPage(Downloadable, PermissionRequired, TemplateView):
    permission = Permission.VIEW_REGISTRY
    template_name = "designations/roadmap.html"

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        prefecture = prefecture_of(self.request.user)
        asked = asked_day(self.request.GET, today=timezone.localdate())
        roadmap = roadmap_on(prefecture, asked.day)
        decisions = Decision.objects.filter(
            Q(prefecture=prefecture) | Q(prefecture=None)
        )
        context = {
            "asked": asked,
            "roadmap": roadmap,
            "decisions": decisions.order_by("-date_from", "-number"),
            "may_edit": self.request.user.may(Permission.EDIT_DESIGNATIONS),
        }
        if roadmap is not None:
            by = roadmap.complete_by
            context |= {
                "board": board(roadmap),
                "chart": chart(roadmap),
                "doubts": sorted(
                    {y.target.doubt for y in roadmap.years if y.target.doubt}
                ),
                "forecast": fiscal_year_label(by) if by else "見通しなし",
                "figures": [
                    {
                        "label": "拠点のある圏域",
                        "value": roadmap.done,
                        "unit": f"／{roadmap.zones}圏域",
                    },
                    {
                        "label": "積極的役割もある圏域",
                        "value": roadmap.with_both,
                        "unit": "圏域",
                    },
                    {
                        "label": "いまの進み",
                        "value": round(roadmap.rate, 1),
                        "unit": "圏域／年",
                    },
                ],
            }
        return super().get_context_data(**kwargs, **context)

    def tables(self, context: dict[str, Any]) -> list[Table]:
        """The decision log first: it is there also where no plan is in force."""
        roadmap, day = context["roadmap"], context["asked"].day
        found = [decisions_table(context["decisions"], day)]
        return [*found, roadmap_table(roadmap)] if roadmap else found


class RoadmapSchedule(PermissionRequired, FormView):
    permission = Permission.EDIT_DESIGNATIONS
    template_name = "designations/schedule.html"
    form_class = ScheduleForm

    @cached_property
    def version(self) -> PlanVersion:
        found = PlanVersion.objects.for_prefecture(
            prefecture_of(self.request.user), timezone.localdate()
        )
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        zones = HomeCareZone.objects.editable_by(self.request.user)
        zones = zones.filter(pk__in=placement_of(self.version).zones)
        given = {"plan": self.version.plan, "zones": zones.order_by("code")}
        return super().get_form_kwargs() | given

    def form_valid(self, form: ScheduleForm) -> HttpResponse:
        number = schedule_zones(
            plan=self.version.plan, years=form.years(), by=self.request.user
        )
        messages.success(self.request, f"{number}圏域の予定の年度を直しました。")
        return redirect("designations:roadmap")


class DecisionCreate(PermissionRequired, FormView):
    permission = Permission.EDIT_DESIGNATIONS
    template_name = "designations/decision.html"
    form_class = DecisionForm

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        prefecture = get_object_or_404(Prefecture, pk=prefecture_of(self.request.user))
        log_decision(prefecture=prefecture, values=form.values(), by=self.request.user)
        messages.success(self.request, "決定を記録しました。")
        return redirect("designations:roadmap")
