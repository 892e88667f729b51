"""Where a facility stands, on its page: its municipality among those of its zone."""

from typing import Any

from django.urls import reverse

from accounts.roles import Permission
from facilities.panels import FACILITY_PAGE
from formats.maps import FULL, OPEN
from indicators.drawn import drawn
from indicators.presenters.map_drawing import Spot, Wanted, draw
from zones.access import region_scope
from zones.borders import Border
from zones.models import HomeCareZone, Municipality
from zones.panels import PageSubject, Panel
from zones.placement import Placement, placement

STATES = (("here", "所在地", FULL), ("around", "同じ圏域", OPEN))


def register() -> None:
    FACILITY_PAGE.register(
        Panel("place", "所在地", "indicators/parts/place.html", place, 10, "aside")
    )


def place(subject: PageSubject) -> dict[str, Any] | None:
    """The map with the names of what it marks; None for a place in no zone, or without a known one."""
    facility = subject.thing
    if not subject.user.may(Permission.VIEW_REGISTRY):
        return None
    placed = subject.once(
        "placed", lambda: placement(facility.prefecture_id, subject.day)
    )
    zone = placed.zone(facility.municipality_id)
    if zone is None:
        return None
    town = placed.places[facility.municipality_id]
    around = _around(placed, zone)
    spots = tuple(_spot(subject, placed, one, town) for one in around)
    wanted = Wanted(
        prefecture=facility.prefecture_id,
        title=f"{town.name}の位置（{zone.name}）",
        heading="所在地",
        unit="",
        area="市区町村",
        spots=spots,
        stamp=Border.objects.of_prefecture(facility.prefecture_id).stamp(),
        offices=tuple(
            (one.pk, one.longitude, one.latitude)
            for one in around
            if one.longitude is not None and one.latitude is not None
        ),
        source="",
        note="",
        states=STATES,
        narrow=True,
    )
    drawing = drawn(draw, wanted)
    if drawing is None:
        return None
    return {"map": drawing, "town": town, "zone": zone}


def _around(placed: Placement, zone: HomeCareZone) -> list[Municipality]:
    """The municipalities of the zone; a ward stands within its city where that belongs to it too."""
    found = [placed.places[code] for code in placed.members(zone)]
    cities = {one.pk for one in found}
    return [one for one in found if one.parent_id not in cities]


def _spot(
    subject: PageSubject, placed: Placement, one: Municipality, town: Municipality
) -> Spot:
    wards = [ward.pk for ward in placed.places.values() if ward.parent_id == one.pk]
    members = tuple(sorted([one.pk, *wards]))
    covered = region_scope(subject.user).covers(
        municipality=one.pk, prefecture=one.prefecture_id
    )
    day = subject.day.isoformat()
    href = f"{reverse('zones:municipality', args=[one.pk])}?on={day}" if covered else ""
    state = "here" if town.pk in members else "around"
    return Spot(one.pk, one.name, None, href, members, state)
