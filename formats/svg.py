"""A small SVG writer: presentation attributes only, so that a strict page and a PDF take it as it is."""

from collections.abc import Iterable
from html import escape

import numpy
import shapely
from shapely.geometry.base import BaseGeometry

from formats.borders import parts_of
from formats.vega import FONTS, INK

# Smaller parts than this, in square units, would be specks; the largest part is always drawn.
_SPECK = 0.8


def tag(name: str, *inside: str, **attributes: object) -> str:
    """An element; attributes of None are left out, `_` stands for `-`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return (
        f"<{name}{written}>{''.join(inside)}</{name}>"
        if inside
        else f"<{name}{written}/>"
    )


def _plain(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 12.5,
    fill: str = INK,
    anchor: str | None = None,
    bold: bool = False,
) -> str:
    return tag(
        "text",
        escape(words, quote=False),
        x=float(x),
        y=float(y),
        font_family=FONTS,
        font_size=size,
        font_weight=700 if bold else None,
        fill=fill,
        text_anchor=anchor,
    )


def title(words: str, **attributes: object) -> str:
    return tag("title", escape(words, quote=False), **attributes)


def path_data(shape: BaseGeometry) -> str:
    """The `d` of an area: every part worth drawing, with its holes (fill-rule evenodd)."""
    parts = parts_of(shape)
    kept = [part for place, part in enumerate(parts) if not place or part.area > _SPECK]
    return "".join(
        _ring(ring) for part in kept for ring in (part.exterior, *part.interiors)
    )


def line_data(lines: BaseGeometry) -> str:
    """The `d` of open lines."""
    return "".join(
        _run(shapely.get_coordinates(line)) for line in shapely.get_parts(lines)
    )


def _ring(ring: BaseGeometry) -> str:
    run = _run(shapely.get_coordinates(ring)[:-1])
    return f"{run}z" if run else ""


def _run(coordinates: numpy.ndarray) -> str:
    """Points in tenths of a unit, as steps from one to the next to keep pages light."""
    points = numpy.rint(coordinates * 10).astype(int)
    steps = numpy.diff(points, axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    moves = " ".join(f"{_tenths(x)} {_tenths(y)}" for x, y in steps.tolist())
    x, y = points[0].tolist()
    return f"M{_tenths(x)} {_tenths(y)}l{moves}" if moves else ""


def _tenths(value: int) -> str:
    whole, rest = divmod(abs(value), 10)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def hatch(
    name: str,
    colour: str,
    *,
    ground: str = "#ffffff",
    step: float = 5.5,
    width: float = 1.6,
) -> str:
    """A pattern of slanting lines."""
    return tag(
        "pattern",
        tag("rect", width=step, height=step, fill=ground),
        tag("line", x1=0, y1=0, x2=0, y2=step, stroke=colour, stroke_width=width),
        id=name,
        width=step,
        height=step,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def dots(name: str, colour: str, *, ground: str = "#ffffff", step: float = 5.0) -> str:
    """A pattern of dots, for areas without a value."""
    return tag(
        "pattern",
        tag("rect", width=step, height=step, fill=ground),
        tag("circle", cx=step / 2, cy=step / 2, r=0.9, fill=colour),
        id=name,
        width=step,
        height=step,
        patternUnits="userSpaceOnUse",
    )


def hexagon(x: float, y: float, radius: float) -> str:
    """The mark of a hub, standing on a point."""
    points = ((0, -1), (0.87, -0.5), (0.87, 0.5), (0, 1), (-0.87, 0.5), (-0.87, -0.5))
    return _corners((x + dx * radius, y + dy * radius) for dx, dy in points)


def _corners(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{_plain(float(x))},{_plain(float(y))}" for x, y in points)
