"""The map of zones by how far their designations are, kept by what it shows.

From the loaded borders, or schematic from the office coordinates where none are loaded.
"""

from dataclasses import dataclass

from formats.borders import dissolve, simplify
from formats.maps import (
    FULL,
    HATCH,
    OPEN,
    PART,
    Content,
    Inset,
    Map,
    Shade,
    States,
    choropleth,
    schematic,
)
from formats.maps import Area as Shape
from indicators.drawn import drawn
from zones.borders import Border
from zones.models import Municipality

TITLE = "在宅医療圏ごとの指定の状況"
KEY = States(
    {
        "both": Shade("拠点・積極的役割とも指定", FULL),
        "part": Shade("どちらか一方", PART),
        "going": Shade("審査中・調整中・候補", HATCH),
        "none": Shade("未着手", OPEN),
    }
)
# Hub alone and active institutions alone are one shade; the table tells them apart.
SHADES = {"hub": "part", "active": "part"}
WIDTH = 460


@dataclass(frozen=True, slots=True)
class Spot:
    """A zone as the drawing needs it: plain data, from which the key of the drawing is made."""

    code: str
    name: str
    state: str
    href: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that the map shows; ``stamp`` names the loaded borders, none draws the offices."""

    prefecture: str
    spots: tuple[Spot, ...]
    points: tuple[tuple[str, float, float], ...]
    stamp: str


def zone_map(
    spots: tuple[Spot, ...],
    offices: dict[str, tuple[float, float]],
    prefecture: str,
    stamp: str,
) -> Map | None:
    """The drawing of these zones; ``offices`` are longitude and latitude by municipality.

    None where neither borders nor any office's place is known.
    """
    points = tuple(
        (spot.code, *_middle(places))
        for spot in spots
        if (places := [offices[code] for code in spot.members if code in offices])
    )
    if not points and not stamp:
        return None
    return drawn(draw, Wanted(prefecture, spots, points, stamp))


def _middle(places: list[tuple[float, float]]) -> tuple[float, float]:
    return (
        sum(east for east, _ in places) / len(places),
        sum(north for _, north in places) / len(places),
    )


def draw(wanted: Wanted) -> Map:
    """The drawing itself: slow, so kept by what it shows."""
    if not wanted.stamp:
        points = {code: (east, north) for code, east, north in wanted.points}
        return schematic(_content(wanted, {}), points)
    borders = simplify(Border.objects.of_prefecture(wanted.prefecture).shapes())
    northern = Municipality.objects.filter(
        prefecture=wanted.prefecture, northern_territory=True
    )
    islands = {
        place.pk: (place.name, borders.pop(place.pk))
        for place in northern.order_by("pk")
        if place.pk in borders
    }
    groups = {code: spot.code for spot in wanted.spots for code in spot.members}
    shapes = dissolve(borders, groups)
    content = _content(wanted, shapes, islands)
    insets = [Inset("北方領土", set(islands))] if islands else []
    return choropleth(content, insets=insets, width=WIDTH)


def _content(wanted: Wanted, shapes: dict, islands: dict | None = None) -> Content:
    areas = [
        Shape(
            spot.code,
            spot.name,
            shapes.get(spot.code),
            href=spot.href,
            state=SHADES.get(spot.state, spot.state),
        )
        for spot in wanted.spots
    ]
    areas += [
        Shape(code, name, shape, is_counted=False)
        for code, (name, shape) in (islands or {}).items()
    ]
    return Content(areas, TITLE, KEY, heading="指定の状況")
