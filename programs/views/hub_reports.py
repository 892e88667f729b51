"""The yearly reports of hubs: who owes one, one report, and its form to download."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from formats.dates import fiscal_year_label
from formats.tables import Table
from programs.exports import XLSX, attachment
from programs.figures import totals_by_kind, totals_of
from programs.hub_forms import hub_form
from programs.hub_reports import (
    HubDue,
    due_reports,
    hub_years,
    reported_year,
)
from programs.kinds import ReportStatus
from programs.models import HubReport
from programs.presenters.activities import (
    REPORT_BADGES,
    activity_rows,
    due_rows,
    hub_year_table,
    kind_rows,
)
from programs.reach import Reach, reach_of
from programs.views.base import RoomPage, history_of

READ = ("operator__facility", "designation", "prefecture")


class HubReports(RoomPage):
    """Every hub in force in the year, with its report and what it did."""

    template_name = "programs/hub_reports.html"
    tab, title = "hub-reports", "拠点の年次報告"
    lede = "拠点は年に1回、取組を保健所に報告します。保健所は様式を送り、返ってきたものを取り込むか入力します。"

    def years(self) -> Iterable[int]:
        rows = HubReport.objects.visible_to(self.request.user)
        years = rows.of(self.reach.prefecture.pk).order_by()
        known = set(years.values_list("fiscal_year", flat=True))
        return known or {reported_year(self.reach.day)}

    @cached_property
    def dues(self) -> list[HubDue]:
        return due_reports(self.request.user, self.reach.prefecture.pk, self.year)

    def tables(self) -> list[Table]:
        years = hub_years(self.dues, self.year)
        return [hub_year_table(years, self.year, self.reach.day)]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        dues, years = self.dues, hub_years(self.dues, self.year)
        missing = [due for due in dues if due.is_missing]
        return super().get_context_data(
            rows=due_rows(dues, years, self.reach.day),
            missing=missing,
            reminded=[due for due in missing if due.reminders],
            figures=[
                {"label": "拠点", "value": len(dues), "unit": "か所"},
                {
                    "label": "提出済み",
                    "value": len(dues) - len(missing),
                    "unit": "か所",
                },
                {"label": "未提出", "value": len(missing), "unit": "か所"},
                {
                    "label": "取組の回数",
                    "value": sum(y.total.sessions or 0 for y in years),
                    "unit": "回",
                },
                {
                    "label": "参加者",
                    "value": sum(y.total.participants or 0 for y in years),
                    "unit": "延べ人",
                },
            ],
            **more,
        )


class HubReportDetail(RoomPage):
    template_name = "programs/hub_report.html"
    tab = "hub-reports"

    @cached_property
    def report(self) -> HubReport:
        rows = HubReport.objects.visible_to(self.request.user).select_related(*READ)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def reach(self) -> Reach:
        prefecture = self.report.prefecture_id
        return reach_of(self.request.user, self.request.GET, prefecture=prefecture)

    @property
    def title(self) -> str:
        return str(self.report.operator)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        report = self.report
        activities = report.activities.select_related(
            "zone", "municipality", "health_centre"
        )
        found = list(activities.order_by("kind", "date_from", "pk"))
        return super().get_context_data(
            report=report,
            year_words=fiscal_year_label(report.fiscal_year),
            badge=REPORT_BADGES[ReportStatus(report.status)],
            is_open=report.status != ReportStatus.CHECKED,
            is_received=report.status == ReportStatus.RECEIVED,
            may_remind=self.reach.may_edit and report.status == ReportStatus.OPEN,
            may_reopen=self.reach.may_edit and report.status != ReportStatus.OPEN,
            rows=activity_rows(found),
            kinds=kind_rows(totals_by_kind(report.activities)),
            total=totals_of(found),
            reminders=report.reminders.select_related("by").order_by("-pk"),
            history=history_of(report),
            **more,
        )


class HubReportForm(PermissionRequired, View):
    """The form of a report as a workbook."""

    permission = Permission.RECORD_ACTIVITIES

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = HubReport.objects.visible_to(request.user).select_related(*READ)
        report = get_object_or_404(rows, pk=pk)
        name = (
            f"年次報告_{report.operator}_{fiscal_year_label(report.fiscal_year)}.xlsx"
        )
        return attachment(hub_form(report, timezone.localdate()), XLSX, name)
