"""The programs of a fiscal year, and one program with its years and its sheet."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.lists.listing import Listing
from accounts.lists.table import PickColumn
from accounts.models import SavedView
from formats.dates import fiscal_year_label
from formats.tables import Table
from programs.forms.filters import ProgramFilter
from programs.grant_totals import check, totals_of
from programs.kinds import RecordType
from programs.models import Program, ProgramYear
from programs.presenters.activities import activity_rows
from programs.presenters.programs import (
    list_figures,
    program_facts,
    sheet_table,
    year_facts,
    year_rows,
)
from programs.reach import Reach, reach_of
from programs.summary import ProgramRow, program_rows, sheet_of, total_budget
from programs.tables import ProgramTable
from programs.views.base import RoomPage, history_of


class ProgramList(RoomPage):
    """Programs of a fiscal year; the total counts each once."""

    template_name = "programs/list.html"
    tab, title = "list", "補助事業"
    lede = "年度ごとの補助事業です。地域医療介護総合確保基金などの予算額、実施数、評価を登録します。"

    def years(self) -> Iterable[int]:
        rows = ProgramYear.objects.filter(program__prefecture=self.reach.prefecture)
        return set(rows.values_list("fiscal_year", flat=True))

    @cached_property
    def filter(self) -> ProgramFilter:
        return ProgramFilter(self.request.GET)

    @cached_property
    def all_rows(self) -> tuple[ProgramRow, ...]:
        return program_rows(self.reach.prefecture.pk, self.year)

    @cached_property
    def rows(self) -> list[ProgramRow]:
        return self.filter.narrow(self.all_rows)

    @cached_property
    def listing(self) -> Listing:
        pick = PickColumn("bulk", lambda row: row.name) if self.reach.may_edit else None
        table = ProgramTable(self.rows, self.request.GET, pick=pick)
        table.source = "、".join(
            sorted({row.source.split("　")[0] for row in self.rows} - {""})
        )
        title = f"{fiscal_year_label(self.year)}の補助事業"
        return Listing(
            self.request,
            table,
            which=SavedView.List.PROGRAMS,
            title=title,
            as_of=self.reach.day,
            bulk_url=reverse("portal:bulk", args=["program"]),
            bulk_where={"prefecture": self.reach.prefecture.pk, "year": self.year},
        )

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            filter=self.filter,
            listing=self.listing,
            total=total_budget(self.rows),
            figures=list_figures(self.rows),
            national=program_rows(None, self.year),
            **more,
        )


class ProgramDetail(RoomPage):
    """One program in one of its years, as its sheet."""

    template_name = "programs/detail.html"
    tab = "list"

    @cached_property
    def program(self) -> Program:
        rows = Program.objects.visible_to(self.request.user)
        return get_object_or_404(
            rows.select_related("prefecture", "parent"), pk=self.kwargs["pk"]
        )

    @cached_property
    def reach(self) -> Reach:
        return reach_of(
            self.request.user,
            self.request.GET,
            prefecture=self.program.prefecture_id or "",
        )

    @property
    def title(self) -> str:
        return self.program.name

    @cached_property
    def program_years(self) -> list[ProgramYear]:
        rows = self.program.years.select_related("program__prefecture")
        return list(rows.order_by("-fiscal_year"))

    def years(self) -> Iterable[int]:
        return {year.fiscal_year for year in self.program_years}

    @cached_property
    def program_year(self) -> ProgramYear:
        wanted = self.reach.asked_year or self.program_years[0].fiscal_year
        for year in self.program_years:
            if year.fiscal_year == wanted:
                return year
        raise Http404

    @cached_property
    def year(self) -> int:
        return self.program_year.fiscal_year

    def tables(self) -> list[Table]:
        return [sheet_table(sheet_of(self.program_year), self.reach.day)]

    def _activities(self) -> list[dict[str, object]]:
        """What was done under the program, with every doubt."""
        rows = self.program.activities.visible_to(self.request.user)
        rows = rows.select_related("zone", "municipality", "health_centre")
        return activity_rows(rows.order_by("-fiscal_year", "code", "pk"))

    def _grants(self) -> dict[str, object] | None:
        """The sums of the year's grants against its budget, for those who see all of them."""
        if not self.reach.sees_all or self.program.record_type == RecordType.PARENT:
            return None
        year = self.program_year
        found = list(year.grants.all())
        query = self.reach.query(year=year.fiscal_year, program=self.program.pk)
        return {
            "total": totals_of("計", found),
            "check": check(year, found),
            "url": reverse("programs:grants") + query,
        }

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        program, year = self.program, self.program_year
        return super().get_context_data(
            program=program,
            program_year=year,
            year_words=fiscal_year_label(year.fiscal_year),
            sheet=sheet_of(year),
            facts=program_facts(program),
            year_facts=year_facts(year),
            year_rows=year_rows(self.program_years, year),
            grants=self._grants(),
            activities=self._activities(),
            measures=program.measures.order_by("order", "code"),
            results=year.results.order_by("-kind", "order", "pk"),
            may_carry=self.reach.may_edit
            and not program.years.filter(fiscal_year=year.fiscal_year + 1).exists(),
            may_edit=self.reach.may_edit and program.prefecture_id is not None,
            history=history_of(program, *self.program_years),
            **more,
        )
