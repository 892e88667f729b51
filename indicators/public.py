"""What may leave the office: which values of an indicator are hidden in a fiscal year.

Municipalities, zones and the prefecture add up to each other, so they are judged together.
Areas that cut across them (secondary areas, health centres) are hidden as soon as they hold a
hidden one. Masking does not depend on who asks.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings

from indicators.areas import Area
from indicators.kinds import AreaKind
from indicators.masking import Sum, hidden
from indicators.models import Indicator
from indicators.picture import Picture
from indicators.reading import Reading, Readings

Place = tuple[AreaKind, str]
TREE = (AreaKind.MUNICIPALITY, AreaKind.ZONE, AreaKind.PREFECTURE)
HIDDEN = "非公表"


class PublicValues:
    """The values of an indicator that everybody may see."""

    def __init__(self, indicator: Indicator, picture: Picture) -> None:
        self.indicator, self.picture = indicator, picture
        self._readings = {
            kind: Readings([indicator], kind, picture) for kind in AreaKind
        }
        self._hidden: dict[int, frozenset[Place]] = {}

    def years(self, areas: Iterable[Area]) -> list[int]:
        found = {
            one.year
            for area in areas
            for one in self._series(area)
            if one.year is not None
        }
        return sorted(found)

    def reading(self, area: Area, year: int) -> Reading | None:
        return next((one for one in self._series(area) if one.year == year), None)

    def is_hidden(self, area: Area, year: int) -> bool:
        """Whether the value of an area and fiscal year stays in the office."""
        if not self.indicator.counts_people:
            return False
        masked = self._masked(year)
        if area.kind in TREE:
            return (area.kind, area.code) in masked
        if _is_small(self.reading(area, year)):
            return True
        inside = [
            one
            for kind in (AreaKind.MUNICIPALITY, AreaKind.ZONE)
            for one in self.picture.areas(kind)
            if (kind, one.code) in masked
        ]
        return any(one.codes & area.codes for one in inside)

    def _masked(self, year: int) -> frozenset[Place]:
        if year not in self._hidden:
            counts = self._counts(year)
            threshold = settings.SMALL_COUNT_THRESHOLD
            self._hidden[year] = hidden(counts, self._sums(), threshold)
        return self._hidden[year]

    def _counts(self, year: int) -> dict[Place, int | None]:
        counts: dict[Place, int | None] = {}
        for kind in TREE:
            for area in self.picture.areas(kind):
                reading = self.reading(area, year)
                if reading is not None:
                    counts[kind, area.code] = _count(reading)
        return counts

    def _sums(self) -> list[Sum]:
        zones = self.picture.areas(AreaKind.ZONE)
        sums = [
            Sum(
                (AreaKind.ZONE, zone.code),
                [(AreaKind.MUNICIPALITY, code) for code in zone.members],
            )
            for zone in zones
        ]
        whole = [(AreaKind.ZONE, zone.code) for zone in zones]
        for area in self.picture.areas(AreaKind.PREFECTURE):
            sums.append(Sum((AreaKind.PREFECTURE, area.code), whole))
        return sums

    def _series(self, area: Area) -> list[Reading]:
        return self._readings[area.kind].series(self.indicator, area)


def _count(reading: Reading) -> int | None:
    """The number of people behind a value; None where the source hides it."""
    number = reading.numerator if reading.numerator is not None else reading.value
    return None if number is None else int(number.to_integral_value())


def _is_small(reading: Reading | None) -> bool:
    if reading is None:
        return False
    number: int | Decimal | None = _count(reading)
    return number is None or 0 < number < settings.SMALL_COUNT_THRESHOLD
