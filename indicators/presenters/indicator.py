"""One indicator: its definition, its values by area and year, targets, progress and chart."""

from dataclasses import dataclass

from accounts.records.history import Change, history_url
from formats.charts import Bar, Chart, Mark, bar_chart
from formats.dates import fiscal_year_short
from formats.tables import Column, number
from indicators.areas import Area
from indicators.drawn import drawn
from indicators.formulas import FORMULAS
from indicators.kinds import AREA_ORDER, AreaKind
from indicators.links import facilities_behind
from indicators.models import Caveat, Indicator
from indicators.presenters.history import history_of
from indicators.presenters.targets import target_sheet, targets_of
from indicators.progress import RULE
from indicators.reach import Reach
from indicators.reading import Reading, Readings, digits, is_computed, reaches
from indicators.sheets import Cell, Sheet
from indicators.wording import (
    STATUS_MARKS,
    caveats_of,
    grade_mark,
    reading_cell,
    shown,
    when,
)


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """Everything that the page of an indicator shows."""

    facts: list[dict[str, object]]
    status: object
    kinds: list[dict[str, object]]
    sheet: Sheet
    chart: Chart | None
    caveats: list[Caveat]
    progress: list[dict[str, object]]
    rule: str
    targets: list[dict[str, object]]
    target_sheet: Sheet
    history: list[Change]
    history_url: str
    may_edit: bool


def page_of(reach: Reach, indicator: Indicator, kind: AreaKind) -> IndicatorPage:
    readings = Readings([indicator], kind, reach.picture)
    areas = reach.areas(kind)
    sheet = _sheet(reach, indicator, kind, readings, areas)
    wholly = Readings([indicator], AreaKind.PREFECTURE, reach.picture)
    return IndicatorPage(
        facts=_facts(indicator),
        status=STATUS_MARKS[indicator.status],
        kinds=_kinds(reach, indicator, kind),
        sheet=sheet,
        chart=_chart(indicator, kind, readings, wholly, areas, reach),
        caveats=caveats_of([indicator]),
        progress=_progress(reach, indicator, wholly),
        rule=RULE,
        targets=targets_of(reach, indicator),
        target_sheet=target_sheet(reach, indicator),
        history=history_of(reach, indicator),
        history_url=history_url(indicator),
        may_edit=reach.may_edit,
    )


def _facts(indicator: Indicator) -> list[dict[str, object]]:
    method = "値を入力または取り込みます。"
    if is_computed(indicator):
        method = FORMULAS[indicator.formula].words
    facts = [
        ("区分と医療機能", _level(indicator), ""),
        ("分子", indicator.numerator, ""),
        ("分母", indicator.denominator or "なし", ""),
        ("単位", indicator.unit, ""),
        ("望ましい向き", indicator.get_direction_display(), ""),
        ("最小の地域", indicator.get_smallest_area_display(), ""),
        ("求め方", method, indicator.formula_argument.replace("|", "、")),
        ("資料", indicator.data_source or "―", ""),
        ("出典", indicator.source or "―", indicator.doubt),
    ]
    return [{"label": a, "value": b, "note": c} for a, b, c in facts]


def _level(indicator: Indicator) -> str:
    return f"{indicator.get_level_display()}・{indicator.get_function_display()}"


def _kinds(
    reach: Reach, indicator: Indicator, current: AreaKind
) -> list[dict[str, object]]:
    return [
        {
            "label": kind.label,
            "url": reach.query(by=kind.value),
            "current": kind == current,
        }
        for kind in AREA_ORDER
        if reaches(indicator, kind)
    ]


def _sheet(
    reach: Reach,
    indicator: Indicator,
    kind: AreaKind,
    readings: Readings,
    areas: list[Area],
) -> Sheet:
    shown_years = _years(indicator, readings, areas)
    decimals = digits(indicator)
    columns = [
        Column("地域"),
        Column("コード", kind="code"),
        *(Column(f"{fiscal_year_short(y)}年度", kind="decimal") for y in shown_years),
        Column("最新の値", indicator.unit, kind="decimal", digits=decimals),
        Column("時点"),
        Column("分子", kind="decimal", digits=0),
        Column("分母", kind="decimal", digits=0),
        Column("目標", kind="decimal", digits=decimals),
        Column("目標までの割合", "%", kind="decimal"),
        Column("評価"),
    ]
    rows = [_row(reach, indicator, readings, area, shown_years) for area in areas]
    return Sheet(
        "values",
        f"{indicator.name}（{kind.label}別）",
        columns,
        rows,
        source=indicator.data_source,
        note=RULE,
        as_of=reach.day,
        empty="この種類の地域がありません",
    )


def _years(indicator: Indicator, readings: Readings, areas: list[Area]) -> list[int]:
    years = {
        one.year
        for area in areas
        for one in readings.series(indicator, area)
        if one.year is not None
    }
    return sorted(years)[-6:]


def _row(
    reach: Reach,
    indicator: Indicator,
    readings: Readings,
    area: Area,
    years: list[int],
) -> list[object]:
    series = readings.series(indicator, area)
    by_year = {one.year: one for one in series if one.year is not None}
    now = series[-1] if series else None
    progress = readings.progress(indicator, area)
    targets = readings.targets(indicator, area)
    last = max(targets, default=None)
    mark = grade_mark(progress)
    goal = targets.get(last)
    return [
        area.name,
        area.code,
        *(reading_cell(indicator, by_year.get(year)) for year in years),
        reading_cell(indicator, now, _behind(reach, indicator, area, now)),
        when(now),
        now.numerator if now else None,
        now.denominator if now else None,
        Cell(
            goal,
            words=shown(goal, digits(indicator)),
            note=f"{fiscal_year_short(last)}年度",
        )
        if last
        else None,
        progress.ratio if progress else None,
        Cell(mark.text, mark=mark) if mark else None,
    ]


def _behind(reach: Reach, indicator: Indicator, area: Area, now: Reading | None) -> str:
    """The facilities that a computed number was counted from."""
    if now is None or now.value is None or now.year is not None:
        return ""
    return facilities_behind(reach, area, indicator)


def _chart(
    indicator: Indicator,
    kind: AreaKind,
    readings: Readings,
    wholly: Readings,
    areas: list[Area],
    reach: Reach,
) -> Chart | None:
    known = {
        area.name: now.value
        for area in areas
        if (now := readings.now(indicator, area)) and now.value is not None
    }
    if len(known) < 2 or len(known) > 60:
        return None
    whole = wholly.now(indicator, reach.whole) if reach.whole else None
    mean = None
    if whole and whole.value is not None and indicator.value_kind in {"rate", "share"}:
        mean = Mark(str(reach.prefecture), float(whole.value))
    return drawn(
        bar_chart,
        f"{indicator.name}（{kind.label}別）",
        [Bar(name, (float(value),)) for name, value in known.items()],
        unit=indicator.unit,
        digits=digits(indicator),
        mean=mean,
        source=indicator.data_source,
    )


def _progress(
    reach: Reach, indicator: Indicator, readings: Readings
) -> list[dict[str, object]]:
    """The prefecture's way to its target, in figures."""
    if reach.whole is None:
        return []
    found = readings.progress(indicator, reach.whole)
    now = readings.now(indicator, reach.whole)
    if found is None or now is None:
        return []
    decimals, unit = digits(indicator), indicator.unit
    baseline = readings.baseline(indicator, reach.whole)
    targets = readings.targets(indicator, reach.whole)
    last = max(targets)
    items = [
        ("基準値", baseline.value, f"{fiscal_year_short(int(baseline.at))}年度"),
        ("現在の値", now.value, when(now)),
        ("目標値", targets[last], f"{fiscal_year_short(last)}年度"),
        ("直線の道すじでの今の値", found.expected, "基準値から目標値への直線"),
        ("見通し", found.forecast, f"今の傾きが続くと {fiscal_year_short(last)}年度"),
    ]
    figures = [
        {
            "label": label,
            "value": number(value, decimals) if value is not None else None,
            "unit": unit,
            "note": note,
        }
        for label, value, note in items
    ]
    return [
        *figures,
        {"label": "評価", "value": found.grade, "note": found.grade.label},
    ]
