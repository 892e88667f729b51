"""Draws the parts of a map: areas with their words, names, marks, legend, inset frame and scale."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from formats import svg
from formats.labels import Place
from formats.map_words import KIND_UNITS, KIND_WORDS, Kind
from formats.shades import DOTS, HATCH, Shade
from formats.vega import INK, MID, QUIET, words_width

BORDER, SIZE, LEADING = "#5a626b", 12.5, 14.5
Corner = Literal["south-east", "south-west", "north-east", "north-west"]
Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One area ready to draw. `name` may stand in two lines."""

    code: str
    name: Sequence[str]
    label: str
    words: str
    shape: BaseGeometry
    shade: Shade
    href: str | None
    marks: Sequence[tuple[Kind, int]]

    @property
    def lines(self) -> list[str]:
        return [line for line in (*self.name, self.label) if line]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the label."""
        widths = [words_width(line, bold=True, size=SIZE) for line in self.lines]
        widths.append(sum(_mark_width(count) for _, count in self.marks))
        return max(widths) + 3, LEADING * (len(self.lines) + bool(self.marks)) + 1


@dataclass(slots=True)
class Sheet:
    """What stands on the drawing so far; later parts leave its boxes free."""

    name: str
    land: BaseGeometry
    boxes: list[Polygon] = field(default_factory=list)

    def corner(
        self, width: float, height: float, order: Sequence[Corner], frame: Frame
    ) -> tuple[float, float] | None:
        """The upper left of a box in the first corner that is free of land and other boxes."""
        left, top, right, bottom = frame
        for corner in order:
            x = right - width if corner.endswith("east") else left
            y = bottom - height if corner.startswith("south") else top
            box = shapely.box(x, y, x + width, y + height)
            if not shapely.dwithin(self.land, box, 6) and not any(
                box.intersects(other) for other in self.boxes
            ):
                self.boxes.append(box)
                return x, y
        return None

    def paint(self, shade: Shade) -> str:
        return (
            f"url(#{self.name}-{shade.fill})"
            if shade.fill in (HATCH, DOTS)
            else shade.fill
        )

    def patterns(self, shades: Sequence[Shade]) -> list[str]:
        used = {shade.fill for shade in shades}
        found = [svg.hatch(f"{self.name}-{HATCH}", MID)] if HATCH in used else []
        found += [svg.dots(f"{self.name}-{DOTS}", "#8d949c")] if DOTS in used else []
        return [svg.tag("defs", *found)] if found else []

    def area(self, drawn: Drawn) -> str:
        """A shape with its words; a link when there is somewhere to go."""
        path = svg.tag(
            "path",
            d=svg.path_data(drawn.shape),
            fill=self.paint(drawn.shade),
            fill_rule="evenodd",
            stroke=BORDER,
            stroke_width=0.7,
            stroke_linejoin="round",
        )
        inside = (svg.title(drawn.words), path)
        if drawn.href:
            return svg.tag("a", *inside, href=drawn.href, aria_label=drawn.words)
        return svg.tag("g", *inside)

    def sample(self, what: Shade | Kind, x: float, line: float) -> str:
        """What a legend entry explains, on the line of its words."""
        if isinstance(what, Shade):
            box = {"x": x, "y": line - 9.5, "width": 24, "height": 11}
            return svg.tag(
                "rect", **box, fill=self.paint(what), stroke=BORDER, stroke_width=0.7
            )
        return _mark(what, x + 12, line - 4.5, INK)


def draw_label(drawn: Drawn, place: Place) -> str:
    """Name, label and marks of an area, with a line to it when they stand in the sea."""
    width, height = drawn.size
    left, top = place.x - width / 2, place.y - height / 2
    parts = []
    if place.leads_to:
        box = shapely.box(left, top, left + width, top + height)
        ends = LineString([(place.x, place.y), place.leads_to]).difference(box).coords
        (x1, y1), (x2, y2) = ends[0], ends[-1]
        parts.append(
            svg.tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=INK, stroke_width=0.7)
        )
        parts.append(
            svg.tag(
                "circle",
                cx=x2,
                cy=y2,
                r=1.9,
                fill=INK,
                stroke="#ffffff",
                stroke_width=0.6,
            )
        )
    on_area = not place.leads_to and not place.is_upon
    if place.is_upon or (on_area and drawn.shade.fill in (HATCH, DOTS)):
        box_at = {"x": left, "y": top, "width": width, "height": height}
        parts.append(svg.tag("rect", **box_at, rx=2, fill="#ffffff", fill_opacity=0.86))
    ink = "#ffffff" if on_area and drawn.shade.is_dark else INK
    line = top - 2.5
    if drawn.marks:
        line += LEADING
        parts.append(_marks(drawn.marks, place.x, line - 4, ink))
    for order, words in enumerate(drawn.lines):
        line += LEADING
        bold = order < len(drawn.name)
        parts.append(
            svg.text(
                place.x, line, words, size=SIZE, fill=ink, anchor="middle", bold=bold
            )
        )
    return svg.tag("g", *parts, pointer_events="none")


def _mark_width(count: int) -> float:
    return 17 + (words_width(str(count), size=SIZE) + 3 if count > 1 else 0)


def _marks(marks: Sequence[tuple[Kind, int]], middle: float, y: float, ink: str) -> str:
    x = middle - sum(_mark_width(count) for _, count in marks) / 2
    parts = []
    for kind, count in marks:
        parts.append(_mark(kind, x + 8, y, ink))
        if count > 1:
            parts.append(svg.text(x + 17, y + 4.5, str(count), size=SIZE, fill=ink))
        x += _mark_width(count)
    return "".join(parts)


def _mark(kind: Kind, x: float, y: float, ink: str) -> str:
    """A hexagon for a hub, a square for an active institution, with a rim against any fill."""
    rim = "#ffffff" if ink == INK else INK
    if kind == "hub":
        return svg.tag(
            "polygon",
            points=svg.hexagon(x, y, 6.4),
            fill=ink,
            stroke=rim,
            stroke_width=0.8,
        )
    return svg.tag(
        "rect",
        x=x - 5,
        y=y - 5,
        width=10,
        height=10,
        fill=ink,
        stroke=rim,
        stroke_width=0.8,
    )


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries with counts. It stands in a free corner, or in lines below the map."""

    heading: str
    shades: Sequence[tuple[Shade, int]]
    kinds: Sequence[tuple[Kind, int]]
    unit: str

    @property
    def rows(self) -> list[tuple[Shade | Kind, str, str]]:
        shades = [
            (shade, shade.label, f"{count}{self.unit}") for shade, count in self.shades
        ]
        kinds = [
            (kind, KIND_WORDS[kind], f"{count}{KIND_UNITS[kind]}")
            for kind, count in self.kinds
        ]
        return [*shades, *kinds]

    @property
    def edge(self) -> float:
        """Where the counts end, from the left of the legend."""
        words = max(words_width(words, size=SIZE) for _, words, _ in self.rows)
        return (
            34
            + words
            + 16
            + max(words_width(count, size=SIZE) for _, _, count in self.rows)
        )

    @property
    def top(self) -> float:
        return 19 if self.heading else 0

    @property
    def size(self) -> tuple[float, float]:
        wide = words_width(self.heading, bold=True, size=SIZE)
        return max(self.edge, wide), self.top + 17 * len(self.rows)

    def draw(self, sheet: Sheet, x: float, y: float) -> str:
        """One entry a line, from (x, y) down."""
        parts = (
            [svg.text(x, y + 11, self.heading, size=SIZE, bold=True)]
            if self.heading
            else []
        )
        for place, (what, words, count) in enumerate(self.rows):
            line = y + self.top + 12 + 17 * place
            parts.append(sheet.sample(what, x, line))
            parts.append(svg.text(x + 34, line, words, size=SIZE))
            parts.append(svg.text(x + self.edge, line, count, size=SIZE, anchor="end"))
        return svg.tag("g", *parts)

    def draw_below(
        self, sheet: Sheet, x: float, y: float, width: float
    ) -> tuple[str, float]:
        """In lines of `width`; also the height used."""
        parts = (
            [svg.text(x, y + 11, self.heading, size=SIZE, bold=True)]
            if self.heading
            else []
        )
        at, line = x, y + self.top + 12
        for what, words, count in self.rows:
            said = f"{words}　{count}"
            wide = 30 + words_width(said, size=SIZE)
            if at > x and at + wide > x + width:
                at, line = x, line + 18
            parts += [
                sheet.sample(what, at, line),
                svg.text(at + 30, line, said, size=SIZE),
            ]
            at += wide + 20
        return svg.tag("g", *parts), line + 5 - y


def scale_bar(x: float, y: float, units: float, words: str) -> str:
    """A bar of `units`, open at the top, with its length in words; `y` is its foot."""
    path = f"M{x:.1f} {y - 4:.1f}v4h{units:.1f}v-4"
    bar = svg.tag("path", d=path, fill="none", stroke=QUIET, stroke_width=0.9)
    return bar + svg.text(x + units + 6, y + 1, words, size=11, fill=QUIET)
