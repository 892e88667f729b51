"""The municipalities of a person's region with their zones on a day, read in one query.

Lists and forms take their choices and their words from it, so no row asks for its zone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import User
from zones.models import Municipality


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality in words. A ward names its city; ``zone`` is None where no plan reaches."""

    code: str
    name: str
    city: str | None
    prefecture: str
    area: str | None
    area_name: str
    zone: int | None
    zone_code: str
    zone_name: str


class Region:
    """The places that a person sees, with what can be chosen among them."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self.places = places

    @cached_property
    def zones(self) -> dict[int, str]:
        """Ids and names, in the order of their codes."""
        found = {p.zone: (p.zone_code, p.zone_name) for p in self._placed()}
        return {pk: name for pk, (_, name) in sorted(found.items(), key=lambda z: z[1])}

    @cached_property
    def areas(self) -> dict[str, str]:
        """Codes and names of secondary areas."""
        found = {p.area: p.area_name for p in self.places.values() if p.area}
        return dict(sorted(found.items()))

    @cached_property
    def zone_rank(self) -> dict[int, int]:
        return {pk: rank for rank, pk in enumerate(self.zones)}

    def within_zone(self, zone: int) -> list[str]:
        return [p.code for p in self.places.values() if p.zone == zone]

    def within_area(self, area: str) -> list[str]:
        return [p.code for p in self.places.values() if p.area == area]

    def within_city(self, code: str) -> list[str]:
        """A municipality with its wards."""
        return [p.code for p in self.places.values() if code in (p.code, p.city)]

    def _placed(self) -> Iterable[Place]:
        return (p for p in self.places.values() if p.zone is not None)


def region_on(user: User, day: date, prefecture: str = "") -> Region:
    """The region of a person on a day, or its part in one prefecture. One query.

    Empty for who may see nothing.
    """
    here = {"prefecture": prefecture} if prefecture else {}
    rows = (
        Municipality.objects.visible_to(user)
        .filter(northern_territory=False, **here)
        .existing_on(day)
        .with_zone_on(day)
        .order_by("code")
        .values_list(
            "code",
            "name",
            "parent",
            "prefecture",
            "secondary_area",
            "secondary_area__name",
            "zone_on_day",
        )
    )
    places = {}
    for code, name, city, prefecture, area, area_name, zone in rows:
        zone = zone or {"pk": None, "code": "", "name": ""}
        places[code] = Place(
            code,
            name,
            city,
            prefecture,
            area,
            area_name or "",
            zone["pk"],
            zone["code"],
            zone["name"],
        )
    return Region(places)
