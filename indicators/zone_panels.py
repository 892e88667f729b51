"""What this room adds to the pages of a zone and of a municipality: the map of the zone's
municipalities, the indicators with their targets, and the demand."""

from typing import Any

from accounts.roles import Permission
from indicators.areas import Area
from indicators.figures import FIGURES
from indicators.kinds import AreaKind
from indicators.presenters import demand, maps, progress
from indicators.reach import Reach
from indicators.reading import Readings
from zones.days import AskedDay
from zones.page import TownOnDay, ZoneOnDay
from zones.panels import MUNICIPALITY_PAGE, OUTLOOK, ZONE_PAGE, Panel

# What the map of a zone is coloured by.
FIGURE = "supporting"


def register() -> None:
    for key, title, context, order in (
        ("map", "地図", zone_map, 40),
        ("indicators", "指標と目標", zone_indicators, 42),
        ("demand", "訪問診療の需要と能力", zone_demand, 44),
    ):
        template = f"indicators/parts/zone_{key}.html"
        for page in (ZONE_PAGE, MUNICIPALITY_PAGE):
            page.register(Panel(key, title, template, context, order, OUTLOOK))


def _reach(subject: ZoneOnDay) -> Reach | None:
    if not subject.user.may(Permission.VIEW_REGISTRY):
        return None
    day = AskedDay(subject.day, "", chosen=True)
    version = subject.placed.version if subject.placed else None
    return subject.once(
        "reach", lambda: Reach(subject.user, subject.thing, day, standing=version)
    )


def _readings(subject: ZoneOnDay, reach: Reach) -> Readings:
    def read() -> Readings:
        return Readings(reach.catalogue, _kind(subject), reach.picture)

    return subject.once("readings", read)


def _kind(subject: ZoneOnDay) -> AreaKind:
    return AreaKind.MUNICIPALITY if isinstance(subject, TownOnDay) else AreaKind.ZONE


def _area(subject: ZoneOnDay, reach: Reach) -> Area | None:
    """The place as an area of the day; none where the plan of the day does not have the zone."""
    areas = reach.picture.areas(_kind(subject))
    if isinstance(subject, TownOnDay):
        return next((area for area in areas if area.code == subject.town.pk), None)
    return next((area for area in areas if area.pk == subject.zone.pk), None)


def zone_map(subject: ZoneOnDay) -> dict[str, Any] | None:
    reach = _reach(subject)
    if reach is None:
        return None
    inside = subject.members(subject.zone) if subject.zone else subject.codes
    figure = FIGURES[FIGURE]
    drawing = maps.map_of(
        reach,
        figure,
        AreaKind.MUNICIPALITY,
        within=frozenset(inside),
        marked=subject.town.pk if isinstance(subject, TownOnDay) else "",
    )
    if drawing is None:
        return None
    return {"map": drawing, "sheet": maps.map_sheet(reach, drawing)}


def zone_indicators(subject: ZoneOnDay) -> dict[str, Any] | None:
    reach = _reach(subject)
    area = _area(subject, reach) if reach else None
    if area is None:
        return None
    sheet = progress.progress_sheet(reach, area, _readings(subject, reach))
    return {"sheet": sheet}


def zone_demand(subject: ZoneOnDay) -> dict[str, Any] | None:
    reach = _reach(subject)
    area = _area(subject, reach) if reach else None
    if area is None:
        return None
    outlook = demand.Outlook(reach, _kind(subject), _readings(subject, reach))
    return {"chart": demand.chart(outlook, area)}
