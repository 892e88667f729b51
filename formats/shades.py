"""What the fills of a map mean: steps of a value, or states; always with words and a count."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from formats.tables import number

# From little to much; they hold in grey print.
_RAMPS = {
    1: ("#7fa3c1",),
    2: ("#dfe9f1", "#5b87ab"),
    3: ("#f3f6f9", "#a9c0d3", "#3f739c"),
    4: ("#f3f6f9", "#c9d9e6", "#7fa3c1", "#2b5f8a"),
    5: ("#f3f6f9", "#d5e1eb", "#a9c0d3", "#6b93b4", "#2b5f8a"),
}
HATCH, DOTS = "hatch", "dots"
FULL, PART, OPEN = "#7fa3c1", "#d5e1eb", "#ffffff"


@dataclass(frozen=True, slots=True)
class Shade:
    """One entry of a legend. `fill` is a colour, HATCH or DOTS."""

    label: str
    fill: str

    @property
    def is_dark(self) -> bool:
        """Whether words on it must be white."""
        if not self.fill.startswith("#"):
            return False
        red, green, blue = (
            int(self.fill[place : place + 2], 16) for place in (1, 3, 5)
        )
        return 0.299 * red + 0.587 * green + 0.114 * blue < 125


@dataclass(frozen=True, slots=True)
class Steps:
    """Classes of a value. `bounds` are where the second and each later class begins.

    `missing` says in the legend why an area has no value.
    """

    bounds: tuple[float, ...]
    digits: int = 0
    missing: str = "値なし"

    def __post_init__(self) -> None:
        if list(self.bounds) != sorted(set(self.bounds)) or len(self.bounds) >= max(
            _RAMPS
        ):
            raise ValueError("Bounds must rise, four at most.")

    def shades(self) -> list[Shade]:
        fills = _RAMPS[len(self.bounds) + 1]
        labels = [self._label(place) for place in range(len(fills))]
        return [Shade(label, fill) for label, fill in zip(labels, fills, strict=True)]

    def shade_of(self, value: float | None, state: str | None = None) -> Shade:
        if value is None:
            return Shade(self.missing, DOTS)
        return self.shades()[bisect_right(self.bounds, round(value, self.digits))]

    def _label(self, place: int) -> str:
        if not self.bounds:
            return "値あり"
        low = self.bounds[place - 1] if place else None
        high = self.bounds[place] if place < len(self.bounds) else None
        if high is None:
            return f"{number(low or 0, self.digits)}以上"
        if self.digits or high != int(high):
            ends = f"{number(high, self.digits)}未満"
            return ends if low is None else f"{number(low, self.digits)}以上{ends}"
        if low is None:
            return "なし" if high == 1 else f"{number(high - 1)}以下"
        return number(low) if high - low == 1 else f"{number(low)}〜{number(high - 1)}"


@dataclass(frozen=True, slots=True)
class States:
    """Named states, in the order of the legend."""

    by_state: Mapping[str, Shade]

    def shades(self) -> list[Shade]:
        return list(self.by_state.values())

    def shade_of(self, value: float | None, state: str | None = None) -> Shade:
        return self.by_state[state or ""]


def quantile_steps(
    values: Iterable[float | None], count: int = 4, *, digits: int = 0
) -> Steps:
    """Steps with about the same number of areas in each; equal values stay together.

    Bounds are rounded to the digits shown, so that the legend says exactly what was drawn.
    """
    rest = sorted(round(value, digits) for value in values if value is not None)
    bounds: list[float] = []
    for left in range(count, 1, -1):
        if rest:
            last = rest[max(len(rest) // left, 1) - 1]
            rest = rest[bisect_right(rest, last) :]
        bounds += rest[:1]
    return Steps(tuple(bounds), digits)


def counted(shades: Sequence[Shade], drawn: Iterable[Shade]) -> list[tuple[Shade, int]]:
    """Each entry of the legend with its number of areas; an entry for missing values only when used."""
    found = list(drawn)
    extra = [shade for shade in dict.fromkeys(found) if shade not in shades]
    return [(shade, found.count(shade)) for shade in [*shades, *extra]]
