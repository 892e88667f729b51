"""The compliance check of a day: findings by rule, and the same as a workbook."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from designations.actions import run_compliance
from designations.compliance import RULES, Finding, counted, findings_on
from designations.kinds import Kind
from designations.models import ComplianceTask, Designation
from designations.sheets import compliance_table
from designations.views.base import prefecture_of
from zones.days import asked_day
from zones.downloads import EXPORTS, export
from zones.models import HomeCareZone


class Findings:
    """The findings that a person may see on the day of the address."""

    permission = Permission.VIEW_REGISTRY

    def findings(self, request: HttpRequest) -> list[Finding]:
        self.asked = asked_day(request.GET, today=timezone.localdate())
        self.prefecture = prefecture_of(request.user)
        zones = set(
            HomeCareZone.objects.visible_to(request.user).values_list("pk", flat=True)
        )
        acts = set(
            Designation.objects.visible_to(request.user).values_list("pk", flat=True)
        )
        return [
            finding
            for finding in findings_on(self.prefecture, self.asked.day)
            if (finding.zone and finding.zone.pk in zones)
            or (finding.designation and finding.designation.pk in acts)
        ]


class ComplianceList(Findings, PermissionRequired, TemplateView):
    template_name = "designations/compliance.html"

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        found = self.findings(self.request)
        code = self.request.GET.get("code", "")
        tasks = ComplianceTask.objects.waiting().visible_to(self.request.user)
        opened = dict(tasks.values_list("key", "opened_at"))
        groups = [
            {
                "code": rule,
                "title": RULES[rule],
                "findings": [
                    {"finding": f, "opened": opened.get(f.key), "url": _address(f)}
                    for f in found
                    if f.code == rule
                ],
            }
            for rule in counted(found)
            if not code or code == rule
        ]
        return super().get_context_data(
            **kwargs,
            asked=self.asked,
            groups=groups,
            total=len(found),
            serious=sum(f.is_serious for f in found),
            chips=self._chips(found, code),
            may_run=self.request.user.may(Permission.EDIT_DESIGNATIONS),
        )

    def _chips(self, found: list[Finding], code: str) -> list[dict[str, Any]]:
        on = f"&{self.asked.query}" if self.asked.query else ""
        chips = [{"label": f"すべて {len(found)}", "url": f"?code={on}"}]
        chips[0]["current"] = not code
        return chips + [
            {
                "label": f"{RULES[rule]} {number}",
                "url": f"?code={rule}{on}",
                "current": rule == code,
            }
            for rule, number in counted(found).items()
        ]


def _address(finding: Finding) -> str:
    """Where to go on: the act, or the candidates for the zone."""
    if finding.designation:
        return finding.designation.get_absolute_url()
    kind = Kind.HUB if finding.code == "C1" else Kind.ACTIVE
    query = urlencode({"kind": kind, "zone": finding.zone.code})
    return f"{reverse('designations:candidates')}?{query}"


class ComplianceSheet(Findings, PermissionRequired, View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = self.findings(request)
        day = self.asked.day
        form = request.GET.get("format", "")
        return export(
            [compliance_table(found, day)],
            form if form in EXPORTS else "xlsx",
            f"適合確認_{day.isoformat()}",
        )


class ComplianceCheck(PermissionRequired, View):
    """Runs the check of today and opens what it finds as tasks."""

    permission = Permission.EDIT_DESIGNATIONS
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        run = run_compliance(
            prefecture=prefecture_of(request.user),
            day=timezone.localdate(),
            cause="画面からの実行",
            by=request.user,
        )
        messages.success(
            request,
            f"適合確認を行いました。課題を{run.opened}件開き、{run.closed}件閉じました。",
        )
        return redirect("designations:compliance")
