"""From a municipality to its zone on a day: one look-up for lists, figures, imports, reports."""

from dataclasses import dataclass, field
from datetime import date

from zones.models import HomeCareZone, Municipality, PlanVersion, ZoneMembership
from zones.rules import zone_of


@dataclass(frozen=True, slots=True)
class Placement:
    """The zones of one version. ``by_municipality`` maps codes, wards included, to zone ids.

    ``places`` are all municipalities of its prefecture by code.
    """

    version: PlanVersion | None
    zones: dict[int, HomeCareZone]
    by_municipality: dict[str, int]
    places: dict[str, Municipality] = field(default_factory=dict)

    def zone(self, municipality: str | None) -> HomeCareZone | None:
        found = self.by_municipality.get(municipality) if municipality else None
        return self.zones.get(found) if found else None

    def members(self, zone: HomeCareZone) -> list[str]:
        """Codes of the municipalities of a zone, wards included."""
        return sorted(
            code for code, pk in self.by_municipality.items() if pk == zone.pk
        )


def placement(prefecture: str, day: date) -> Placement:
    """The zones of a prefecture on a day; empty where no plan is in force. Three queries."""
    version = PlanVersion.objects.for_prefecture(prefecture, day)
    return placement_of(version) if version else Placement(None, {}, {})


def placement_of(version: PlanVersion) -> Placement:
    """The zones of a version, also of a draft."""
    memberships = ZoneMembership.objects.filter(version=version).select_related("zone")
    placed: dict[str, int] = {}
    zones: dict[int, HomeCareZone] = {}
    for membership in memberships.order_by("zone__code", "municipality_id"):
        zones[membership.zone_id] = membership.zone
        placed[membership.municipality_id] = membership.zone_id
    prefecture = version.plan.prefecture_id
    rows = Municipality.objects.filter(prefecture=prefecture).order_by("pk")
    places = {place.pk: place for place in rows}
    by_municipality = {}
    for code, place in places.items():
        zone = zone_of(
            code, place.parent_id, placed, places_wards=version.plan.places_wards
        )
        if zone is not None:
            by_municipality[code] = zone
    return Placement(version, zones, by_municipality, places)
