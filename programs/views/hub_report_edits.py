"""Forms about the yearly reports of hubs: asking, reminding, taking in, filling, checking, giving back."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from formats.dates import fiscal_year_label
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
from programs.forms.activities import AskForm, RemindForm, ReportForm
from programs.forms.fields import ReasonForm
from programs.hub_forms import read_hub_form
from programs.hub_reports import (
    reported_year,
)
from programs.models import HubReport
from programs.reach import Reach, reach_of
from programs.views.base import ConfirmPage, EditPage
from programs.views.hub_reports import READ
from programs.views.uploads import WorkbookPage
from programs.workbooks import Problems


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
