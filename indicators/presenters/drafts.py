"""A draft of zones beside those in force: every figure computed anew for both, zone by zone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from facilities.kinds import CareFunction
from formats.tables import Column, number
from indicators.areas import Area
from indicators.figures import FIGURES, covered
from indicators.kinds import AreaKind
from indicators.presenters.demand import SPREAD, Outlook, crossing
from indicators.presenters.figures import SOURCE, basis, opens
from indicators.presenters.matrix import gaps
from indicators.reach import Reach
from indicators.sheets import Cell, Mark, Sheet
from indicators.wording import NO_LIST

NOW = "（今）"
YEARS = (2030, 2040, 2050)
SAME = Mark("変わらない", "off")
MARKS = {
    "new": Mark("新しい圏域", "plan"),
    "gone": Mark("なくなる圏域", "bad"),
    "changed": Mark("区域が変わる", "warn"),
}


class Side:
    """One of the two sets of zones, with what is computed from it."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.zones = {zone.code: zone for zone in reach.areas(AreaKind.ZONE)}

    @cached_property
    def outlook(self) -> Outlook:
        return Outlook(self.reach, AreaKind.ZONE)

    @cached_property
    def gaps(self) -> dict[str, list[str]]:
        """What each zone lacks, in words."""
        return {code: gaps(self.reach, zone) for code, zone in self.zones.items()}

    def demand(self, zone: Area, year: int) -> float | None:
        return self.outlook.demand.of(zone).get(year)

    def people(self, zone: Area, year: int) -> int | None:
        return self.outlook.demand.people_of(zone, "over75").get(year)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure that is compared. ``cell`` gives it for a zone of one side."""

    label: str
    unit: str
    cell: Callable[[Side, Area], Cell]
    kind: str = "integer"


def _figure(key: str) -> Callable[[Side, Area], Cell]:
    figure = FIGURES[key]

    def cell(side: Side, zone: Area) -> Cell:
        value = figure.value(side.reach.picture, zone)
        if value is None:
            return Cell(None, words="―" if key.startswith("population") else NO_LIST)
        url = opens(side.reach, zone, figure)
        return Cell(value, url=url, words=number(value, figure.digits))

    return cell


def _functions(side: Side, zone: Area) -> Cell:
    value = covered(side.reach.picture, zone)
    if value is None:
        return Cell(None, words=NO_LIST)
    return Cell(value, words=f"{value}／{len(CareFunction)}")


def _gaps(side: Side, zone: Area) -> Cell:
    return Cell("、".join(side.gaps[zone.code]) or "なし")


def _projected(year: int) -> Callable[[Side, Area], Cell]:
    return lambda side, zone: Cell(side.people(zone, year))


def _demand(year: int) -> Callable[[Side, Area], Cell]:
    def cell(side: Side, zone: Area) -> Cell:
        value = side.demand(zone, year)
        return Cell(None if value is None else round(value))

    return cell


def _capacity(side: Side, zone: Area) -> Cell:
    measure = side.outlook.capacity(zone).measure
    return Cell(None if measure is None else round(measure))


def _crossing(side: Side, zone: Area) -> Cell:
    outlook = side.outlook
    found = crossing(outlook.demand.of(zone), outlook.capacity(zone).measure)
    return Cell(found.value)


PRESENT = [
    Measure("市町村", "", lambda side, zone: Cell(len(zone.members))),
    Measure("75歳以上", "人", _figure("population_over75")),
    Measure("在支診", "か所", _figure("zaishishin")),
    Measure("在支病", "か所", _figure("zaishibyo")),
    Measure("機能強化型", "か所", _figure("enhanced")),
    Measure("千人当たり", "か所", _figure("supporting_per_1000_over75"), "decimal"),
    Measure("担い手のいる機能", "", _functions),
    Measure("足りないもの", "", _gaps, "text"),
]
FUTURE = [
    *(Measure(f"75歳以上 {year}年", "人", _projected(year)) for year in YEARS),
    *(Measure(f"需要 {year}年度", "件／月", _demand(year)) for year in YEARS),
    Measure("対応可能", "件／月", _capacity),
    Measure("能力を上回る年度", "", _crossing, "text"),
]


class Comparison:
    """The zones in force (``before``) and those of a version (``after``) on one day."""

    def __init__(self, before: Reach, after: Reach) -> None:
        # The registry is the same for both and is counted once.
        after.__dict__["picture"] = before.picture.drawn_up(after.drafted)
        self.before, self.after = Side(before), Side(after)

    def codes(self) -> list[str]:
        return sorted({*self.before.zones, *self.after.zones})

    def change(self, code: str) -> str:
        old, new = self.before.zones.get(code), self.after.zones.get(code)
        if old is None or new is None:
            return "new" if old is None else "gone"
        return "" if old.codes == new.codes else "changed"

    def moved(self) -> list[tuple[Area, str, str]]:
        """The municipalities whose zone is another, with both names."""
        sides = (self.before.zones, self.after.zones)
        names = [
            {code: (zone.code, zone.name) for zone in s.values() for code in zone.codes}
            for s in sides
        ]
        none = ("", "圏域なし")
        towns = self.after.reach.areas(AreaKind.MUNICIPALITY)
        return [
            (town, old[1], new[1])
            for town in towns
            if (old := names[0].get(town.code, none))
            != (new := names[1].get(town.code, none))
        ]

    def summary(self) -> list[dict[str, object]]:
        """The numbers that decide, of the draft, with those in force beside them."""
        sides = (self.before, self.after)
        lacking = [sum(bool(found) for found in side.gaps.values()) for side in sides]
        largest = [self._extreme(side, max) for side in sides]
        smallest = [self._extreme(side, min) for side in sides]
        return [
            {
                "label": "圏域",
                "value": len(self.after.zones),
                "unit": "圏域",
                "note": f"今 {len(self.before.zones)}圏域",
            },
            {"label": "圏域の変わる市町村", "value": len(self.moved()), "unit": "市町村"},
            {
                "label": "足りないものがある圏域",
                "value": lacking[1],
                "unit": "圏域",
                "note": f"今 {lacking[0]}圏域",
            },
            {
                "label": "75歳以上が最も多い圏域",
                "value": largest[1],
                "unit": "人",
                "note": f"今 {largest[0]}人",
            },
            {
                "label": "75歳以上が最も少ない圏域",
                "value": smallest[1],
                "unit": "人",
                "note": f"今 {smallest[0]}人",
            },
        ]  # fmt: skip

    def _extreme(self, side: Side, pick: Callable) -> str:
        known = [
            zone.people.over75
            for zone in side.zones.values()
            if zone.people.over75 is not None
        ]
        return number(pick(known)) if known else "―"

    def sheet(self) -> Sheet:
        """Institutions, functions and gaps of each zone."""
        words = "千人当たりは在支診と在支病の75歳以上千人当たり。"
        return self._compared("compared", "今の圏域と案の比較", PRESENT, SOURCE, words)

    def outlook_sheet(self) -> Sheet:
        """People and demand to 2050 of each zone."""
        source = self.after.outlook.demand.source or "訪問診療の需要推計"
        title = "今の圏域と案の需要の見通し"
        return self._compared("outlook", title, FUTURE, source, SPREAD)

    def _compared(
        self, name: str, title: str, measures: list[Measure], source: str, note: str
    ) -> Sheet:
        """One row a zone. The screen shows the draft's value, and the present one where it is
        another; a file has both beside each other."""
        columns = [Column("圏域"), Column("コード", kind="code"), Column("変わること")]
        for one in measures:
            more = {"kind": one.kind, "digits": 2 if one.kind == "decimal" else 0}
            columns.append(Column(f"{one.label}{NOW}", one.unit, **more))
            columns.append(Column(one.label, one.unit, **more))
        hidden = {"コード"} | {f"{one.label}{NOW}" for one in measures}
        return Sheet(
            name,
            title,
            columns,
            [self._row(code, measures) for code in self.codes()],
            source=source,
            note=f"案の値の下に、違うときだけ今の値を示す。{note}{basis(self.after.reach)}",
            as_of=self.after.reach.day,
            empty="圏域がありません",
            only_exported=frozenset(hidden),
        )

    def _row(self, code: str, measures: list[Measure]) -> list[object]:
        old, new = self.before.zones.get(code), self.after.zones.get(code)
        mark = MARKS.get(self.change(code), SAME)
        row: list[object] = [(new or old).name, code, Cell(mark.text, mark=mark)]
        for one in measures:
            now = one.cell(self.before, old) if old else Cell(None, words="―")
            then = one.cell(self.after, new) if new else Cell(None, words="―")
            row += [now, then if old is None else _beside(now, then)]
        return row

    def moves_sheet(self) -> Sheet:
        rows = [[town.name, town.code, old, new] for town, old, new in self.moved()]
        return Sheet(
            "moves",
            "圏域の変わる市町村",
            [
                Column("市町村"),
                Column("コード", kind="code"),
                Column("今の圏域"),
                Column("案の圏域"),
            ],
            rows,
            as_of=self.after.reach.day,
            empty="圏域の変わる市町村はありません",
        )


def _beside(now: Cell, then: Cell) -> Cell:
    """The draft's cell with the present value below it, where that is another."""
    if now.value == then.value:
        return then
    words = now.words or (
        now.value if isinstance(now.value, str) else number(now.value)
    )
    return Cell(then.value, url=then.url, words=then.words, note=f"今 {words}")
