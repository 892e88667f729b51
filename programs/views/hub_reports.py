"""The yearly reports of hubs: who owes one, asking and reminding, the form out and in."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from formats.dates import fiscal_year_label
from formats.tables import Table
from programs.actions import (
    ReportContent,
    ask_for_reports,
    check_report,
    fill_in_report,
    receive_report,
    remind_hub,
    remind_hubs,
    reopen_report,
)
from programs.exports import XLSX, attachment
from programs.figures import totals_by_kind, totals_of
from programs.forms.activities import AskForm, RemindForm, ReportForm
from programs.forms.fields import ReasonForm
from programs.hub_forms import hub_form, read_hub_form
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
from programs.views.base import ConfirmPage, EditPage, RoomPage, history_of
from programs.views.uploads import WorkbookPage
from programs.workbooks import Problems

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


class HubReportsAsk(EditPage):
    form_class = AskForm
    heading, button = "年次報告を依頼する", "依頼する"
    lede = "年度に指定されていた拠点の全部に依頼し、保健所の画面に様式と期限を示します。もう一度依頼すると、未提出のものの期限を改めます。"
    saved = "年次報告を依頼しました。"
    crumb = ("拠点の年次報告", "programs:hub-reports")

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.request.user, self.request.GET)

    @cached_property
    def year(self) -> int:
        return self.reach.asked_year or reported_year(self.reach.day)

    def prepare(self) -> None:
        if not self.reach.may_edit:
            raise Http404

    def about(self) -> str:
        return f"{self.reach.prefecture}　{fiscal_year_label(self.year)}"

    def write(self, form: AskForm) -> list[HubReport]:
        return ask_for_reports(
            prefecture=self.reach.prefecture,
            fiscal_year=self.year,
            due_on=form.cleaned_data["due_on"],
            by=self.request.user,
        )

    def back_url(self) -> str:
        return reverse("programs:hub-reports") + self.reach.query(year=self.year)


class HubReportsRemind(HubReportsAsk):
    """One reminder for every hub that has not reported."""

    form_class = RemindForm
    heading, button, saved = "未提出の全部に督促する", "督促する", "督促しました。"
    lede = "年次報告が未提出の拠点の全部について、保健所のお知らせに督促を送ります。"

    def write(self, form: RemindForm) -> object:
        return remind_hubs(
            prefecture=self.reach.prefecture,
            fiscal_year=self.year,
            on=timezone.localdate(),
            message=form.cleaned_data["message"],
            by=self.request.user,
        )


class OfReport(EditPage):
    """A form about one report that the person may edit."""

    permission = Permission.RECORD_ACTIVITIES
    crumb = ("拠点の年次報告", "programs:hub-reports")

    @cached_property
    def thing(self) -> HubReport:
        rows = HubReport.objects.select_related(*READ)
        return self.find(rows, pk=self.kwargs["pk"])

    def about(self) -> str:
        return f"{self.thing.operator}　{fiscal_year_label(self.thing.fiscal_year)}"


class HubReportUpload(OfReport, WorkbookPage):
    heading = "年次報告の様式を取り込む"
    lede = "拠点から返ってきたExcelを選びます。前に取り込んだ取組は、この様式の内容で置き換えます。誤りが1つでもあれば、何も登録しません。"
    saved = "年次報告を取り込みました。"

    def read(self, content: bytes) -> tuple[ReportContent, Problems]:
        return read_hub_form(content, self.thing)

    def store(self, read: ReportContent, *, content: bytes, name: str) -> HubReport:
        return receive_report(
            report=self.thing,
            content=read,
            on=timezone.localdate(),
            file_name=name[:200],
            file=content,
            by=self.request.user,
        )


class HubReportFill(OfReport):
    form_class = ReportForm
    heading = "年次報告を入力する"
    lede = "電話や紙で受けたときに使います。取組は、報告の画面から1つずつ加えます。"
    saved = "年次報告を保存しました。"

    def get_initial(self) -> dict[str, Any]:
        names = ReportForm.Meta.fields
        return super().get_initial() | {n: getattr(self.thing, n) for n in names}

    def write(self, form: ReportForm) -> bool:
        return fill_in_report(
            report=self.thing,
            version=form.typed_version,
            words=form.values(),
            on=timezone.localdate(),
            by=self.request.user,
        )


class HubReportRemind(OfReport):
    permission = Permission.EDIT_PROGRAMS
    form_class = RemindForm
    heading, button, saved = "提出を督促する", "督促する", "督促しました。"

    def write(self, form: RemindForm) -> object:
        return remind_hub(
            report=self.thing,
            on=timezone.localdate(),
            message=form.cleaned_data["message"],
            by=self.request.user,
        )


class HubReportCheck(ConfirmPage, OfReport):
    permission = Permission.EDIT_PROGRAMS
    question, button = "この年次報告を確認済みにしますか", "確認済みにする"
    text = "確認済みの報告は直せなくなります。直すときは、理由を付けて差し戻します。"
    saved = "確認済みにしました。"

    def write(self, form: Any) -> bool:
        check_report(
            report=self.thing, version=self.thing.version, by=self.request.user
        )
        return True


class HubReportReopen(OfReport):
    permission = Permission.EDIT_PROGRAMS
    form_class = ReasonForm
    heading, button, saved = "年次報告を差し戻す", "差し戻す", "差し戻しました。"

    def write(self, form: ReasonForm) -> bool:
        reopen_report(
            report=self.thing,
            version=form.cleaned_data["version"] or 0,
            reason=form.cleaned_data["reason"],
            on=timezone.localdate(),
            by=self.request.user,
        )
        return True


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
