"""Demand beside capacity: people by age to 2050, home visits, and the year when they cross."""

from collections.abc import Mapping
from dataclasses import dataclass

from formats.charts import Chart, Line, Mark, line_chart
from formats.dates import fiscal_year
from formats.tables import Column, number
from indicators.areas import Area
from indicators.demand import (
    Demand,
    care_plan,
    care_plan_years,
    crossing_year,
    demand_of,
)
from indicators.drawn import drawn
from indicators.kinds import AreaKind
from indicators.models import AdditionalDemand, Indicator
from indicators.reach import Reach
from indicators.reading import Reading, Readings
from indicators.sheets import Cell, Sheet
from indicators.sheets import Mark as State
from indicators.wording import when
from zones.access import region_scope

AGE_LABELS = {"over65": "65歳以上", "over75": "75歳以上", "over85": "85歳以上"}
POSSIBLE, NOW = "sum_capacity_possible", "sum_capacity_now"
PEOPLE_SOURCE = "国立社会保障・人口問題研究所 日本の地域別将来推計人口（令和5年推計）"
SPREAD = (
    "需要は構想区域ごとの推計を、75歳以上の推計人口で市町村に按分して足した参考値。"
    "需要は住所地、能力は医療機関の所在地で数えるため、圏域をまたぐ診療は合わない。"
)


@dataclass(frozen=True, slots=True)
class Capacity:
    """Visits a month that institutions do now and could do, with the time of the answer."""

    now: Reading | None
    possible: Reading | None

    @property
    def measure(self) -> float | None:
        """What demand is measured against: what is possible, else what is done now."""
        for reading in (self.possible, self.now):
            if reading is not None and reading.value is not None:
                return float(reading.value)
        return None


class Outlook:
    """The demand page's data for one kind of area. ``read`` are readings of the whole catalogue for
    that kind, where the page has them already."""

    def __init__(
        self, reach: Reach, kind: AreaKind, read: Readings | None = None
    ) -> None:
        self.reach, self.kind = reach, kind
        self.demand: Demand = demand_of(reach.prefecture.pk)
        asked = [one for one in reach.catalogue if one.formula in (POSSIBLE, NOW)]
        self.indicators: dict[str, Indicator] = {one.formula: one for one in asked}
        self._readings = {
            one: read if read and one == kind else Readings(asked, one, reach.picture)
            for one in {kind, AreaKind.PREFECTURE}
        }

    def capacity(self, area: Area) -> Capacity:
        return Capacity(self._now(NOW, area), self._now(POSSIBLE, area))

    def _now(self, formula: str, area: Area) -> Reading | None:
        indicator = self.indicators.get(formula)
        if indicator is None:
            return None
        return self._readings[area.kind].now(indicator, area)

    @property
    def areas(self) -> list[Area]:
        areas = self.reach.areas(self.kind)
        if self.kind != AreaKind.PREFECTURE and self.reach.whole:
            return [self.reach.whole, *areas]
        return areas


def demand_sheet(outlook: Outlook) -> Sheet:
    years = outlook.demand.years
    columns = [
        Column("地域"),
        Column("コード", kind="code"),
        *(Column(f"{year}年度", kind="decimal", digits=0) for year in years),
        Column("現在の件数", "件／月", kind="decimal", digits=0),
        Column("対応可能な件数", "件／月", kind="decimal", digits=0),
        Column("時点"),
        Column("需要が能力を上回る年度"),
    ]
    return Sheet(
        "demand",
        "訪問診療の需要と能力（件／月）",
        columns,
        [_demand_row(outlook, area) for area in outlook.areas],
        source=outlook.demand.source or "訪問診療の需要推計",
        note=SPREAD,
        as_of=outlook.reach.day,
        empty="この都道府県の需要推計が入っていません",
    )


def _demand_row(outlook: Outlook, area: Area) -> list[object]:
    demand = outlook.demand.of(area)
    capacity = outlook.capacity(area)
    return [
        area.name,
        area.code,
        *(_visits(demand.get(year)) for year in outlook.demand.years),
        capacity.now.value if capacity.now else None,
        capacity.possible.value if capacity.possible else None,
        when(capacity.possible or capacity.now),
        crossing(demand, capacity.measure),
    ]


def _visits(value: float | None) -> Cell:
    if value is None:
        return Cell(None)
    return Cell(round(value, 1), words=number(value))


def crossing(demand: Mapping[int, float], capacity: float | None) -> Cell:
    """When demand passes capacity, in words."""
    if not demand:
        return Cell("需要の推計なし")
    if capacity is None:
        return Cell("能力の値なし")
    year = crossing_year(demand, capacity)
    if year is None:
        return Cell("上回らない", mark=State("上回らない", "ok"))
    if year == min(demand):
        return Cell("すでに上回る", mark=State("すでに上回る", "bad"))
    return Cell(f"{year}年度", mark=State(f"{year}年度", "warn"))


def people_sheet(outlook: Outlook, age: str) -> Sheet:
    label = AGE_LABELS[age]
    columns = [
        Column("地域"),
        Column("コード", kind="code"),
        *(Column(f"{y}年", "人", "integer") for y in outlook.demand.people_years if y >= 2025),
        Column("2025年を100とした2040年", kind="decimal"),
    ]  # fmt: skip
    rows = []
    for area in outlook.areas:
        counts = outlook.demand.people_of(area, age)
        shown = [counts[y] for y in outlook.demand.people_years if y >= 2025]
        rows.append([area.name, area.code, *shown, _index(counts)])
    missing = (
        "85歳以上の推計は手元の資料になく、値を示さない。" if age == "over85" else ""
    )
    return Sheet(
        f"people_{age}",
        f"{label}の推計人口",
        columns,
        rows,
        source=PEOPLE_SOURCE,
        note=missing,
        as_of=outlook.reach.day,
        empty="推計人口が入っていません",
    )


def _index(counts: Mapping[int, int | None]) -> float | None:
    first, later = counts.get(2025), counts.get(2040)
    return round(later * 100 / first, 1) if first and later is not None else None


def chart(outlook: Outlook, area: Area) -> Chart | None:
    """The demand of an area as a line, with its capacity as a level."""
    demand = outlook.demand.of(area)
    if not demand:
        return None
    capacity = outlook.capacity(area)
    measure = capacity.measure
    level = None
    if measure is not None:
        words = "対応可能な件数" if capacity.possible else "現在の件数"
        level = Mark(words, measure)
    return drawn(
        line_chart,
        f"{area.name}の訪問診療の需要",
        [Line(area.name, {y: round(v, 1) for y, v in demand.items()}, "main")],
        unit="件／月",
        threshold=level,
        source=outlook.demand.source,
        note=SPREAD,
    )


ADDITIONAL = [
    Column("市町村"),
    Column("コード", kind="code"),
    Column("年度"),
    Column("介護保険事業計画"),
    Column("追加的需要", "人／日", "decimal"),
    Column("在宅医療", "人／日", "decimal"),
    Column("介護サービス", "人／日", "decimal"),
    Column("在宅医療の割合", "%", "decimal"),
    Column("出典"),
]
NOTICE = "療養病床などから移る人の、在宅医療と介護サービスへの按分（平成31年通知）。第9期は2024〜2026年度、第10期は2027〜2029年度。"


def additional_sheet(reach: Reach) -> Sheet:
    """追加的需要 by municipality and year, beside the periods of the care-insurance plans."""
    return Sheet(
        "additional",
        "追加的需要と受け皿",
        ADDITIONAL,
        [
            _additional_row(row.municipality.name, row.municipality_id, row.year, row)
            for row in _additional(reach)
        ],
        note=NOTICE,
        empty="追加的需要が入っていません",
    )


def additional_form(reach: Reach) -> Sheet:
    """The same table to be filled in and imported: every municipality, and every year of the
    care-insurance plan of the day, with what stands."""
    standing = {(one.municipality_id, one.year): one for one in _additional(reach)}
    years = care_plan_years(fiscal_year(reach.day))
    towns = reach.areas(AreaKind.MUNICIPALITY)
    return Sheet(
        "additional_form",
        "追加的需要の様式",
        ADDITIONAL,
        [
            _additional_row(town.name, town.code, year, standing.get((town.code, year)))
            for town in towns
            for year in years
        ],
        note="在宅医療と介護サービスの両方に人数を入れた行だけを取り込みます。",
    )


def _additional(reach: Reach) -> list[AdditionalDemand]:
    rows = AdditionalDemand.objects.filter(
        municipality__prefecture=reach.prefecture.pk
    ).select_related("municipality")
    if not reach.sees_all:
        own = sorted(region_scope(reach.user).municipalities)
        rows = rows.filter(municipality__in=own)
    return list(rows.order_by("municipality", "year"))


def _additional_row(
    name: str, code: str, year: int, row: AdditionalDemand | None
) -> list[object]:
    place = [name, code, f"{year}年度", care_plan(year)]
    if row is None:
        return [*place, None, None, None, None, ""]
    share = round(row.home_care * 100 / row.total, 1) if row.total else None
    return [*place, row.total, row.home_care, row.care_insurance, share, row.source]
