"""The paper of measures, one measure, and the forms of officials about them."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from formats.dates import fiscal_year
from formats.tables import Table
from programs.actions import add_measure, edit_measure, record_status
from programs.figures import totals_of
from programs.forms.filters import MeasuresFilter
from programs.forms.measures import MeasureForm, StatusForm
from programs.kinds import NodeType
from programs.measures_table import MeasuresTable, measures_table
from programs.models import Measure, MeasureStatus, ProgramYear
from programs.presenters.measures import (
    measure_facts,
    measure_tables,
    table_rows,
    themes,
)
from programs.reach import Reach, reach_of
from programs.views.base import EditPage, RoomPage, history_of


class MeasuresPage(RoomPage):
    """All measures of a fiscal year with their budgets and counts."""

    template_name = "programs/measures.html"
    tab, title = "measures", "施策"
    lede = "在宅医療の推進に向けた施策の、年度ごとの取組状況です。予算額は事業ごとに1回だけ数えます。"

    def years(self) -> Iterable[int]:
        said = MeasureStatus.objects.filter(measure__prefecture=self.reach.prefecture)
        programs = ProgramYear.objects.filter(program__prefecture=self.reach.prefecture)
        rows = said.values_list("fiscal_year", flat=True).order_by()
        return set(rows) | set(programs.values_list("fiscal_year", flat=True))

    @cached_property
    def table(self) -> MeasuresTable:
        table = measures_table(self.reach.prefecture.pk, self.year, self.reach.day)
        return self.filter.narrow(table)

    @cached_property
    def filter(self) -> MeasuresFilter:
        return MeasuresFilter(self.request.GET)

    def tables(self) -> list[Table]:
        return measure_tables(self.table)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        table = self.table
        return super().get_context_data(
            table=table,
            filter=self.filter,
            areas=[{"area": area, "rows": table_rows(area)} for area in table.areas],
            themes=themes(self.reach.prefecture.pk, self.year),
            **more,
        )


class MeasureDetail(RoomPage):
    template_name = "programs/measure.html"
    tab = "measures"

    @cached_property
    def measure(self) -> Measure:
        rows = Measure.objects.visible_to(self.request.user)
        return get_object_or_404(
            rows.select_related("parent", "prefecture"), pk=self.kwargs["pk"]
        )

    @cached_property
    def reach(self) -> Reach:
        return reach_of(
            self.request.user, self.request.GET, prefecture=self.measure.prefecture_id
        )

    @property
    def title(self) -> str:
        return self.measure.name

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        measure = self.measure
        statuses = list(measure.statuses.order_by("-fiscal_year", "-as_of"))
        activities = measure.activities.visible_to(self.request.user)
        activities = list(activities.order_by("-fiscal_year", "date_from", "pk"))
        years = ProgramYear.objects.filter(program__measures=measure)
        return super().get_context_data(
            measure=measure,
            facts=measure_facts(measure),
            statuses=statuses,
            activities=activities,
            totals=totals_of(activities),
            programs=years.select_related("program").order_by(
                "-fiscal_year", "program__code"
            ),
            parts=measure.children.order_by("order", "code"),
            history=history_of(measure, *statuses),
            **more,
        )


class MeasureCreate(EditPage):
    form_class = MeasureForm
    heading, button, saved = "施策を加える", "加える", "施策を加えました。"
    crumb = ("施策", "programs:measures")

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.request.user, self.request.GET)

    def get_form_kwargs(self) -> dict[str, Any]:
        prefecture = self.reach.prefecture.pk
        return {**super().get_form_kwargs(), "prefecture": prefecture, "new": True}

    def get_initial(self) -> dict[str, Any]:
        return {
            "node_type": NodeType.MEASURE,
            "parent": self.request.GET.get("parent"),
            "first_fiscal_year": fiscal_year(timezone.localdate()),
        }

    def write(self, form: MeasureForm) -> Measure:
        return add_measure(
            prefecture=self.reach.prefecture,
            values=form.values(),
            by=self.request.user,
        )

    def back_url(self) -> str:
        return reverse("programs:measures") + self.reach.query()

    def after(self, written: Measure) -> str:
        return written.get_absolute_url()


class OfMeasure(EditPage):
    """A form about one measure."""

    crumb = ("施策", "programs:measures")

    @cached_property
    def thing(self) -> Measure:
        return self.find(Measure.objects, pk=self.kwargs["pk"])


class MeasureEdit(OfMeasure):
    form_class = MeasureForm
    heading = "施策を直す"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "prefecture": self.thing.prefecture_id}

    def get_initial(self) -> dict[str, Any]:
        names = [n for n in MeasureForm.Meta.fields if n != "parent"]
        initial = {name: getattr(self.thing, name) for name in names}
        return super().get_initial() | initial | {"parent": self.thing.parent_id}

    def write(self, form: MeasureForm) -> bool:
        return edit_measure(
            measure=self.thing,
            version=form.typed_version,
            values=form.values("code"),
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )


class StatusRecord(OfMeasure):
    form_class = StatusForm
    heading = "取組状況を登録する"
    lede = "同じ年度と時点のものがあるときは書き換え、履歴に残します。"
    saved = "取組状況を登録しました。"

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {"fiscal_year": fiscal_year(today), "as_of": today}

    def write(self, form: StatusForm) -> MeasureStatus:
        return record_status(
            measure=self.thing, **form.cleaned_data, by=self.request.user
        )
