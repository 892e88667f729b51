"""The list of indicators, with the prefecture's value, target and grade of each."""

from dataclasses import replace

from formats.dates import fiscal_year_short
from formats.tables import Column
from indicators.kinds import AreaKind
from indicators.models import Indicator
from indicators.reach import Reach
from indicators.reading import Readings, is_computed
from indicators.sheets import Cell, Sheet
from indicators.wording import (
    STATUS_MARKS,
    digits,
    grade_mark,
    reading_cell,
    shown,
    when,
)

COLUMNS = [
    Column("指標", width=40),
    Column("コード", kind="code"),
    Column("区分"),
    Column("医療機能"),
    Column("値", kind="decimal"),
    Column("単位"),
    Column("時点"),
    Column("目標", kind="decimal"),
    Column("目標の年度"),
    Column("評価"),
    Column("値の求め方"),
    Column("状態"),
]


def catalogue_sheet(reach: Reach, indicators: list[Indicator]) -> Sheet:
    """One row an indicator, in the order of the plan."""
    readings = Readings(indicators, AreaKind.PREFECTURE, reach.picture)
    rows = [_row(reach, readings, one) for one in indicators]
    return Sheet(
        "catalogue",
        f"{reach.prefecture}の指標",
        COLUMNS,
        rows,
        source="各指標の資料",
        note="状態が「未確認」の指標は、国の指標例の原文を確かめていません。",
        as_of=reach.day,
        only_exported=frozenset({"コード", "単位", "時点", "目標の年度"}),
        empty="この日に効力のある計画の版に、指標がありません",
    )


def _row(reach: Reach, readings: Readings, one: Indicator) -> list[object]:
    now = readings.now(one, reach.whole) if reach.whole else None
    targets = readings.targets(one, reach.whole) if reach.whole else {}
    last = max(targets, default=None)
    mark = grade_mark(readings.progress(one, reach.whole)) if reach.whole else None
    status = STATUS_MARKS[one.status]
    goal = targets.get(last)
    year = f"{fiscal_year_short(last)}年度" if last else ""
    note = "国が目標を求める指標" if one.required_national_target else ""
    return [
        Cell(one.name, url=one.get_absolute_url() + reach.query(), note=note),
        one.code,
        one.get_level_display(),
        one.get_function_display(),
        replace(reading_cell(one, now, with_unit=True), note=when(now)),
        one.unit,
        when(now),
        Cell(goal, words=shown(goal, digits(one)), note=year) if last else None,
        year,
        Cell(mark.text, mark=mark) if mark else None,
        "計算" if is_computed(one) else "入力",
        Cell(status.text, mark=status),
    ]
