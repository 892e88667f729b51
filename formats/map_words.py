"""What a map says: its areas and bodies in words, its legend counts, and the same values as a table."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from shapely.geometry.base import BaseGeometry

from formats.shades import OPEN, Shade, States, Steps, counted
from formats.tables import Column, Table, number

Kind = Literal["hub", "active"]
KIND_WORDS: dict[Kind, str] = {"hub": "拠点", "active": "積極的役割を担う医療機関"}
KIND_UNITS: dict[Kind, str] = {"hub": "か所", "active": "機関"}
OUTSIDE = Shade("対象外", OPEN)


@dataclass(frozen=True, slots=True)
class Area:
    """An area to colour by `value` (Steps) or `state` (States); `label` is printed under its name.

    `geometry` is in degrees and may be None on a schematic map. An area that is not counted is drawn
    open and stands in neither legend nor table (北方領土).
    """

    code: str
    name: str
    geometry: BaseGeometry | None = None
    value: float | None = None
    label: str = ""
    href: str | None = None
    state: str | None = None
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Designated:
    """Designated bodies in an area: a hexagon for a hub, a square for active institutions."""

    code: str
    kind: Kind
    count: int = 1


@dataclass(frozen=True, slots=True)
class Outline:
    """Areas by code with a strong line around all of them; the name, if any, stands inside."""

    codes: Collection[str]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a map is to say, whatever its shapes are.

    `heading` stands over the legend, `unit` follows values, `area` is what is counted (圏域, 市町村).
    """

    areas: Sequence[Area]
    title: str
    key: Steps | States
    heading: str = ""
    unit: str = ""
    area: str = "圏域"
    designated: Sequence[Designated] = ()
    # In a narrow column the legend would shrink the map; its values stand on the areas.
    has_legend: bool = True

    @property
    def counted(self) -> list[Area]:
        return [one for one in self.areas if one.is_counted]

    def shade(self, one: Area) -> Shade:
        return self.key.shade_of(one.value, one.state) if one.is_counted else OUTSIDE

    def bodies(self, one: Area) -> Counter[Kind]:
        """How many bodies of each kind stand in the area."""
        found: Counter[Kind] = Counter()
        for body in self.designated:
            if body.code == one.code:
                found[body.kind] += body.count
        return found

    def kinds(self) -> list[tuple[Kind, int]]:
        """The kinds on this map with their totals, hubs first."""
        totals: Counter[Kind] = Counter()
        for one in self.counted:
            totals += self.bodies(one)
        return [(kind, totals[kind]) for kind in KIND_WORDS if totals[kind]]

    def entries(self) -> list[tuple[Shade, int]]:
        return counted(self.key.shades(), [self.shade(one) for one in self.counted])

    def figure(self, one: Area) -> str:
        """The value in words with its unit, or the state."""
        if isinstance(self.key, States):
            return " ".join(part for part in (self.shade(one).label, one.label) if part)
        if one.value is None:
            return self.key.missing
        return number(one.value, self.key.digits) + self.unit

    def words(self, one: Area) -> str:
        """What the area's own title says."""
        if not one.is_counted:
            return f"{one.name}　{OUTSIDE.label}"
        bodies = self.bodies(one)
        said = [
            f"{KIND_WORDS[kind]}{bodies[kind]}{KIND_UNITS[kind]}"
            for kind in KIND_WORDS
            if bodies[kind]
        ]
        return "、".join([f"{one.name}　{self.figure(one)}", *said])

    def summary(self) -> str:
        """The whole map in words: every area with its value, or each state with its areas."""
        if isinstance(self.key, States):
            said = [
                f"{shade.label}は"
                + "、".join(
                    one.name for one in self.counted if self.shade(one) == shade
                )
                for shade, count in self.entries()
                if count
            ]
        else:
            order = sorted(
                self.counted,
                key=lambda one: float("inf") if one.value is None else -one.value,
            )
            said = ["、".join(f"{one.name}{self.figure(one)}" for one in order)]
        for kind, _ in self.kinds():
            there = [
                f"{one.name}{n}"
                for one in self.counted
                if (n := self.bodies(one)[kind])
            ]
            said.append(f"{KIND_WORDS[kind]}は{'、'.join(there)}")
        return "".join(f"{sentence}。" for sentence in said)

    def table(self, source: str, note: str) -> Table:
        """The same values, in the order of the areas."""
        columns = [Column("コード", kind="code"), Column(self.area)]
        has_values = isinstance(self.key, Steps)
        if isinstance(self.key, Steps):
            kind: Literal["integer", "decimal"] = (
                "decimal" if self.key.digits else "integer"
            )
            columns.append(
                Column(
                    self.heading or self.title, self.unit, kind, digits=self.key.digits
                )
            )
        columns.append(Column("区分"))
        kinds = [kind for kind, _ in self.kinds()]
        columns += [
            Column(KIND_WORDS[kind], KIND_UNITS[kind], "integer") for kind in kinds
        ]
        rows = [
            [
                one.code,
                one.name,
                *([one.value] * has_values),
                self.shade(one).label,
                *(self.bodies(one)[kind] for kind in kinds),
            ]
            for one in self.counted
        ]
        return Table(self.title, columns, rows, source, note)
