"""A schematic map: one hexagon for each area, for prefectures whose borders are not loaded."""

import math
from collections.abc import Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from formats import svg
from formats.labels import Place
from formats.map_drawing import Sheet
from formats.map_sheet import (
    Map,
    compose,
    drawn_areas,
    drawn_outlines,
    figure_name,
    place_legend,
)
from formats.map_words import Content, Outline
from formats.tiles import hexagons
from formats.vega import QUIET, words_width

SCHEMATIC = "模式図（位置は役所・役場のおよその並び。面積と形は実際と異なる）"


def schematic(
    content: Content,
    points: Mapping[str, tuple[float, float]],
    *,
    outlines: Sequence[Outline] = (),
    source: str = "",
    note: str = "",
) -> Map:
    """A schematic map from (longitude, latitude) of offices by code: one hexagon for each area.

    Every area with a point stands exactly once with its whole name, and the map says what it is.
    """
    codes = [one.code for one in content.counted if one.code in points]
    if not codes:
        raise ValueError("A schematic map needs at least one area with a point.")
    blank = dict.fromkeys(codes, shapely.box(0, 0, 1, 1))
    across = _hexagon_for([one.size for one in drawn_areas(content, blank, halve=True)])
    shapes: dict[str, BaseGeometry] = dict(
        hexagons({code: points[code] for code in codes}, across)
    )
    left, top, right, bottom = shapely.total_bounds(list(shapes.values())).tolist()
    shapes = {
        code: shapely.transform(shape, lambda xy: xy - (left, top))
        for code, shape in shapes.items()
    }
    sheet = Sheet(
        figure_name(content, shapes, across), shapely.union_all(list(shapes.values()))
    )
    frame = (0.0, 0.0, right - left, bottom - top)
    extra = [place_legend(sheet, content, frame)]
    if content.has_legend:
        foot = max([frame[3], *(box.bounds[3] for box in sheet.boxes)]) + 18
        extra.append(svg.text(0, foot, SCHEMATIC, size=11.5, fill=QUIET))
        sheet.boxes.append(
            shapely.box(0, foot - 12, words_width(SCHEMATIC, size=11.5), foot + 3)
        )

    drawn = drawn_areas(content, shapes, halve=True)
    places = {
        one.code: Place(one.shape.centroid.x, one.shape.centroid.y) for one in drawn
    }
    markup = compose(
        sheet,
        content,
        drawn,
        places,
        drawn_outlines(outlines, drawn),
        extra,
        f"{content.title}の{SCHEMATIC}。",
    )
    table = content.table(source, note)
    return Map(
        markup,
        content.title,
        table,
        content.entries(),
        is_schematic=True,
        note=SCHEMATIC,
        credit="",
    )


def _hexagon_for(sizes: Sequence[tuple[float, float]]) -> float:
    """The width of a hexagon that holds every label."""
    across = 34.0
    for width, height in sizes:
        while True:
            side = across / math.sqrt(3)
            over = max(0.0, height - side) / side
            if over < 1 and width + 5 <= across * (1 - over):
                break
            across += 1
    return across
