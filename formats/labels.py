"""Places the names of a map: inside their areas, else in the sea with a line to the area.

Coordinates are units of the drawing, y downwards. The result depends on the input alone.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from formats.borders import parts_of

_STEP, _AIR = 5.0, 2.5
_DIRECTIONS, _FARTHEST = 48, 200.0
# How much of a label may lie on other areas before it goes to the sea.
_SPILL = 0.15


@dataclass(frozen=True, slots=True)
class Place:
    """The middle of a label, and the point of its area when a line must lead there.

    `is_upon` says that it lies across borders and needs a ground of its own.
    """

    x: float
    y: float
    leads_to: tuple[float, float] | None = None
    is_upon: bool = False


def place_labels(
    shapes: Mapping[str, BaseGeometry],
    sizes: Mapping[str, tuple[float, float]],
    *,
    taken: Sequence[Polygon],
    frame: tuple[float, float, float, float],
    may_lead: bool,
    strict: Collection[str] = (),
) -> dict[str, Place]:
    """Places by code for labels of the given width and height; no two overlap.

    `taken` are boxes of the legend and the inset; `frame` (left, top, right, bottom) is where labels
    may stand. Without `may_lead`, a label that does not fit into its area is left out. Labels of
    `strict` codes stand wholly inside (their ink suits only their own fill) or in the sea.
    """
    board = _Board(list(shapes.values()), frame, list(taken))
    homes = {code: parts_of(shapes[code])[0] for code in sizes}
    places: dict[str, Place | None] = {}
    # Those with the least room first: they have the fewest places to go.
    room = {code: home.area / math.prod(sizes[code]) for code, home in homes.items()}
    for code in sorted(homes, key=lambda code: (room[code], code)):
        spill = 0.0 if code in strict or not may_lead else _SPILL
        places[code] = board.inside(homes[code], sizes[code], spill=spill)
    if may_lead:
        anchors = {
            code: _middle(homes[code])
            for code, place in places.items()
            if place is None
        }
        for code in sorted(
            anchors, key=lambda code: (board.to_sea(anchors[code]), code)
        ):
            anchor, size = anchors[code], sizes[code]
            places[code] = board.at_sea(anchor, size) or board.upon(anchor, size)
    return {code: place for code in shapes if (place := places.get(code))}


def _middle(shape: Polygon) -> Point:
    """The point farthest from the area's border."""
    return Point(shapely.maximum_inscribed_circle(shape, tolerance=0.5).coords[0])


def _boxes(points: Any, size: tuple[float, float]) -> Any:
    x, y = points[:, 0], points[:, 1]
    return shapely.box(
        x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2
    )


def _shared(shape: BaseGeometry, boxes: Any) -> Any:
    """How much of each box lies on the shape; cutting by a rectangle is the quick way."""
    return numpy.array([shapely.clip_by_rect(shape, *box.bounds).area for box in boxes])


@dataclass(slots=True)
class _Board:
    """What is on the map so far."""

    areas: list[BaseGeometry]
    frame: tuple[float, float, float, float]
    taken: list[BaseGeometry]
    land: BaseGeometry = field(init=False)

    def __post_init__(self) -> None:
        self.land = shapely.union_all(self.areas)
        shapely.prepare(self.land)

    def to_sea(self, point: Point) -> float:
        return shapely.distance(point, self.land.boundary)

    def is_free(self, shapes: Any) -> Any:
        free = numpy.ones(len(shapes), dtype=bool)
        if self.taken and len(shapes):
            hit, _ = shapely.STRtree(self.taken).query(shapes, predicate="intersects")
            free[hit] = False
        return free

    def take(self, box: Polygon) -> None:
        self.taken.append(box.buffer(1, join_style="mitre"))

    def inside(
        self, home: Polygon, size: tuple[float, float], *, spill: float
    ) -> Place | None:
        """The roomiest place in the area, near its middle."""
        left, top, right, bottom = home.bounds
        across, down = (
            numpy.arange(left, right, _STEP),
            numpy.arange(top, bottom, _STEP),
        )
        points = numpy.stack(numpy.meshgrid(across, down), axis=-1).reshape(-1, 2)
        shapely.prepare(home)
        middle = _middle(home)
        points = numpy.vstack(
            [(middle.x, middle.y), points[shapely.contains_xy(home, points)]]
        )
        boxes = _boxes(points, size)
        free = self.is_free(boxes)
        points, boxes = points[free], boxes[free]
        if not len(points):
            return None
        whole = shapely.covers(home, boxes)
        far = numpy.hypot(points[:, 0] - middle.x, points[:, 1] - middle.y)
        if whole.any():
            room = numpy.minimum(shapely.distance(home.exterior, boxes), 8.0)
            score = numpy.where(whole, room - far * 0.12, -numpy.inf)
        elif spill:
            score = self.spilling(home, boxes, far, spill * size[0] * size[1])
        else:
            return None
        best = int(numpy.argmax(score))
        if score[best] == -numpy.inf:
            return None
        self.take(boxes[best])
        return Place(*points[best].tolist())

    def spilling(self, home: Polygon, boxes: Any, far: Any, most: float) -> Any:
        """Scores of boxes that lie on the area by half and on others by `most` square units."""
        own = _shared(home, boxes)
        score = numpy.full(len(boxes), -numpy.inf)
        half = shapely.area(boxes[0]) / 2
        # Only the best are worth cutting out of the whole land.
        tried = numpy.argsort(-own, kind="stable")[:40]
        tried = tried[own[tried] >= half]
        others = _shared(self.land, boxes[tried]) - own[tried]
        fits = tried[others <= most]
        score[fits] = own[fits] / half * 20 - far[fits] * 0.12
        return score

    def at_sea(self, anchor: Point, size: tuple[float, float]) -> Place | None:
        """The nearest free place off the land, reached by a line that crosses no label."""
        angles = numpy.arange(_DIRECTIONS) * 2 * math.pi / _DIRECTIONS
        reaches = numpy.arange(14.0, _FARTHEST, 5.0)
        steps = numpy.stack(
            [
                numpy.outer(reaches, numpy.cos(angles)),
                numpy.outer(reaches, numpy.sin(angles)),
            ],
            axis=-1,
        )
        points = steps.reshape(-1, 2) + numpy.array([anchor.x, anchor.y])
        boxes = _boxes(points, size)
        left, top, right, bottom = self.frame
        fits = shapely.covers(shapely.box(left, top, right, bottom), boxes)
        fits &= ~shapely.dwithin(self.land, boxes, _AIR) & self.is_free(boxes)
        points, boxes = points[fits], boxes[fits]
        lines = (
            shapely.difference(
                shapely.linestrings(
                    [[(anchor.x, anchor.y), tuple(point)] for point in points.tolist()]
                ),
                boxes,
            )
            if len(points)
            else numpy.array([])
        )
        clear = self.is_free(lines)
        points, boxes, lines = points[clear], boxes[clear], lines[clear]
        if not len(points):
            return None
        length = shapely.length(lines)
        near = numpy.argsort(length, kind="stable")[:60]
        over_land = shapely.length(shapely.intersection(self.land, lines[near]))
        best = int(near[int(numpy.argmin(length[near] + over_land))])
        self.take(boxes[best])
        self.taken.append(LineString(lines[best]).buffer(1.5))
        x, y = points[best].tolist()
        return Place(x, y, leads_to=(anchor.x, anchor.y))

    def upon(self, anchor: Point, size: tuple[float, float]) -> Place | None:
        """On the area itself, across its borders, where nothing else stands."""
        box = _boxes(numpy.array([(anchor.x, anchor.y)]), size)
        if not self.is_free(box)[0]:
            return None
        self.take(box[0])
        return Place(anchor.x, anchor.y, is_upon=True)
