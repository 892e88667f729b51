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
        rows = Municipality.objects.filter(prefecture=self.thing.pk)
        return {m.pk: m for m in rows.order_by("code")}

    def members(self, zone: HomeCareZone) -> list[str]:
        return self.placed.members(zone)

    def towns(self, zone: HomeCareZone) -> list[tuple[Municipality, list[str]]]:
        """The municipalities of a zone, each with its own code and those of its wards.

        A ward stands by itself only where its city is in another zone.
        """
        codes = self.members(zone)
        inside = set(codes)
        towns = []
        for code in codes:
            town = self.municipalities[code]
            if town.parent_id in inside:
                continue
            wards = [c for c in codes if self.municipalities[c].parent_id == code]
            towns.append((town, [code, *wards]))
        return towns


@dataclass
class ZoneOnDay(ZonesOnDay):
    """One zone of them."""

    zone: HomeCareZone | None = None


def count_in_words(towns: list[tuple[Municipality, list[str]]]) -> str:
    """1市16町2村."""
    kinds = Counter(town.kind for town, _ in towns)
    counted = [
        (word, sum(kinds[kind] for kind in of_word)) for word, of_word in KINDS_IN_WORDS
    ]
    return "".join(f"{number}{word}" for word, number in counted if number)
