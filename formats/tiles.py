"""Cells of a honeycomb for offices: one for each, near its place, the same for the same points.

Positions are an assignment of least total distance, so that no two areas share a cell and the
outline of the prefecture shows.
"""

import math
from collections.abc import Mapping

import numpy
import shapely
from shapely.geometry import Polygon

# Free cells let the outline of the prefecture show; ranks pull crowded offices apart.
_CELLS_PER_AREA = 1.7
_BY_RANK = 0.4
_ROW = math.sqrt(3) / 2
_SLIMMEST = 0.6


def hexagons(
    points: Mapping[str, tuple[float, float]], across: float
) -> dict[str, Polygon]:
    """Hexagons `across` wide by code, y downwards, from (longitude, latitude) by code."""
    cells = tiles(points)
    top = min((row for _, row in cells.values()), default=0)
    left = min((column for column, _ in cells.values()), default=0)
    radius = across / math.sqrt(3)
    angles = [math.radians(60 * corner - 30) for corner in range(6)]
    found = {}
    for code, (column, row) in cells.items():
        x, y = (column - left) * across, (row - top) * across * _ROW
        corners = [
            (x + radius * math.cos(angle), y + radius * math.sin(angle))
            for angle in angles
        ]
        found[code] = Polygon(
            shapely.set_precision(shapely.linearrings(corners), 0.01).coords
        )
    return found


def tiles(points: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, int]]:
    """A cell (column, row) of a honeycomb for each code; odd rows stand half a column to the right."""
    codes = sorted(points)
    if not codes:
        return {}
    places = _spread(numpy.array([points[code] for code in codes], dtype=float))
    width, height = numpy.maximum(places.max(axis=0), 0.05)
    count = max(1.0, len(codes) * _CELLS_PER_AREA)
    # A long coast would stand as a thread of far hexagons: the honeycomb is never that slim.
    slim = min(max(width / height, _SLIMMEST), 1 / _SLIMMEST)
    columns = max(1, round(math.sqrt(count * slim * _ROW)))
    rows = max(1, math.ceil(count / columns))
    cells = numpy.array(
        [(x + (y % 2) / 2, y) for y in range(rows) for x in range(columns)], dtype=float
    )
    spots = cells * (1.0, _ROW)
    extent = spots.max(axis=0)
    wanted = places / (width, height) * extent
    distance = ((wanted[:, None, :] - spots[None, :, :]) ** 2).sum(axis=2)
    chosen = cells[assign(distance)]
    return {
        code: (float(x), int(y))
        for code, (x, y) in zip(codes, chosen.tolist(), strict=True)
    }


def _spread(degrees: numpy.ndarray) -> numpy.ndarray:
    """Plane coordinates from 0, y downwards, drawn apart where offices stand close together."""
    plane = degrees * (math.cos(math.radians(degrees[:, 1].mean())), -1.0)
    plane -= plane.min(axis=0)
    extent = plane.max(axis=0)
    ranks = plane.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(
        1, len(plane) - 1
    )
    return plane * (1 - _BY_RANK) + ranks * extent * _BY_RANK


def assign(cost: numpy.ndarray) -> numpy.ndarray:
    """The column for each row with the least total cost (Hungarian method); rows ≤ columns."""
    rows, columns = cost.shape
    row_price, column_price = numpy.zeros(rows + 1), numpy.zeros(columns + 1)
    owner, came_from = (
        numpy.zeros(columns + 1, dtype=int),
        numpy.zeros(columns + 1, dtype=int),
    )
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        slack = numpy.full(columns + 1, numpy.inf)
        used = numpy.zeros(columns + 1, dtype=bool)
        while True:
            used[column] = True
            here = owner[column]
            reduced = cost[here - 1] - row_price[here] - column_price[1:]
            better = ~used[1:] & (reduced < slack[1:])
            slack[1:][better] = reduced[better]
            came_from[1:][better] = column
            open_slack = numpy.where(used, numpy.inf, slack)
            open_slack[0] = numpy.inf
            following = int(open_slack.argmin())
            change = open_slack[following]
            row_price[owner[used]] += change
            column_price[used] -= change
            slack[~used] -= change
            column = following
            if owner[column] == 0:
                break
        while column:
            previous = came_from[column]
            owner[column] = owner[previous]
            column = previous
    result = numpy.zeros(rows, dtype=int)
    for column in range(1, columns + 1):
        if owner[column]:
            result[owner[column] - 1] = column - 1
    return result
