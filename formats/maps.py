"""Maps of areas as inline SVG: a choropleth from borders, or a schematic map from office coordinates.

Every area carries its words as a title and may be a link; fills are explained with counts, and the
same values come back as a table. Page and PDF take the same SVG, without style, script or pixels.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import shapely
from shapely.geometry.base import BaseGeometry

from formats import svg
from formats.borders import CREDIT, NotBorders, dissolve, load_borders, simplify
from formats.labels import place_labels
from formats.map_drawing import Frame, Sheet, scale_bar
from formats.map_sheet import (
    Map,
    compose,
    drawn_areas,
    drawn_outlines,
    figure_name,
    place_legend,
)
from formats.map_words import Area, Content, Designated, Outline
from formats.schematic import SCHEMATIC, schematic
from formats.shades import FULL, HATCH, OPEN, PART, Shade, States, Steps, quantile_steps
from formats.vega import QUIET, words_width

__all__ = [
    "CREDIT",
    "FULL",
    "HATCH",
    "OPEN",
    "PART",
    "SCHEMATIC",
    "Area",
    "Content",
    "Designated",
    "Inset",
    "Map",
    "NotBorders",
    "Outline",
    "Shade",
    "States",
    "Steps",
    "choropleth",
    "dissolve",
    "load_borders",
    "quantile_steps",
    "schematic",
    "simplify",
]

_KILOMETRES = (1, 2, 5, 10, 20, 50, 100, 200)
_KM_PER_DEGREE = 111.32
_NAMED_ALL = 40
# Between names and what stands beside the map.
_GAP = 6


@dataclass(frozen=True, slots=True)
class Inset:
    """Areas too far away to draw in place, in a labelled box `width` wide."""

    label: str
    codes: Collection[str]
    width: float = 120


@dataclass(frozen=True, slots=True)
class _Projection:
    """Equirectangular at the middle latitude, from degrees to units from the upper left."""

    west: float
    north: float
    across: float
    scale: float

    @classmethod
    def fitting(
        cls, shapes: Mapping[str, BaseGeometry], width: float, height: float
    ) -> "_Projection":
        west, south, east, north = shapely.total_bounds(list(shapes.values())).tolist()
        across = math.cos(math.radians((south + north) / 2))
        scale = min(
            width / ((east - west) * across or 1e-9), height / ((north - south) or 1e-9)
        )
        return cls(west, north, across, scale)

    def draw(
        self, shapes: Mapping[str, BaseGeometry], x: float = 0, y: float = 0
    ) -> dict[str, BaseGeometry]:
        factor = (self.across * self.scale, -self.scale)
        origin = (self.west, self.north)
        return {
            code: shapely.transform(
                shape, lambda points: (points - origin) * factor + (x, y)
            )
            for code, shape in shapes.items()
        }


def choropleth(
    content: Content,
    *,
    outlines: Sequence[Outline] = (),
    insets: Sequence[Inset] = (),
    names: Literal["auto", "all", "fit", "none"] = "auto",
    width: float = 620,
    source: str = "",
    note: str = "",
) -> Map:
    """A map from the borders of `content.areas`; areas without borders stand in legend and table only.

    `outlines` get a strong line; their names stand where areas are not named. `names`: all of them, led to from the
    sea where there is no room; those that fit; or none; auto is all of up to forty areas, else none. Areas with
    marks are named in any case. `width` is that of the land in units, where type is 12.5: 340 suits a narrow
    column, 620 a whole page.
    """
    geometries = {
        one.code: one.geometry
        for one in content.areas
        if one.geometry is not None and not one.geometry.is_empty
    }
    away = {code for inset in insets for code in inset.codes}
    main = {code: shape for code, shape in geometries.items() if code not in away}
    if not main:
        raise ValueError("A map needs at least one area with borders.")
    projection = _Projection.fitting(main, width, width * 1.25)
    shapes = projection.draw(main)
    sheet = Sheet(
        figure_name(content, geometries, width, names, outlines, insets),
        shapely.union_all(list(shapes.values())),
    )
    _, _, right, bottom = shapely.bounds(sheet.land).tolist()
    frame = (-36.0, 0.0, right + 24, bottom)
    extra = []
    for inset in insets:
        inside = {code: geometries[code] for code in inset.codes if code in geometries}
        if inside:
            moved, markup = _inset(sheet, inset, inside, frame)
            shapes |= moved
            extra.append(markup)
    extra.append(place_legend(sheet, content, frame))
    extra.append(_scale(sheet, projection, frame))

    drawn = drawn_areas(content, shapes)
    are_named = names != "none" and (names != "auto" or len(main) <= _NAMED_ALL)
    outlined = drawn_outlines(outlines, drawn)
    taken = [box.buffer(_GAP, join_style="mitre") for box in sheet.boxes]
    within = (frame[0] - 24, -18.0, frame[2] + 12, bottom + 18)
    places = place_labels(
        {code: shapes[code] for code in main},
        {
            one.code: one.size
            for one in drawn
            if one.code in main and (are_named or one.marks)
        },
        taken=taken,
        frame=within,
        may_lead=names in ("auto", "all"),
        strict={one.code for one in drawn if one.shade.is_dark},
    )
    if not are_named:
        places |= place_labels(
            {one.code: one.shape for one in outlined},
            {one.code: one.size for one in outlined if one.lines},
            taken=taken,
            frame=within,
            may_lead=True,
            strict={one.code for one in outlined},
        )
    markup = compose(
        sheet,
        content,
        drawn,
        places,
        outlined,
        extra,
        f"{content.title}の塗り分け地図。",
    )
    return Map(markup, content.title, content.table(source, note), content.entries())


def _inset(
    sheet: Sheet, inset: Inset, shapes: Mapping[str, BaseGeometry], frame: Frame
) -> tuple[dict[str, BaseGeometry], str]:
    """Far areas in a box with its label: their shapes in place, and the frame."""
    projection = _Projection.fitting(shapes, inset.width - 12, inset.width * 1.5)
    size = shapely.total_bounds(list(projection.draw(shapes).values())).tolist()
    wide = max(inset.width, words_width(inset.label, size=11) + 12)
    tall = size[3] + 30
    place = sheet.corner(
        wide, tall, ("north-east", "north-west", "south-east", "south-west"), frame
    )
    if place is None:
        place = (frame[2] + 8, frame[1])
        sheet.boxes.append(shapely.box(*place, place[0] + wide, place[1] + tall))
    x, y = place
    box = svg.tag(
        "rect",
        x=x,
        y=y,
        width=wide,
        height=tall,
        fill="none",
        stroke="#8d949c",
        stroke_width=0.7,
    )
    label = svg.text(x + 6, y + 15, inset.label, size=11, fill=QUIET)
    return projection.draw(
        shapes, x + 6 + (wide - 12 - size[2]) / 2, y + 23
    ), box + label


def _scale(sheet: Sheet, projection: _Projection, frame: Frame) -> str:
    """A bar of a round length, at most a fifth of the map, where there is room for it."""
    unit = projection.scale / _KM_PER_DEGREE
    length = max(
        [km for km in _KILOMETRES if km * unit <= (frame[2] - frame[0]) / 5], default=1
    )
    words = f"{length} km"
    width = length * unit + 8 + words_width(words, size=11)
    corner = sheet.corner(
        width, 14, ("south-west", "south-east", "north-west", "north-east"), frame
    )
    return scale_bar(corner[0], corner[1] + 12, length * unit, words) if corner else ""
