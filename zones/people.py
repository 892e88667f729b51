"""People of an area by age on a day, summed from municipalities without counting anyone twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zones.models import Population

AGES = ("total", "over65", "over75", "over85")
OUTLOOK_YEAR = 2040


@dataclass(frozen=True, slots=True)
class People:
    """Counts of one area; None where no municipality of it has a published count."""

    total: int | None = None
    over65: int | None = None
    over75: int | None = None
    over85: int | None = None


def residents_source(years: Iterable[int]) -> str:
    """What stands below counts of residents of some years."""
    named = "・".join(f"{year}年" for year in sorted(set(years)))
    if not named:
        return "人口なし"
    if "・" in named:
        return f"住民基本台帳人口（市区町村により{named}の1月1日）"
    return f"住民基本台帳人口（{named}1月1日）"


@dataclass(frozen=True, slots=True)
class PeopleOnDay:
    """Registered residents, each municipality's of one of the years, and the projection of 75+."""

    years: tuple[int, ...]
    residents: Mapping[str, People]
    outlook: Mapping[str, People]
    cities: Mapping[str, str | None]

    @property
    def source(self) -> str:
        return residents_source(self.years)

    def of(self, codes: Iterable[str]) -> People:
        return self._sum(self.residents, codes)

    def projected(self, codes: Iterable[str]) -> People:
        """The projection for ``OUTLOOK_YEAR``."""
        return self._sum(self.outlook, codes)

    def _sum(self, known: Mapping[str, People], codes: Iterable[str]) -> People:
        wanted = set(codes)
        # A city's count holds its wards.
        counted = [
            known[code]
            for code in sorted(wanted)
            if code in known and self.cities.get(code) not in wanted
        ]
        return People(**{age: _add(counted, age) for age in AGES})


def _add(counted: list[People], age: str) -> int | None:
    numbers = [n for one in counted if (n := getattr(one, age)) is not None]
    return sum(numbers) if numbers else None


def people_on(day: date, *, prefecture: str) -> PeopleOnDay:
    """The residents of each municipality in its newest year that had begun by the day, else in its
    first: a table of a few municipalities leaves the others theirs. One query."""
    rows = Population.objects.filter(
        municipality__prefecture=prefecture,
        kind__in=[Population.Kind.RESIDENT, Population.Kind.PROJECTION],
    ).order_by("municipality", "year")
    residents: dict[str, People] = {}
    years: dict[str, int] = {}
    outlook: dict[str, People] = {}
    cities: dict[str, str | None] = {}
    for code, city, kind, year, *counts in rows.values_list(
        "municipality", "municipality__parent", "kind", "year", *AGES
    ):
        cities[code] = city
        people = People(*counts)
        if kind == Population.Kind.RESIDENT:
            # The years come in order.
            if year <= day.year or code not in years:
                residents[code], years[code] = people, year
        elif year == OUTLOOK_YEAR:
            outlook[code] = people
    used = tuple(sorted(set(years.values())))
    return PeopleOnDay(used, residents, outlook, cities)
