"""How far the targets are: one table of indicators for one area, and the grades of all zones."""

from collections import Counter

from formats.dates import fiscal_year_short
from formats.tables import Column, number
from indicators.areas import Area
from indicators.kinds import AreaKind
from indicators.models import Indicator
from indicators.progress import RULE, Grade, Progress
from indicators.reach import Reach
from indicators.reading import Readings, digits, reaches
from indicators.sheets import Cell, Mark, Sheet
from indicators.wording import GRADE_TONES, grade_mark, reading_cell, shown, when

COLUMNS = [
    Column("指標", width=40),
    Column("コード", kind="code"),
    Column("単位"),
    Column("基準値", kind="decimal"),
    Column("現在の値", kind="decimal"),
    Column("時点"),
    Column("目標値", kind="decimal"),
    Column("目標までの進み"),
    Column("達成の割合", "%", kind="decimal"),
    Column("直線の道すじ"),
    Column("見通し", kind="decimal"),
    Column("評価"),
]


def progress_sheet(reach: Reach, area: Area, readings: Readings) -> Sheet:
    """One row an indicator that has a target for the area."""
    rows = [
        _row(reach, one, area, readings)
        for one in readings.indicators.values()
        if readings.targets(one, area)
    ]
    return Sheet(
        "progress",
        f"{area.name}の指標の進み具合",
        COLUMNS,
        rows,
        source="各指標の資料",
        note=RULE,
        as_of=reach.day,
        empty="この地域に目標がある指標がありません。指標の画面で基準値と目標値を登録してください",
        only_exported=frozenset({"コード", "単位"}),
    )


def _row(reach: Reach, one: Indicator, area: Area, readings: Readings) -> list[object]:
    now = readings.now(one, area)
    baseline = readings.baseline(one, area)
    targets = readings.targets(one, area)
    last = max(targets)
    found = readings.progress(one, area)
    places = digits(one)
    return [
        Cell(one.name, url=one.get_absolute_url() + reach.query(), note=_national(one)),
        one.code,
        one.unit,
        Cell(
            baseline.value,
            words=shown(baseline.value, places),
            note=f"{fiscal_year_short(int(baseline.at))}年度",
        )
        if baseline
        else None,
        reading_cell(one, now, with_unit=True),
        when(now),
        Cell(
            targets[last],
            words=shown(targets[last], places),
            note=f"{fiscal_year_short(last)}年度",
        ),
        _bar(now.value if now else None, targets[last], found),
        found.ratio if found else None,
        _path(found, places),
        Cell(found.forecast, words=shown(found.forecast, places))
        if found and found.forecast is not None
        else None,
        _grade(found, baseline is not None),
    ]


def _national(one: Indicator) -> str:
    return "国が目標を求める指標" if one.required_national_target else ""


def _bar(value: object, target: object, found: Progress | None) -> Cell:
    if value is None:
        return Cell(None)
    low = found is not None and not found.is_on_track
    return Cell(None, bar=(value, target, low))


def _path(found: Progress | None, places: int) -> Cell | None:
    if found is None:
        return None
    words = "届いている" if found.is_on_track else "届いていない"
    mark = Mark(words, "ok" if found.is_on_track else "warn")
    note = f"今は{number(found.expected, places)}が目安"
    return Cell(words, mark=mark, note=note)


def _grade(found: Progress | None, has_baseline: bool) -> Cell:
    mark = grade_mark(found)
    if mark:
        return Cell(mark.text, mark=mark)
    return Cell("値がない" if has_baseline else "基準値がない")


def grades_sheet(reach: Reach, readings: Readings) -> Sheet:
    """Zone × indicator: the grades of the zones that have targets of their own."""
    zones = reach.areas(AreaKind.ZONE)
    judged = [
        one
        for one in readings.indicators.values()
        if reaches(one, AreaKind.ZONE)
        and any(readings.targets(one, zone) for zone in zones)
    ]
    rows = []
    for zone in zones:
        if any(readings.targets(one, zone) for one in judged):
            found = [readings.progress(one, zone) for one in judged]
            rows.append([zone.name, *(_letter(one) for one in found)])
    return Sheet(
        "grades",
        "圏域別の評価",
        [Column("圏域"), *(Column(one.name) for one in judged)],
        rows,
        note=RULE,
        as_of=reach.day,
        empty="圏域ごとの目標がある指標がありません",
    )


def _letter(found: Progress | None) -> Cell:
    if found is None:
        return Cell(None)
    grade = found.grade
    return Cell(grade.value, mark=Mark(grade.value, GRADE_TONES[grade]))


def summary(area: Area, readings: Readings) -> list[dict[str, object]]:
    """How many indicators have each grade, and how many cannot be judged."""
    with_target = [
        one for one in readings.indicators.values() if readings.targets(one, area)
    ]
    grades = Counter(
        found.grade if (found := readings.progress(one, area)) else None
        for one in with_target
    )
    items = [
        {
            "label": f"{grade.value}　{grade.label}",
            "value": grades[grade],
            "unit": "指標",
        }
        for grade in Grade
    ]
    items.append({"label": "評価できない", "value": grades[None], "unit": "指標"})
    without = len(readings.indicators) - len(with_target)
    items.append({"label": "目標がない", "value": without, "unit": "指標"})
    return items


def area_choices(reach: Reach) -> list[tuple[str, str]]:
    """The prefecture and the zones, as ``kind:code``."""
    found = [(AreaKind.PREFECTURE, area) for area in reach.areas(AreaKind.PREFECTURE)]
    found += [(AreaKind.ZONE, area) for area in reach.areas(AreaKind.ZONE)]
    return [(f"{kind.value}:{area.code}", area.name) for kind, area in found]
