"""Home visits that are needed, by year and area, and when they pass what can be done.

The ministry's forecast is for construction areas (構想区域); a municipality gets the share of its
residents of 75 and over, and smaller or larger areas are sums of municipalities.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from indicators.areas import Area
from indicators.models import VisitDemand
from zones.models import Population

AGES = ("total", "over65", "over75", "over85")
FIRST_PERIOD, FIRST_YEAR, PERIOD_YEARS = 9, 2024, 3


@dataclass(frozen=True, slots=True)
class Demand:
    """Visits a month by municipality code and fiscal year, and the projected people."""

    visits: Mapping[str, Mapping[int, float]]
    people: Mapping[str, Mapping[int, Mapping[str, int | None]]]
    years: tuple[int, ...]
    people_years: tuple[int, ...]
    source: str

    def of(self, area: Area) -> dict[int, float]:
        """Visits a month of an area by year; empty where a municipality has no forecast."""
        if not area.members or any(code not in self.visits for code in area.members):
            return {}
        return {
            year: sum(self.visits[code][year] for code in area.members)
            for year in self.years
        }

    def people_of(self, area: Area, age: str) -> dict[int, int | None]:
        """Projected residents of an area of an age; None where one municipality has no number."""
        found: dict[int, int | None] = {}
        for year in self.people_years:
            counts = [
                self.people.get(code, {}).get(year, {}).get(age)
                for code in area.members
            ]
            known = bool(counts) and None not in counts
            found[year] = sum(counts) if known else None
        return found


def demand_of(prefecture: str) -> Demand:
    """The forecast of a prefecture, spread over its municipalities. Two queries."""
    people, areas = _people(prefecture)
    rows = VisitDemand.objects.filter(prefecture=prefecture).order_by(
        "area_code", "fiscal_year"
    )
    by_area: dict[str, dict[int, float]] = defaultdict(dict)
    source = ""
    for row in rows:
        by_area[row.area_code][row.fiscal_year] = float(row.visits_per_month)
        source = source or row.source
    years = tuple(sorted({year for one in by_area.values() for year in one}))
    visits: dict[str, dict[int, float]] = {}
    for area, forecast in by_area.items():
        members = [code for code, of_area in areas.items() if of_area == area]
        if set(forecast) == set(years):
            visits |= _spread(forecast, members, people)
    people_years = tuple(sorted({year for one in people.values() for year in one}))
    return Demand(visits, people, years, people_years, source)


def _people(
    prefecture: str,
) -> tuple[dict[str, dict[int, dict[str, int | None]]], dict[str, str]]:
    """Projected people of municipalities without wards, and the area of each."""
    rows = Population.objects.filter(
        municipality__prefecture=prefecture,
        municipality__parent=None,
        municipality__northern_territory=False,
        kind=Population.Kind.PROJECTION,
    ).order_by("municipality", "year")
    people: dict[str, dict[int, dict[str, int | None]]] = defaultdict(dict)
    areas: dict[str, str] = {}
    for code, area, year, *counts in rows.values_list(
        "municipality", "municipality__secondary_area", "year", *AGES
    ):
        people[code][year] = dict(zip(AGES, counts, strict=True))
        areas[code] = area
    return dict(people), areas


def _spread(
    forecast: Mapping[int, float],
    members: list[str],
    people: Mapping[str, Mapping[int, Mapping[str, int | None]]],
) -> dict[str, dict[int, float]]:
    """An area's forecast by municipality, in proportion to the people of 75 and over."""
    spread: dict[str, dict[int, float]] = {code: {} for code in members}
    for year, visits in forecast.items():
        elderly = {code: _elderly(people[code], year) for code in members}
        if None in elderly.values() or not sum(elderly.values()):
            return {}
        whole = sum(elderly.values())
        for code in members:
            spread[code][year] = visits * elderly[code] / whole
    return spread


def _elderly(people: Mapping[int, Mapping[str, int | None]], year: int) -> int | None:
    """People of 75 and over in the projected year nearest to a fiscal year."""
    if not people:
        return None
    nearest = min(people, key=lambda one: (abs(one - year), one))
    return people[nearest]["over75"]


def crossing_year(demand: Mapping[int, float], capacity: float | None) -> int | None:
    """The first fiscal year in which demand is more than capacity; None if it never is.

    Between the years of the forecast the demand follows the straight line.
    """
    if capacity is None or not demand:
        return None
    years = sorted(demand)
    if demand[years[0]] > capacity:
        return years[0]
    for before, after in pairwise(years):
        for year in range(before + 1, after + 1):
            share = (year - before) / (after - before)
            value = demand[before] + (demand[after] - demand[before]) * share
            if value > capacity:
                return year
    return None


def care_plan(year: int) -> str:
    """The period of the care-insurance plan of a fiscal year: 第9期 is 2024 to 2026."""
    return f"第{FIRST_PERIOD + (year - FIRST_YEAR) // PERIOD_YEARS}期"


def care_plan_years(year: int) -> range:
    """The fiscal years of the care-insurance plan that a fiscal year belongs to."""
    first = year - (year - FIRST_YEAR) % PERIOD_YEARS
    return range(first, first + PERIOD_YEARS)
