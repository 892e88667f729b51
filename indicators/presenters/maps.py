"""A choropleth of any figure or indicator by area, with the designated bodies as marks.

From the loaded borders, or schematic from the office coordinates where none are loaded. The
drawing is kept by its data.
"""

from dataclasses import dataclass

from formats.borders import dissolve, simplify
from formats.maps import Area as Shape
from formats.maps import Content, Designated, Inset, Map, choropleth, schematic
from formats.shades import Steps, quantile_steps
from indicators.areas import Area
from indicators.drawn import drawn
from indicators.figures import Figure
from indicators.kinds import AreaKind
from indicators.links import zone_url
from indicators.presenters.figures import SOURCE, basis, opens
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
NONE_KNOWN = "名簿なし"


@dataclass(frozen=True, slots=True)
class Spot:
    """An area as the drawing needs it: plain data, from which the key of the drawing is made."""

    code: str
    name: str
    value: float | None
    href: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything that a map shows, but for the borders, which ``stamp`` names."""

    prefecture: str
    title: str
    heading: str
    unit: str
    area: str
    spots: tuple[Spot, ...]
    bounds: tuple[float, ...]
    digits: int
    designated: tuple[tuple[str, str, int], ...]
    stamp: str
    source: str
    note: str


def map_of(
    reach: Reach, figure: Figure, kind: AreaKind, fixed: list[float] | None = None
) -> Map | None:
    """The map of a figure; None where there are no areas, or none with a known place. ``fixed`` are the bounds of classes,
    else they are quantiles of the values."""
    areas = reach.areas(kind)
    if not areas:
        return None
    spots = tuple(_spot(reach, area, figure) for area in areas)
    if fixed:
        bounds = tuple(fixed)
    else:
        bounds = usual_bounds([spot.value for spot in spots], figure.digits)
    wanted = Wanted(
        prefecture=reach.prefecture.pk,
        title=f"{figure.label}（{UNITS[kind]}別、{reach.day.isoformat()}）",
        heading=figure.label,
        unit=figure.unit,
        area=UNITS[kind],
        spots=spots,
        bounds=bounds,
        digits=figure.digits,
        designated=_designated(reach, kind, areas),
        stamp=Border.objects.of_prefecture(reach.prefecture.pk).stamp(),
        source=SOURCE,
        note=basis(reach),
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
            operator = act.operator
            seat = operator.facility or operator
            code = seat.municipality_id
            if code:
                found.setdefault(named, {}).setdefault(code, set()).add(act.pk)
    return {k: {c: len(acts) for c, acts in v.items()} for k, v in found.items()}


def draw(wanted: Wanted) -> Map | None:
    """The drawing itself: slow, so kept by what it shows. None where no place is known."""
    return (_choropleth(wanted) if wanted.stamp else None) or _schematic(wanted)


def _content(wanted: Wanted, shapes: dict) -> Content:
    return Content(
        areas=[
            Shape(
                spot.code,
                spot.name,
                shapes.get(spot.code),
                spot.value,
                href=spot.href or None,
            )
            for spot in wanted.spots
        ],
        title=wanted.title,
        key=Steps(wanted.bounds, wanted.digits, NONE_KNOWN),
        heading=wanted.heading,
        unit=wanted.unit,
        area=wanted.area,
        designated=[Designated(code, kind, n) for code, kind, n in wanted.designated],
    )


def _choropleth(wanted: Wanted) -> Map | None:
    borders = Border.objects.of_prefecture(wanted.prefecture).shapes()
    areas = {code: spot.code for spot in wanted.spots for code in spot.members}
    shapes = dissolve(simplify(borders), areas)
    if not shapes:
        return None
    return choropleth(
        _content(wanted, shapes),
        insets=[
            i for i in INSETS.get(wanted.prefecture, []) if set(i.codes) & set(shapes)
        ],
        source=wanted.source,
        note=wanted.note,
    )


def _schematic(wanted: Wanted) -> Map | None:
    offices = Municipality.objects.filter(prefecture=wanted.prefecture)
    where = {
        code: (longitude, latitude)
        for code, longitude, latitude in offices.values_list(
            "pk", "longitude", "latitude"
        )
        if longitude is not None and latitude is not None
    }
    points = {}
    for spot in wanted.spots:
        known = [where[code] for code in spot.members if code in where]
        if known:
            points[spot.code] = (
                sum(x for x, _ in known) / len(known),
                sum(y for _, y in known) / len(known),
            )
    if not points:
        return None
    return schematic(
        _content(wanted, {}), points, source=wanted.source, note=wanted.note
    )


INSETS: dict[str, list[Inset]] = {}
"""Islands too far away to draw in place, by prefecture."""


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
