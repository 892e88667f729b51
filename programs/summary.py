"""The tables of this room as plain values, for pages, workbooks and reports that freeze them.

Amounts are in thousand yen, fiscal years are the western year in which they begin.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from formats.dates import fiscal_year as fiscal_year_of
from programs.kinds import (
    Achievement,
    Funding,
    FundKind,
    PolicyArea,
    RecordType,
    SheetSection,
)
from programs.models import Program, ProgramYear
from programs.shares import Shares, by_the_rule


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """One program in one fiscal year."""

    pk: int
    code: str
    name: str
    short_name: str
    record_type: str
    region: str
    parent_code: str
    fiscal_year: int
    policy_areas: tuple[str, ...]
    target_professions: tuple[str, ...]
    bodies: tuple[str, ...]
    measures: tuple[str, ...]
    funding: str
    fund_kind: str
    standard_project: str
    budget: int | None
    budget_first: int | None
    budget_supplementary: int
    settled: int | None
    shares: Shares | None
    sites: int | None
    sites_planned: int | None
    sites_unit: str
    status_text: str
    as_of_label: str
    achievement: str
    unconfirmed: bool
    doubt: str
    source: str

    @property
    def url(self) -> str:
        return f"{reverse('programs:detail', args=[self.pk])}?year={self.fiscal_year}"

    @property
    def counts(self) -> bool:
        """Whether its amount belongs in a total: an umbrella's stands in its programs."""
        return self.record_type != RecordType.PARENT


@dataclass(frozen=True, slots=True)
class SheetText:
    text: str
    unconfirmed: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class SheetFigure:
    """A count on the sheet, such as 12 of 16; ``label`` says what is counted."""

    label: str
    value: int | float | None
    unit: str
    out_of: int | None = None
    as_of: str = ""
    unconfirmed: bool = False
    doubt: str = ""

    @property
    def words(self) -> str:
        if self.value is None:
            return "―"
        base = f"／{self.out_of:,}" if self.out_of is not None else ""
        return f"{self.value:,}{base}{self.unit}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of a program: amount, figures, and a list of lines under each heading."""

    row: ProgramRow
    figures: tuple[SheetFigure, ...]
    sections: tuple[tuple[str, tuple[SheetText, ...]], ...]
    evaluation: str
    next_year: str
    evaluated_on: date | None


def program_rows(prefecture: str | None, fiscal_year: int) -> tuple[ProgramRow, ...]:
    """The programs of a prefecture in a fiscal year by code; None asks for those of the nation."""
    years = ProgramYear.objects.filter(
        program__prefecture=prefecture, fiscal_year=fiscal_year
    )
    return rows_of(years)


def rows_of(years: Iterable[ProgramYear]) -> tuple[ProgramRow, ...]:
    """The years as rows, with what they need read in two queries."""
    read = years.select_related("program__prefecture", "program__parent")
    read = read.prefetch_related("program__measures")
    return tuple(row_of(year) for year in read.order_by("program__code", "fiscal_year"))


def total_budget(rows: Iterable[ProgramRow]) -> int:
    """The sum of budgets, each program counted once."""
    once = {row.pk: row.budget or 0 for row in rows if row.counts}
    return sum(once.values())


def row_of(year: ProgramYear) -> ProgramRow:
    program = year.program
    return ProgramRow(
        pk=program.pk,
        code=program.code,
        name=program.name,
        short_name=program.short_name or program.name,
        record_type=program.record_type,
        region=program.region,
        parent_code=program.parent.code if program.parent else "",
        fiscal_year=year.fiscal_year,
        policy_areas=tuple(PolicyArea(area).label for area in program.policy_areas),
        target_professions=tuple(program.target_professions),
        bodies=tuple(program.implementing_bodies),
        measures=tuple(m.code for m in program.measures.all()),
        funding=Funding(program.funding).label,
        fund_kind=FundKind(program.fund_kind).label if program.fund_kind else "",
        standard_project=program.standard_project,
        budget=year.budget,
        budget_first=year.budget_first,
        budget_supplementary=year.budget_supplementary,
        settled=year.settled,
        shares=shares_of(year),
        sites=year.sites_actual,
        sites_planned=year.sites_planned,
        sites_unit=year.sites_unit,
        status_text=year.status_text,
        as_of_label=year.as_of_label,
        achievement=Achievement(year.achievement).label if year.achievement else "",
        unconfirmed=year.unconfirmed or program.unconfirmed,
        doubt=year.doubt or program.doubt,
        source=year.source or program.source,
    )


def shares_of(year: ProgramYear) -> Shares | None:
    """The shares as given, or as the fund's rule gives them; None where neither is known."""
    if year.national_share is not None:
        return Shares(year.national_share, year.prefecture_share, year.other_share)
    if year.program.funding == Funding.FUND and year.budget:
        return by_the_rule(year.budget)
    return None


def sheet(program: Program, fiscal_year: int) -> Sheet | None:
    """The sheet of a program in a fiscal year; None where it has no such year."""
    years = program.years.filter(fiscal_year=fiscal_year)
    year = years.select_related("program__prefecture", "program__parent").first()
    return None if year is None else sheet_of(year)


def sheet_of(year: ProgramYear) -> Sheet:
    lines = list(year.lines.order_by("section", "order", "pk"))
    sections = (
        (
            str(section.label),
            tuple(
                SheetText(line.text, line.unconfirmed, line.doubt)
                for line in lines
                if line.section == section
            ),
        )
        for section in SheetSection
    )
    return Sheet(
        row=row_of(year),
        figures=_sheet_figures(year),
        sections=tuple((title, texts) for title, texts in sections if texts),
        evaluation=year.evaluation,
        next_year=year.next_year,
        evaluated_on=year.evaluated_on,
    )


def sheets_on(prefecture: str, day: date) -> tuple[Sheet, ...]:
    """The sheets of a prefecture's programs in force on a day, each with its latest year by then.

    It needs no plan. An umbrella has no sheet.
    """
    year = fiscal_year_of(day)
    found = []
    programs = Program.objects.of(prefecture).in_force_on(day)
    for program in programs.exclude(record_type=RecordType.PARENT).order_by("code"):
        latest = program.years.filter(fiscal_year__lte=year).order_by("-fiscal_year")
        latest = latest.select_related("program__prefecture", "program__parent")
        if one := latest.first():
            found.append(sheet_of(one))
    return tuple(found)


def _sheet_figures(year: ProgramYear) -> tuple[SheetFigure, ...]:
    """Results of the year, and counts of the program's activities up to its end."""
    figures = [
        SheetFigure(r.name, _plain(r.actual), r.unit, r.out_of)
        for r in year.results.order_by("-kind", "order", "pk")
    ]
    activities = year.program.activities.filter(other_count__isnull=False)
    for one in activities.order_by("code", "pk"):
        if one.fiscal_year is None or one.fiscal_year <= year.fiscal_year:
            figures.append(
                SheetFigure(
                    one.name,
                    one.other_count,
                    one.other_unit,
                    one.out_of,
                    one.date_label,
                    one.unconfirmed,
                    one.doubt,
                )
            )
    return tuple(figures)


def _plain(value: Decimal | None) -> int | float | None:
    """A number as it is written: 12, not 12.00, and 74.5 as it is."""
    if value is None or value != value.to_integral_value():
        return None if value is None else float(value)
    return int(value)
