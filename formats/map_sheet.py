"""Composes a map from its content and shapes, whether these are borders or hexagons."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from formats import svg
from formats.borders import CREDIT
from formats.labels import Place
from formats.map_drawing import Drawn, Frame, Legend, Sheet, draw_label
from formats.map_words import OUTSIDE, Content, Outline
from formats.shades import Shade
from formats.tables import Table
from formats.vega import INK, digest


@dataclass(frozen=True, slots=True)
class Map:
    """`note` says when the map is schematic; `credit` must be printed with it."""

    svg: str
    title: str
    table: Table
    entries: Sequence[tuple[Shade, int]]
    is_schematic: bool = False
    note: str = ""
    credit: str = CREDIT


def figure_name(
    content: Content, shapes: Mapping[str, BaseGeometry], *choices: object
) -> str:
    """A name for ids that no other map of the page has; `choices` are what else it was drawn by."""
    outlines = sorted((code, shape.wkb) for code, shape in shapes.items())
    return f"m{digest(content, outlines, choices)[:8]}"


def drawn_areas(
    content: Content, shapes: Mapping[str, BaseGeometry], *, halve: bool = False
) -> list[Drawn]:
    """The areas that have a shape; `halve` sets long names in two lines."""
    drawn = []
    for one in content.areas:
        if one.code in shapes:
            half = math.ceil(len(one.name) / 2)
            name = (
                [one.name[:half], one.name[half:]]
                if halve and len(one.name) > 4
                else [one.name]
            )
            bodies = sorted(content.bodies(one).items(), reverse=True)
            words, shade = content.words(one), content.shade(one)
            drawn.append(
                Drawn(
                    one.code,
                    name,
                    one.label,
                    words,
                    shapes[one.code],
                    shade,
                    one.href,
                    bodies,
                )
            )
    return drawn


def drawn_outlines(outlines: Sequence[Outline], drawn: Sequence[Drawn]) -> list[Drawn]:
    """What has a strong line around it, as one shape each with its name; codes are their own."""
    found = []
    for at, outline in enumerate(outlines):
        parts = [one.shape for one in drawn if one.code in outline.codes]
        if parts:
            shape, name = shapely.union_all(parts), [outline.name]
            code = f"outline {at}"
            found.append(Drawn(code, name, "", "", shape, OUTSIDE, None, []))
    return found


def place_legend(sheet: Sheet, content: Content, frame: Frame) -> str:
    if not content.has_legend:
        return ""
    legend = Legend(content.heading, content.entries(), content.kinds(), content.area)
    corner = sheet.corner(
        *legend.size, ("south-east", "south-west", "north-east", "north-west"), frame
    )
    if corner:
        return legend.draw(sheet, *corner)
    x, y, width = max(frame[0], 0.0), frame[3] + 14, frame[2] - max(frame[0], 0.0)
    markup, height = legend.draw_below(sheet, x, y, width)
    sheet.boxes.append(shapely.box(x, y, x + width, y + height))
    return markup


def compose(
    sheet: Sheet,
    content: Content,
    drawn: Sequence[Drawn],
    places: Mapping[str, Place],
    outlined: Sequence[Drawn],
    extra: Sequence[str],
    lead: str,
) -> str:
    """The whole drawing. A map with links is a group, since an image may hold none.

    `places` are those of the names, also of the names of what is outlined.
    """
    lines = [
        svg.tag(
            "path",
            d=svg.path_data(one.shape),
            fill="none",
            stroke=INK,
            stroke_width=1.5,
            stroke_linejoin="round",
        )
        for one in outlined
    ]
    dark = [one.shape for one in drawn if one.shade.is_dark]
    if len(dark) > 1 and not (between := _inner_borders(dark)).is_empty:
        lines.insert(
            0,
            svg.tag(
                "path",
                d=svg.line_data(between),
                fill="none",
                stroke="#ffffff",
                stroke_width=0.8,
            ),
        )
    named = [one for one in (*drawn, *outlined) if one.code in places]
    labels = [draw_label(one, places[one.code]) for one in named]
    boxes = [shapely.box(*_around(places[one.code], one.size)) for one in named]
    everything = [*(one.shape for one in drawn), *sheet.boxes, *boxes]
    left, top, right, bottom = (
        math.floor(edge) for edge in shapely.total_bounds(everything).tolist()
    )
    is_linked = any(one.href for one in drawn)
    words = content.title if is_linked else lead + content.summary()
    return svg.tag(
        "svg",
        svg.title(words, id=f"{sheet.name}-title"),
        *sheet.patterns([shade for shade, _ in content.entries()]),
        svg.tag("g", *(sheet.area(one) for one in drawn)),
        *lines,
        *extra,
        *labels,
        xmlns="http://www.w3.org/2000/svg",
        class_="map",
        viewBox=f"{left - 3} {top - 3} {right - left + 7} {bottom - top + 7}",
        role="group" if is_linked else "img",
        aria_labelledby=f"{sheet.name}-title",
    )


def _inner_borders(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Borders between neighbours of a dark fill, where the usual thin line would not be seen."""
    borders = shapely.union_all([shape.boundary for shape in shapes])
    return shapely.line_merge(
        shapely.difference(borders, shapely.union_all(shapes).boundary)
    )


def _around(
    place: Place, size: tuple[float, float]
) -> tuple[float, float, float, float]:
    width, height = size
    return (
        place.x - width / 2,
        place.y - height / 2,
        place.x + width / 2,
        place.y + height / 2,
    )
