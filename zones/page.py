"""What the list of zones and the page of one zone speak of on a day."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from zones.models import HomeCareZone, Municipality
from zones.panels import PageSubject
from zones.people import PeopleOnDay, people_on
from zones.placement import Placement

KINDS_IN_WORDS = (
    ("市", {Municipality.Kind.DESIGNATED_CITY, Municipality.Kind.CITY}),
    ("町", {Municipality.Kind.TOWN}),
    ("村", {Municipality.Kind.VILLAGE}),
    ("区", {Municipality.Kind.SPECIAL_WARD}),
)


@dataclass
class ZonesOnDay(PageSubject):
    """The zones of a prefecture (``thing``) as they stand on a day."""

    placed: Placement | None = None

    @property
    def zones(self) -> list[HomeCareZone]:
        return sorted(self.placed.zones.values(), key=lambda z: z.code)

    @cached_property
    def people(self) -> PeopleOnDay:
        return people_on(self.day, prefecture=self.thing.pk)

    @cached_property
    def municipalities(self) -> dict[str, Municipality]:
        """All places of the prefecture by code, wards included."""
        if self.placed and self.placed.places:
            return self.placed.places
        rows = Municipality.objects.filter(prefecture=self.thing.pk)
        return {m.pk: m for m in rows.order_by("code")}

    def members(self, zone: HomeCareZone) -> list[str]:
        """Codes of the municipalities of a zone, wards included."""
        return self._by_zone.get(zone.pk, [])

    @cached_property
    def _by_zone(self) -> dict[int, list[str]]:
        codes: dict[int, list[str]] = {}
        for code, zone in sorted(self.placed.by_municipality.items()):
            codes.setdefault(zone, []).append(code)
        return codes

    def towns(self, zone: HomeCareZone) -> list[tuple[Municipality, list[str]]]:
        """The municipalities of a zone, each with its own code and those of its wards.

        A ward stands by itself only where its city is in another zone.
        """
        towns: dict[str, tuple[Municipality, list[str]]] = {}
        members = self.members(zone)
        for code in members:
            place = self.municipalities[code]
            if place.parent_id not in members:
                towns[code] = (place, [code])
        for code in members:
            city = self.municipalities[code].parent_id
            if city in towns:
                towns[city][1].append(code)
        return list(towns.values())


@dataclass
class ZoneOnDay(ZonesOnDay):
    """One zone of them."""

    zone: HomeCareZone | None = None

    @property
    def codes(self) -> list[str]:
        """What is counted: the municipalities of the zone, wards included."""
        return self.members(self.zone)

    @property
    def condition(self) -> dict[str, object]:
        """What cuts a list of facilities down to the same."""
        return {"zone": self.zone.pk}


@dataclass
class TownOnDay(ZoneOnDay):
    """One municipality of them, in the zone of the day; ``zone`` is None where no plan reaches."""

    town: Municipality | None = None

    @cached_property
    def codes(self) -> list[str]:
        wards = [
            w.pk for w in self.municipalities.values() if w.parent_id == self.town.pk
        ]
        return [self.town.pk, *wards]

    @property
    def condition(self) -> dict[str, object]:
        return {"municipality": self.town.pk}


def count_in_words(towns: list[tuple[Municipality, list[str]]]) -> str:
    """1市16町2村."""
    kinds = Counter(town.kind for town, _ in towns)
    counted = [
        (word, sum(kinds[kind] for kind in of_word)) for word, of_word in KINDS_IN_WORDS
    ]
    return "".join(f"{number}{word}" for word, number in counted if number)
