"""The paper of measures with their budgets and counts, in the layout of the 北海道 R6 paper.

A table a policy area; a row a target profession or kind of meeting; in it the measures and what
stands to them: programs with sites and budget, and statuses with counts from the activities. A
program that stands to several measures is printed each time, marked 再掲, and counted once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from programs.figures import ActivityTotals, totals_of
from programs.kinds import Implementer, NodeType, PolicyArea
from programs.models import Activity, Measure, MeasureStatus
from programs.summary import ProgramRow, program_rows, total_budget


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure on the left side, with its parts."""

    pk: int
    code: str
    name: str
    level: str
    implementers: tuple[str, ...]
    implementers_inferred: bool
    parts: tuple[str, ...]
    unconfirmed: bool
    doubt: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands on the right side: a program of the year, or the status of a measure.

    ``result_year`` is the fiscal year of the counts where it is not that of the table.
    """

    text: str
    measures: tuple[str, ...]
    program: int | None = None
    program_code: str = ""
    bodies: tuple[str, ...] = ()
    sites: int | None = None
    sites_unit: str = ""
    budget: int | None = None
    sessions: int | None = None
    participants: int | None = None
    areas: int | None = None
    result_year: int | None = None
    as_of_label: str = ""
    repeated: bool = False
    unconfirmed: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """``group`` is a profession, or a kind of meeting and its level."""

    group: str
    measures: tuple[MeasureLine, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class AreaTable:
    code: str
    name: str
    policy_area: str
    rows: tuple[TableRow, ...]

    @property
    def budget(self) -> int:
        """What is counted in this table: entries that are not repeated."""
        entries = (entry for row in self.rows for entry in row.entries)
        return sum(e.budget or 0 for e in entries if not e.repeated)


@dataclass(frozen=True, slots=True)
class MeasuresTable:
    """``total`` counts each program once; ``printed`` is the sum of all that is printed."""

    prefecture: str
    fiscal_year: int
    day: date
    areas: tuple[AreaTable, ...]
    unlinked: tuple[ProgramRow, ...]
    total: int
    as_of_labels: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def entries(self) -> Iterator[Entry]:
        for area in self.areas:
            for row in area.rows:
                yield from row.entries

    @property
    def printed(self) -> int:
        return sum(entry.budget or 0 for entry in self.entries)

    @property
    def doubtful(self) -> int:
        """How many lines are unconfirmed."""
        measures = (m for a in self.areas for r in a.rows for m in r.measures)
        return sum(m.unconfirmed for m in measures)


def measures_table(prefecture: str, fiscal_year: int, day: date) -> MeasuresTable:
    """The measures of a prefecture in a fiscal year, with what was said of them by a day.

    Six queries, however many measures.
    """
    return _Maker(prefecture, fiscal_year, day).table()


class _Maker:
    def __init__(self, prefecture: str, fiscal_year: int, day: date) -> None:
        self.prefecture, self.fiscal_year, self.day = prefecture, fiscal_year, day
        measures = Measure.objects.of(prefecture).in_year(fiscal_year)
        self.measures = list(measures.order_by("order", "code"))
        self.programs = program_rows(prefecture, fiscal_year)
        self.statuses = self._statuses()
        self.activities: dict[int, list[Activity]] = {}
        rows = Activity.objects.filter(measure__in=[m.pk for m in self.measures])
        for activity in rows.order_by("pk"):
            self.activities.setdefault(activity.measure_id, []).append(activity)
        self.printed: set[int] = set()

    def _statuses(self) -> dict[int, MeasureStatus]:
        rows = MeasureStatus.objects.filter(
            measure__prefecture=self.prefecture,
            fiscal_year=self.fiscal_year,
            as_of__lte=self.day,
        )
        # The later one overwrites the earlier.
        return {row.measure_id: row for row in rows.order_by("as_of")}

    def table(self) -> MeasuresTable:
        areas = tuple(
            AreaTable(
                code=area.code,
                name=area.name,
                policy_area=_area_words(area),
                rows=tuple(self._rows(area)),
            )
            for area in self.measures
            if area.node_type == NodeType.AREA
        )
        labels = {status.as_of_label for status in self.statuses.values()} - {""}
        sources = {row.source.split("　")[0] for row in self.programs} - {""}
        return MeasuresTable(
            prefecture=self.prefecture,
            fiscal_year=self.fiscal_year,
            day=self.day,
            areas=areas,
            unlinked=tuple(
                row
                for row in self.programs
                if row.pk not in self.printed and row.counts
            ),
            total=total_budget(self.programs),
            as_of_labels=tuple(sorted(labels)),
            sources=tuple(sorted(sources)),
        )

    def _rows(self, area: Measure) -> Iterator[TableRow]:
        inside = [
            m
            for m in self.measures
            if m.parent_id == area.pk and m.node_type == NodeType.MEASURE
        ]
        for group, measures in groupby(inside, key=_group):
            found = list(measures)
            yield TableRow(
                group=group,
                measures=tuple(self._line(m) for m in found),
                entries=tuple(self._entries(found)),
            )

    def _line(self, measure: Measure) -> MeasureLine:
        return MeasureLine(
            pk=measure.pk,
            code=measure.code,
            name=measure.name,
            level=measure.level,
            implementers=tuple(Implementer(i).label for i in measure.implementers),
            implementers_inferred=measure.implementers_inferred,
            parts=tuple(m.name for m in self.measures if m.parent_id == measure.pk),
            unconfirmed=measure.unconfirmed,
            doubt=measure.doubt,
        )

    def _entries(self, measures: list[Measure]) -> Iterator[Entry]:
        here: set[int] = set()
        for measure in measures:
            programs = [p for p in self.programs if measure.code in p.measures]
            for program in programs:
                if program.pk not in here:
                    here.add(program.pk)
                    yield self._program_entry(program, measures)
            status = None if programs else self.statuses.get(measure.pk)
            if status and (status.text or measure.pk in self.activities):
                yield self._status_entry(measure, status)

    def _program_entry(self, program: ProgramRow, measures: list[Measure]) -> Entry:
        repeated = program.pk in self.printed
        self.printed.add(program.pk)
        return Entry(
            text=program.name,
            measures=tuple(m.code for m in measures if m.code in program.measures),
            program=program.pk,
            program_code=program.code,
            bodies=program.bodies,
            sites=program.sites,
            sites_unit=program.sites_unit,
            budget=program.budget,
            as_of_label=program.as_of_label,
            repeated=repeated,
            unconfirmed=program.unconfirmed,
            doubt=program.doubt,
        )

    def _status_entry(self, measure: Measure, status: MeasureStatus) -> Entry:
        year = status.result_fiscal_year or self.fiscal_year
        counted = self._counts(measure, year)
        return Entry(
            text=status.text,
            measures=(measure.code,),
            sessions=counted.sessions,
            participants=counted.participants,
            areas=counted.areas,
            result_year=year if year != self.fiscal_year else None,
            as_of_label=status.as_of_label,
            unconfirmed=status.unconfirmed,
            doubt=status.doubt,
        )

    def _counts(self, measure: Measure, year: int) -> ActivityTotals:
        rows = self.activities.get(measure.pk, [])
        return totals_of(row for row in rows if row.fiscal_year == year)


def _group(measure: Measure) -> str:
    """【医師】, or ＜関係者による会合＞【全道単位】."""
    if measure.target_profession:
        return f"【{measure.target_profession}】"
    label = f"＜{measure.group_label}＞" if measure.group_label else ""
    return label + (f"【{measure.level_label}】" if measure.level_label else "")


def _area_words(area: Measure) -> str:
    return "・".join(PolicyArea(one).label for one in area.policy_areas)
