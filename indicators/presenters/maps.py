"""Maps of a prefecture: any figure by area, the state of designations by zone, and the zones of a
version by municipality. A drawing is kept by its data.
"""

from collections.abc import Callable, Mapping

from designations.kinds import Kind
from designations.models import Designation
from formats.dates import wareki
from formats.maps import FULL, HATCH, OPEN, PART, Map, Outline
from formats.shades import quantile_steps
from indicators.areas import Area
from indicators.drawn import drawn
from indicators.figures import Figure
from indicators.kinds import AreaKind
from indicators.links import zone_url
from indicators.presenters.figures import SOURCE, basis, opens
from indicators.presenters.map_drawing import Spot, Wanted, draw
from indicators.reach import Reach
from indicators.sheets import Sheet
from zones.borders import Border
from zones.models import Municipality

KINDS = [
    AreaKind.MUNICIPALITY,
    AreaKind.ZONE,
    AreaKind.SECONDARY_AREA,
    AreaKind.HEALTH_CENTRE,
]
UNITS = {
    AreaKind.MUNICIPALITY: "市町村",
    AreaKind.ZONE: "圏域",
    AreaKind.SECONDARY_AREA: "二次医療圏",
    AreaKind.HEALTH_CENTRE: "保健所",
}


def map_of(
    reach: Reach,
    figure: Figure,
    kind: AreaKind,
    fixed: list[float] | None = None,
    *,
    within: frozenset[str] | None = None,
    marked: str = "",
) -> Map | None:
    """The map of a figure; None where there are no areas, or none with a known place. ``fixed`` are
    the bounds of classes, else they are quantiles of the values. ``marked`` is the code of an area
    with a strong line around it."""
    areas = reach.areas(kind)
    if within is not None:
        areas = [area for area in areas if area.codes & within]
    if not areas:
        return None
    spots = tuple(_spot(reach, area, figure) for area in areas)
    if fixed:
        bounds = tuple(fixed)
    else:
        bounds = usual_bounds([spot.value for spot in spots], figure.digits)
    wanted = Wanted(
        prefecture=reach.prefecture.pk,
        title=f"{figure.label}（{UNITS[kind]}別、{wareki(reach.day)}）",
        heading=figure.label,
        unit=figure.unit,
        area=UNITS[kind],
        spots=spots,
        bounds=bounds,
        digits=figure.digits,
        designated=_designated(reach, kind, areas),
        stamp=_stamp(reach),
        offices=_offices(reach),
        source=SOURCE,
        note=basis(reach),
        outlines=(Outline((marked,)),) if marked else (),
    )
    return drawn(draw, wanted)


def _stamp(reach: Reach) -> str:
    return Border.objects.of_prefecture(reach.prefecture.pk).stamp()


def _offices(reach: Reach) -> tuple[tuple[str, float, float], ...]:
    """Where the offices of the municipalities are: a map without borders is drawn from them."""
    known = Municipality.objects.filter(
        prefecture=reach.prefecture.pk, latitude__isnull=False, longitude__isnull=False
    )
    return tuple(known.order_by("pk").values_list("pk", "longitude", "latitude"))


# What stands in force in a zone, from most to least.
STATES = (
    ("both", "拠点と積極的役割あり", FULL),
    ("one", "どちらか一方", PART),
    ("none", "どちらもなし", OPEN),
)


def state_map(reach: Reach) -> Map | None:
    """The zones by what is designated in them on the day, with the bodies as marks."""
    zones = reach.areas(AreaKind.ZONE)
    if not zones:
        return None
    day = reach.day.isoformat()
    spots = tuple(
        Spot(
            zone.code,
            zone.name,
            None,
            zone_url(zone.pk, day) if zone.pk and not zone.proposed else "",
            tuple(sorted(zone.codes)),
            _state(reach, zone),
        )
        for zone in zones
    )
    wanted = Wanted(
        prefecture=reach.prefecture.pk,
        title=f"指定の状況（圏域別、{wareki(reach.day)}）",
        heading="指定の状況",
        unit="",
        area=UNITS[AreaKind.ZONE],
        spots=spots,
        stamp=_stamp(reach),
        offices=_offices(reach),
        source="指定の台帳",
        note="",
        designated=_designated(reach, AreaKind.ZONE, zones),
        states=STATES,
    )
    return drawn(draw, wanted)


def _state(reach: Reach, zone: Area) -> str:
    having = sum((zone.pk, kind) in reach.picture.designated for kind in Kind)
    return ("none", "one", "both")[having]


UNPLACED = ("", "圏域なし", HATCH)
_FILLS = ("#f3f6f9", "#7fa3c1", "#c9d9e6", "#a9c0d3")


def zones_map(
    reach: Reach, href: Callable[[str], str], title: str, zones: Mapping[str, str]
) -> Map | None:
    """The municipalities in their zones, with a strong line around each zone. ``href`` gives the
    link of a municipality, ``zones`` names every zone of the plan by code."""
    towns = reach.areas(AreaKind.MUNICIPALITY)
    if not towns:
        return None
    of_town = {
        code: zone.code
        for zone in reach.areas(AreaKind.ZONE)
        for code in zone.codes & {town.code for town in towns}
    }
    groups: dict[str, list[str]] = {code: [] for code in zones}
    for town in towns:
        groups.setdefault(of_town.get(town.code, ""), []).append(town.code)
    used = [code for code in groups if code and groups[code]]
    states = tuple(
        (code, zones.get(code, code), _FILLS[at % len(_FILLS)])
        for at, code in enumerate(used)
    )
    wanted = Wanted(
        prefecture=reach.prefecture.pk,
        title=title,
        heading="在宅医療圏",
        unit="",
        area=UNITS[AreaKind.MUNICIPALITY],
        spots=tuple(
            Spot(
                town.code,
                town.name,
                None,
                href(town.code),
                tuple(sorted(town.codes)),
                of_town.get(town.code, ""),
            )
            for town in towns
        ),
        stamp=_stamp(reach),
        offices=_offices(reach),
        source="",
        note="",
        states=(*states, *([UNPLACED] if groups.get("") else [])),
        outlines=tuple(
            Outline(tuple(groups[code]), zones.get(code, code)) for code in used
        ),
    )
    return drawn(draw, wanted)


def usual_bounds(values: list[float | None], digits: int) -> tuple[float, ...]:
    """Quantiles; where there are zeros they are a class of their own."""
    known = [value for value in values if value is not None]
    positive = [value for value in known if value > 0]
    if len(positive) == len(known) or not positive:
        return quantile_steps(known, 4, digits=digits).bounds
    least = round(min(positive), digits)
    rest = quantile_steps(positive, 3, digits=digits).bounds
    return tuple(sorted({least, *rest} - {0}))


def _spot(reach: Reach, area: Area, figure: Figure) -> Spot:
    value = figure.value(reach.picture, area)
    href = opens(reach, area, figure)
    if area.kind == AreaKind.ZONE and area.pk:
        href = zone_url(area.pk, reach.day.isoformat())
    return Spot(
        area.code,
        area.name,
        None if value is None else float(value),
        href,
        tuple(sorted(area.codes)),
    )


def _designated(
    reach: Reach, kind: AreaKind, areas: list[Area]
) -> tuple[tuple[str, str, int], ...]:
    """Bodies by area: at the zone on a map of zones, at the office's place on one of towns."""
    by_place: dict[str, dict[str, set]] = {}
    for (zone, named), acts in reach.picture.designated.items():
        for act in acts:
            by_place.setdefault(named, {}).setdefault(zone, set()).add(act.pk)
    if kind == AreaKind.ZONE:
        return tuple(
            (area.code, named, len(by_place[named][area.pk]))
            for named in sorted(by_place)
            for area in areas
            if area.pk in by_place[named]
        )
    places = _places(reach)
    return tuple(
        (area.code, named, number)
        for named in sorted(by_place)
        for area in areas
        if (
            number := sum(
                n for c, n in places.get(named, {}).items() if c in area.codes
            )
        )
    )


def _places(reach: Reach) -> dict[str, dict[str, int]]:
    """How many bodies of each kind stand in each municipality."""
    found: dict[str, dict[str, set]] = {}
    for (_, named), acts in reach.picture.designated.items():
        for act in acts:
            if code := _seat(act):
                found.setdefault(named, {}).setdefault(code, set()).add(act.pk)
    return {k: {c: len(acts) for c, acts in v.items()} for k, v in found.items()}


def _seat(act: Designation) -> str | None:
    """The municipality where a body stands: its own, or that of its institution."""
    operator = act.operator
    return (operator.facility or operator).municipality_id


def unmarked(reach: Reach, kind: AreaKind) -> list[dict[str, str]]:
    """The bodies in force that have no mark on a map of areas below the zone, since no
    municipality is on record for them; each with its zones and its page."""
    if kind == AreaKind.ZONE:
        return []
    zones = {zone.pk: zone.name for zone in reach.areas(AreaKind.ZONE)}
    found: dict[int, Designation] = {}
    named: dict[int, list[str]] = {}
    for (zone, _), acts in reach.picture.designated.items():
        for act in acts:
            if zone in zones and not _seat(act):
                found[act.pk] = act
                named.setdefault(act.pk, []).append(zones[zone])
    return [
        {
            "name": act.operator.shown_name,
            "kind": Kind(act.kind).short,
            "zones": "、".join(named[pk]),
            "url": act.get_absolute_url(),
        }
        for pk, act in sorted(found.items())
    ]


def map_sheet(reach: Reach, drawing: Map) -> Sheet:
    """The values of a map as a table."""
    table = drawing.table
    return Sheet(
        "map",
        table.title,
        table.columns,
        list(table.rows),
        source=table.source,
        note=table.note,
        as_of=reach.day,
    )
