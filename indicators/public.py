"""What may leave the office: which values of an indicator are hidden in a fiscal year.

All kinds of area are judged together, since they add up to each other. Masking depends neither on
who asks nor on the day that is asked for: a year is judged with the zones of its own first day, so
that answers for several days cannot be held against each other.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.conf import settings

from indicators.areas import Area
from indicators.kinds import AreaKind
from indicators.masking import hidden_in_levels
from indicators.models import Indicator
from indicators.picture import Picture
from indicators.reading import Reading, Readings
from zones.models import PlanVersion

Place = tuple[AreaKind, str]
HIDDEN = "非公表"


class PublicValues:
    """The values of an indicator that everybody may see. The year None is the picture's day, for
    what is computed from the registry."""

    def __init__(self, indicator: Indicator, picture: Picture) -> None:
        self.indicator, self.picture = indicator, picture
        self._readings = {
            kind: Readings([indicator], kind, picture) for kind in AreaKind
        }
        self._hidden: dict[int | None, frozenset[Place]] = {}
        self._grounds: dict[date, Picture] = {}

    def years(self, areas: Iterable[Area]) -> list[int]:
        found = {
            one.year
            for area in areas
            for one in self._series(area)
            if one.year is not None
        }
        return sorted(found)

    def reading(self, area: Area, year: int | None) -> Reading | None:
        return next((one for one in self._series(area) if one.year == year), None)

    def is_hidden(self, area: Area, year: int | None) -> bool:
        """Whether the value of an area and fiscal year stays in the office."""
        if not self.indicator.counts_people:
            return False
        return (area.kind, area.code) in self._masked(year)

    def _masked(self, year: int | None) -> frozenset[Place]:
        if year not in self._hidden:
            ground = self.picture if year is None else self._ground(year)
            levels = [self._areas(ground, kind) for kind in AreaKind]
            known = {key for level in levels for key in level}
            # Zones of other days, and of no meaning in the year.
            others = {
                key: area
                for key, area in self._areas(self.picture, AreaKind.ZONE).items()
                if key not in known
            }
            places = [level for level in (*levels, others) if level]
            counts = {
                (area.kind, area.code): _count(reading)
                for level in places
                for area in level.values()
                if (reading := self.reading(area, year)) is not None
            }
            self._hidden[year] = hidden_in_levels(
                counts,
                [_codes(level) for level in levels if level],
                settings.SMALL_COUNT_THRESHOLD,
                _codes(others),
            )
        return self._hidden[year]

    def _areas(self, ground: Picture, kind: AreaKind) -> dict[Place, Area]:
        return {
            (kind, area.code): area
            for area in ground.areas(kind)
            if area.prefecture == self._prefecture
        }

    def _ground(self, year: int) -> Picture:
        """The areas that a year is judged with."""
        day = self._first_day(date(year, 4, 1))
        if day is None or day == self._first_day(self.picture.day):
            return self.picture
        if day not in self._grounds:
            self._grounds[day] = Picture(day, self._prefecture)
        return self._grounds[day]

    def _first_day(self, day: date) -> date | None:
        """Since when the zones of a day are in force; before any, the day of the first ones."""
        if not self._first_days:
            return None
        return self._first_days[max(bisect_right(self._first_days, day) - 1, 0)]

    @cached_property
    def _first_days(self) -> list[date]:
        begun = PlanVersion.objects.filter(plan__prefecture=self._prefecture)
        days = begun.exclude(effective_from=None).order_by("effective_from")
        return list(days.values_list("effective_from", flat=True))

    @property
    def _prefecture(self) -> str:
        return self.indicator.version.plan.prefecture_id

    def _series(self, area: Area) -> list[Reading]:
        return self._readings[area.kind].series(self.indicator, area)


def _codes(level: dict[Place, Area]) -> dict[Place, frozenset[str]]:
    return {key: area.codes for key, area in level.items()}


def _count(reading: Reading) -> int | None:
    """The number of people behind a value; None where the source hides it."""
    number: Decimal | None = reading.numerator
    if number is None:
        number = reading.value
    return None if number is None else int(number.to_integral_value())
