"""The zones of a report with their counts and gaps, the totals, and the five figures of the summary."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from designations.kinds import Kind, Status
from designations.models import Designation, ZoneSchedule
from facilities.kinds import FacilityClass
from formats.dates import fiscal_year
from formats.maps import Designated
from reports.collecting.acts import name_of
from reports.collecting.ground import Ground, Line
from reports.collecting.maps import frozen_map, map_content
from reports.snapshots import progress as schema
from reports.snapshots.shared import Map
from reports.wording import add, plus_both, rate

BOUNDS = (2.0, 3.0, 5.0)
COUNTED = ("population75", "zaishishin", "enhanced", "zaishibyo", "backup")


def zone_rows(ground: Ground) -> tuple[schema.Zone, ...]:
    """One row a zone, by code."""
    schedule = ZoneSchedule.objects.filter(
        zone__in=[line.register.zone.pk for line in ground.lines]
    )
    planned = dict(schedule.order_by("pk").values_list("zone", "fiscal_year"))
    return tuple(
        _zone(line, planned.get(line.register.zone.pk), ground) for line in ground.lines
    )


def _zone(line: Line, planned: int | None, ground: Ground) -> schema.Zone:
    counts = {
        "zaishishin": line.figures.zaishishin,
        "zaishibyo": line.figures.zaishibyo,
        "backup": line.figures.backup_hospital,
    }
    return schema.Zone(
        code=line.code,
        name=line.name,
        group="",
        population75=line.area.people.over75,
        enhanced=line.figures.enhanced_of(FacilityClass.ZAISHISHIN),
        **counts,
        hubs=tuple(_hubs(line, planned, fiscal_year(ground.as_of))),
        active=tuple(name_of(act) for act in line.register.actives),
        gaps=tuple(_gaps(line, counts)),
    )


def _hubs(line: Line, planned: int | None, now: int) -> Iterator[schema.ZoneHub]:
    for act in line.register.hubs:
        yield schema.ZoneHub("in_force", name_of(act), act.effective_from)
    if line.register.hubs:
        return
    coming = [act for act in line.register.in_progress if act.kind == Kind.HUB]
    for act in coming:
        state = "coordinating" if act.status != Status.CANDIDATE else "planned"
        year = planned or (now if state == "coordinating" else None)
        yield schema.ZoneHub(state, name_of(act), fiscal_year=year)
    if not coming and planned:
        yield schema.ZoneHub("planned", fiscal_year=planned)


def _gaps(line: Line, counts: dict[str, int | None]) -> Iterator[str]:
    if line.register.lacks_hub:
        yield "拠点"
    if line.register.lacks_active:
        yield "積極的"
    words = {"zaishishin": "在支診", "zaishibyo": "在支病", "backup": "後方"}
    for key, word in words.items():
        if counts[key] == 0:
            yield word


def totals_of(
    zones: Sequence[schema.Zone], lines: Sequence[Line], acts: Sequence[Designation]
) -> schema.Totals:
    """The sum of the zones; a body that serves several zones counts once."""
    return schema.Totals(
        **{name: add(getattr(zone, name) for zone in zones) for name in COUNTED},
        hubs=sum(act.kind == Kind.HUB for act in acts),
        hub_zones=sum(not line.register.lacks_hub for line in lines),
        active=sum(act.kind == Kind.ACTIVE for act in acts),
        active_zones=sum(not line.register.lacks_active for line in lines),
    )


def summary_of(
    zones: Sequence[schema.Zone],
    totals: schema.Totals,
    previous: dict[str, int | None],
) -> tuple[schema.SummaryFigure, ...]:
    """The five figures of the summary page."""
    without = [zone.name for zone in zones if zone.zaishishin == 0]
    listed = totals.zaishishin is not None
    notes = {
        "hub_zones": (),
        "active": (f"{totals.active_zones}圏域に所在",),
        "zaishishin": (f"うち機能強化型{totals.enhanced:,}",) if listed else (),
        "zaishibyo": (f"ほかに後方支援病院{totals.backup:,}",) if listed else (),
        "zones_without_clinic": (_names(without),) if without else (),
    }
    return tuple(
        schema.SummaryFigure(key, value, previous.get(key), notes[key])
        for key, value in figures_of(zones, totals).items()
    )


def _names(names: list[str]) -> str:
    return "、".join(names[:6]) + (f"ほか{len(names) - 6}" if len(names) > 6 else "")


def figures_of(
    zones: Sequence[schema.Zone], totals: schema.Totals
) -> dict[str, int | None]:
    """The values of the five figures by their keys."""
    listed = totals.zaishishin is not None
    without = sum(zone.zaishishin == 0 for zone in zones)
    return {
        "hub_zones": totals.hub_zones,
        "active": totals.active,
        "zaishishin": totals.zaishishin,
        "zaishibyo": totals.zaishibyo,
        "zones_without_clinic": without if listed else None,
    }


def zone_map(ground: Ground, zones: Sequence[schema.Zone]) -> Map | None:
    """Clinics and hospitals for each 10,000 people of 75 and over, with hubs and institutions."""
    values = {zone.code: (zone.name, _rate(zone)) for zone in zones}
    designated = [
        *(Designated(z.code, "hub", n) for z in zones if (n := _in_force(z))),
        *(Designated(z.code, "active", len(z.active)) for z in zones if z.active),
    ]
    content = map_content(
        "在支診・在支病の数（75歳以上1万人当たり）",
        "75歳以上1万人当たり",
        values,
        designated,
        bounds=BOUNDS,
        digits=1,
    )
    members = {line.code: sorted(line.area.codes) for line in ground.lines}
    caption = "在支診・在支病の数（75歳以上1万人当たり）と拠点の指定"
    return frozen_map(content, members, caption)


def _in_force(zone: schema.Zone) -> int:
    return sum(hub.state == "in_force" for hub in zone.hubs)


def _rate(zone: schema.Zone) -> float | None:
    value: Decimal | None = rate(
        plus_both(zone.zaishishin, zone.zaishibyo), zone.population75
    )
    return None if value is None else float(value)
