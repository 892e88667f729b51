"""The yearly schedule: milestones by layer as a chart and a list, and the forms that keep it."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from formats.dates import fiscal_year_label
from formats.tables import Table
from programs.actions.schedule import (
    add_milestone,
    copy_schedule,
    edit_milestone,
    finish_milestone,
    remove_milestone,
)
from programs.forms.schedule import DoneForm, MilestoneForm, ScheduleFilter
from programs.models import Milestone
from programs.presenters.schedule import (
    schedule_chart,
    schedule_figures,
    schedule_groups,
    schedule_table,
    schedule_title,
)
from programs.reach import Reach, reach_of
from programs.schedule import Planned, planned_on
from programs.views.base import (
    ConfirmPage,
    CreatePage,
    EditPage,
    RegionalEdit,
    RoomPage,
    history_of,
)

CRUMB = ("年間予定", "programs:schedule")


class SchedulePage(RoomPage):
    template_name = "programs/schedule.html"
    tab, title = "schedule", "年間予定"
    lede = "本庁・保健所・拠点・積極的役割を担う医療機関・市町村が、年度のいつまでに何をするかの工程表です。"

    @cached_property
    def visible(self) -> Any:
        rows = Milestone.objects.visible_to(self.request.user)
        return rows.of(self.reach.prefecture.pk)

    def years(self) -> Iterable[int]:
        return set(self.visible.values_list("fiscal_year", flat=True).order_by())

    @cached_property
    def filter(self) -> ScheduleFilter:
        prefecture = self.reach.prefecture.pk
        return ScheduleFilter(
            self.request.GET, user=self.request.user, prefecture=prefecture
        )

    @cached_property
    def planned(self) -> list[Planned]:
        rows = self.visible.filter(fiscal_year=self.year)
        rows = rows.select_related("zone", "health_centre", "measure")
        return self.filter.narrow(planned_on(rows, self.reach.day))

    def tables(self) -> list[Table]:
        return [schedule_table(self.planned, self.year, self.reach.day)]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        keys = [one.milestone.pk for one in self.planned]
        editable = Milestone.objects.none()
        if self.reach.may_record:
            editable = Milestone.objects.editable_by(self.request.user)
        editable = set(editable.filter(pk__in=keys).values_list("pk", flat=True))
        return super().get_context_data(
            filter=self.filter,
            figures=schedule_figures(self.planned),
            groups=schedule_groups(self.planned, editable),
            chart=schedule_chart(self.planned, self.year, self.reach.day),
            heading=schedule_title(self.year),
            history=history_of(
                *(one.milestone for one in self.planned), about=lambda m: m.title
            ),
            **more,
        )


class MilestoneCreate(CreatePage):
    permission = Permission.RECORD_ACTIVITIES
    form_class = MilestoneForm
    heading, button, saved = "予定を登録する", "登録する", "予定を登録しました。"
    crumb = CRUMB

    def get_initial(self) -> dict[str, Any]:
        year = self.reach.asked_year or self.reach.this_year
        return {"fiscal_year": year, "health_centre": self.first_centre()}

    def write(self, form: MilestoneForm) -> Milestone:
        return add_milestone(
            prefecture=self.reach.prefecture,
            values=form.values(),
            by=self.request.user,
        )


class OneMilestone(EditPage):
    permission = Permission.RECORD_ACTIVITIES
    crumb = CRUMB

    @cached_property
    def thing(self) -> Milestone:
        return self.find(Milestone.objects, pk=self.kwargs["pk"])


class MilestoneEdit(OneMilestone, RegionalEdit):
    form_class = MilestoneForm
    heading = "予定を直す"

    def write(self, form: MilestoneForm) -> bool:
        return edit_milestone(
            milestone=self.thing,
            version=form.typed_version,
            values=form.values("fiscal_year"),
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )


class MilestoneDone(OneMilestone):
    form_class = DoneForm
    heading = "完了した日を記録する"

    def get_initial(self) -> dict[str, Any]:
        done = self.thing.done_on or timezone.localdate()
        return super().get_initial() | {"done_on": done}

    def write(self, form: DoneForm) -> bool:
        return finish_milestone(
            milestone=self.thing,
            version=form.typed_version,
            on=form.cleaned_data["done_on"],
            today=timezone.localdate(),
            by=self.request.user,
        )


class MilestoneRemove(ConfirmPage, OneMilestone):
    question, button, danger = "この予定を消しますか", "消す", True
    text = "消したことと前の内容は、操作の記録に残ります。"
    saved = "予定を消しました。"

    def write(self, form: Any) -> bool:
        remove_milestone(milestone=self.thing, by=self.request.user)
        return True


class ScheduleCopy(ConfirmPage):
    """The schedule of the year before as a start for a fiscal year."""

    permission = Permission.RECORD_ACTIVITIES
    button = "引き継ぐ"
    saved = "前の年度の予定を引き継ぎました。日付は1年後の同じ日にしてあります。"

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.request.user, self.request.GET)

    def prepare(self) -> None:
        _ = self.reach

    @property
    def year(self) -> int:
        return self.reach.asked_year or self.reach.this_year + 1

    @property
    def question(self) -> str:
        before, to = fiscal_year_label(self.year - 1), fiscal_year_label(self.year)
        return f"{before}の予定を{to}へ引き継ぎますか"

    text = (
        "日付を1年後の同じ日にして写します。完了日は写しません。"
        "もう引き継いだ予定は、重ねて写しません。"
    )

    def back_url(self) -> str:
        return reverse("programs:schedule") + self.reach.query(year=self.year)

    def write(self, form: Any) -> int | None:
        copied = copy_schedule(
            prefecture=self.reach.prefecture, to=self.year, by=self.request.user
        )
        return copied or None
