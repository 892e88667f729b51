"""Draws a map from plain data: from the loaded borders, or schematic from the office coordinates
where none are loaded."""

from dataclasses import dataclass, replace

from formats.borders import dissolve, simplify
from formats.maps import Area as Shape
from formats.maps import Content, Designated, Inset, Map, Outline, choropleth, schematic
from formats.shades import Shade, States, Steps
from zones.borders import Border

NONE_KNOWN = "名簿なし"
# Of the land, in units of ``choropleth``.
WIDE, NARROW = 620, 340


@dataclass(frozen=True, slots=True)
class Spot:
    """An area as the drawing needs it: plain data, from which the key of the drawing is made."""

    code: str
    name: str
    value: float | None
    href: str
    members: tuple[str, ...]
    state: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything that a map shows, but for the borders, which ``stamp`` names. ``offices`` are the
    code, longitude and latitude of the municipalities.

    Areas are coloured by classes of their value (``bounds``), or by ``states``: each a key, its
    words and its fill. Named ``outlines`` stand on borders without names and legend of the areas.
    """

    prefecture: str
    title: str
    heading: str
    unit: str
    area: str
    spots: tuple[Spot, ...]
    stamp: str
    source: str
    note: str
    bounds: tuple[float, ...] = ()
    digits: int = 0
    designated: tuple[tuple[str, str, int], ...] = ()
    states: tuple[tuple[str, str, str], ...] = ()
    outlines: tuple[Outline, ...] = ()
    offices: tuple[tuple[str, float, float], ...] = ()
    # For a column beside the text: without a legend, which would leave no room for the land.
    narrow: bool = False


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
                state=spot.state or None,
            )
            for spot in wanted.spots
        ],
        title=wanted.title,
        key=_key(wanted),
        heading=wanted.heading,
        unit=wanted.unit,
        area=wanted.area,
        designated=[Designated(code, kind, n) for code, kind, n in wanted.designated],
        has_legend=not wanted.narrow,
    )


def _key(wanted: Wanted) -> Steps | States:
    if wanted.states:
        return States({key: Shade(words, fill) for key, words, fill in wanted.states})
    return Steps(wanted.bounds, wanted.digits, NONE_KNOWN)


def _choropleth(wanted: Wanted) -> Map | None:
    borders = Border.objects.of_prefecture(wanted.prefecture).shapes()
    areas = {code: spot.code for spot in wanted.spots for code in spot.members}
    shapes = dissolve(simplify(borders), areas)
    if not shapes:
        return None
    content, are_named = _content(wanted, shapes), any(o.name for o in wanted.outlines)
    if are_named:
        content = replace(content, has_legend=False)
    return choropleth(
        content,
        outlines=wanted.outlines,
        names="none" if are_named else "auto",
        insets=[
            i for i in INSETS.get(wanted.prefecture, []) if set(i.codes) & set(shapes)
        ],
        width=NARROW if wanted.narrow else WIDE,
        source=wanted.source,
        note=wanted.note,
    )


def _schematic(wanted: Wanted) -> Map | None:
    where = {code: (east, north) for code, east, north in wanted.offices}
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
        _content(wanted, {}),
        points,
        outlines=wanted.outlines,
        source=wanted.source,
        note=wanted.note,
    )


INSETS: dict[str, list[Inset]] = {}
"""Islands too far away to draw in place, by prefecture."""
