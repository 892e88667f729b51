"""Measures, programs and activities of the latest fiscal year that the room of programs knows."""

from collections.abc import Iterable, Iterator

from formats.dates import fiscal_year, fiscal_year_label
from programs.figures import totals_by_kind
from programs.measures_table import AreaTable, Entry, MeasuresTable, measures_table
from programs.models import Activity, MeasureStatus, ProgramYear
from programs.summary import program_rows
from reports.collecting.ground import Ground
from reports.snapshots import progress as schema
from reports.snapshots.facts import Budget
from reports.snapshots.shared import Source

# Names too long for a narrow column, and what a note says of them.
SHORT = {
    "在宅医療推進支援センター": "支援センター",
    "積極的役割を担う医療機関": "積極的",
    "連携の拠点": "拠点",
}
REPEATED = "括弧書きは再掲で、合計に含めない。"
DOUBTFUL = "＊は原資料に確認を要する点がある。"


def work_of(ground: Ground) -> schema.Work | None:
    """None where no measure, program or activity is known up to the day."""
    prefecture, year = ground.prefecture.pk, _year(ground)
    if year is None:
        return None
    table = measures_table(prefecture, year, ground.as_of)
    labels = table.as_of_labels
    before = {row.pk: row.budget for row in program_rows(prefecture, year - 1)}
    programs = tuple(
        schema.Program(
            row.short_name,
            row.budget,
            row.unconfirmed,
            previous=before.get(row.pk),
            settled=row.settled,
            sites=row.sites,
            sites_unit=row.sites_unit if row.sites is not None else "",
            achievement=row.achievement,
        )
        for row in program_rows(prefecture, year)
        if row.counts and row.budget
    )
    return schema.Work(
        fiscal_year=year,
        as_of=labels[0] if len(labels) == 1 else fiscal_year_label(year),
        areas=tuple(_area(area) for area in table.areas if area.rows),
        programs=tuple(sorted(programs, key=lambda p: (-p.budget, p.name))),
        notes=tuple(_notes(table)),
        activities=tuple(_activities(ground, year)),
    )


def _year(ground: Ground) -> int | None:
    """The latest fiscal year by the day that has a program, a status or an activity."""
    last = fiscal_year(ground.as_of)
    years = []
    for rows in (
        ProgramYear.objects.filter(program__prefecture=ground.prefecture),
        MeasureStatus.objects.filter(measure__prefecture=ground.prefecture),
    ):
        found = rows.filter(fiscal_year__lte=last).order_by("-fiscal_year")
        years += found.values_list("fiscal_year", flat=True)[:1]
    return max(years, default=None)


def _area(area: AreaTable) -> schema.MeasureArea:
    rows: list[schema.Measure] = []
    for row in area.rows:
        names = {m.code: m for m in row.measures}
        said: set[str] = set()
        target = _target(row.group)
        for entry in row.entries:
            said.update(entry.measures)
            measures = [names[code] for code in entry.measures if code in names]
            rows.append(
                _measure(
                    target,
                    entry.measures[0] if entry.measures else "",
                    "、".join(m.name for m in measures),
                    _bodies(entry, measures),
                    entry,
                )
            )
        for code, measure in names.items():
            if code not in said:
                bodies = _short(measure.implementers)
                rows.append(_measure(target, code, measure.name, bodies))
    return schema.MeasureArea(area.name, tuple(rows))


def _bodies(entry: Entry, measures: list) -> str:
    return _short([i for m in measures for i in m.implementers] or entry.bodies)


def _short(bodies: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(SHORT.get(body, body) for body in bodies))


def _target(group: str) -> str:
    """医師, or 関係者による会合（全道単位）."""
    label, _, level = group.partition("【")
    label, level = label.strip("＜＞"), level.strip("】")
    return f"{label}（{level}）" if label and level else label or level


def _measure(
    target: str, key: str, name: str, bodies: str, entry: Entry | None = None
) -> schema.Measure:
    count, unit = (None, "")
    if entry and entry.sites is not None:
        count, unit = entry.sites, entry.sites_unit
    elif entry and entry.sessions is not None:
        count, unit = entry.sessions, "回"
    return schema.Measure(
        target=target,
        name=name,
        status=entry.text if entry else "",
        count=count,
        count_unit=unit,
        budget=entry.budget if entry else None,
        implementer=bodies,
        key=key,
        repeated=bool(entry and entry.repeated),
        doubtful=bool(entry and entry.unconfirmed),
    )


def _notes(table: MeasuresTable) -> Iterator[str]:
    entries = list(table.entries)
    if any(entry.repeated for entry in entries):
        yield REPEATED
    if any(entry.unconfirmed for entry in entries):
        yield DOUBTFUL
    centre, short = next(iter(SHORT.items()))
    bodies = (m.implementers for a in table.areas for r in a.rows for m in r.measures)
    if any(centre in implementers for implementers in bodies):
        yield f"「{short}」は{centre}。"


def _activities(ground: Ground, year: int) -> Iterator[schema.ActivityKind]:
    """Sums by kind for the year and the one before, since papers give the last full year."""
    for one in (year - 1, year):
        rows = Activity.objects.filter(prefecture=ground.prefecture, fiscal_year=one)
        for kind, sums in totals_by_kind(rows).items():
            if sums.activities:
                yield schema.ActivityKind(
                    kind.label,
                    one,
                    sums.activities,
                    sums.sessions,
                    sums.participants,
                    sums.areas,
                )


def work_sources(work: schema.Work | None, ground: Ground) -> Iterator[Source]:
    if work is None:
        return
    name = f"{ground.prefecture.name}の施策と補助事業の記録"
    if work.areas or work.programs:
        yield Source("measures", name, work.as_of, work.as_of, processed=False)
    if work.activities:
        year = fiscal_year_label(work.fiscal_year)
        name = f"{ground.prefecture.name}の取組実績の記録"
        yield Source("activities", name, f"{year}まで", f"{year}まで", processed=False)


def budgets(ground: Ground) -> Iterator[Budget]:
    """The budgets of all years up to the day's, to be compared."""
    rows = ProgramYear.objects.filter(
        program__prefecture=ground.prefecture,
        fiscal_year__lte=fiscal_year(ground.as_of),
        budget_first__isnull=False,
    )
    for row in rows.select_related("program").order_by("program__code", "fiscal_year"):
        program = row.program
        yield Budget(
            program.code,
            program.short_name or program.name,
            fiscal_year_label(row.fiscal_year),
            f"{row.budget:,}",
        )
