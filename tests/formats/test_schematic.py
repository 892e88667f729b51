"""Schematic maps put every area once on a honeycomb, near its place and readable."""

import re
from itertools import combinations, permutations

import numpy
import pytest

from formats.maps import SCHEMATIC, Area, Designated, schematic
from formats.tiles import assign, hexagons, tiles
from tests.formats.made_up_maps import (
    BORDERS,
    SVG,
    content,
    in_hexagons,
    parsed,
    points,
    texts,
)


def test_schematic_map_says_so():
    map_ = in_hexagons()

    assert map_.is_schematic
    assert map_.note == SCHEMATIC
    assert SCHEMATIC in texts(map_)
    assert "模式図" in parsed(map_).find(f"{SVG}title").text
    assert map_.credit == ""


def test_schematic_names_stay_inside_their_hexagons():
    named = [Area(code, "南富良野北渡島", None, 8.0, "1,234機関") for code in BORDERS]
    bodies = [Designated(code, "active", 12) for code in BORDERS]

    root = parsed(schematic(content(areas=named, designated=bodies), points()))

    edges = [
        node.get("d")
        for group in root.findall(f"{SVG}g")[:1]
        for node in group.iter(f"{SVG}path")
    ]
    widths = [width_of(path) for path in edges]
    assert len(set(widths)) == 1
    # Four characters of 12.5, and the hexagon narrows towards its points.
    assert widths[0] > 4 * 12.5


def width_of(path):
    numbers = [float(part) for part in re.findall(r"-?\d+(?:\.\d+)?", path)]
    steps, x, xs = numbers[2::2], numbers[0], [numbers[0]]
    for step in steps:
        x += step
        xs.append(x)
    return round(max(xs) - min(xs))


def test_tiles_hold_each_area_once_and_do_not_overlap():
    found = hexagons(points(), 40)

    assert sorted(found) == sorted(points())
    assert all(a.intersection(b).area < 0.1 for a, b in combinations(found.values(), 2))


def test_tiles_do_not_depend_on_the_order_of_points():
    backwards = dict(reversed(points().items()))

    assert tiles(points()) == tiles(backwards)


def test_tiles_keep_north_above_and_east_to_the_right():
    found = tiles(
        {"n": (141.0, 45.0), "s": (141.0, 41.0), "e": (145.0, 43.0), "w": (139.0, 43.0)}
    )

    assert found["n"][1] < found["s"][1]
    assert found["w"][0] < found["e"][0]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiles_take_few_points_and_points_in_one_place(count):
    assert len(tiles({str(place): (141.0, 43.0) for place in range(count)})) == count


@pytest.mark.parametrize(("rows", "columns"), [(3, 3), (4, 6), (1, 5)])
def test_assignment_has_the_least_total(rows, columns):
    cost = numpy.random.default_rng(7).random((rows, columns))

    chosen = assign(cost)

    orders = permutations(range(columns), rows)
    totals = [sum(cost[row, place[row]] for row in range(rows)) for place in orders]
    assert len(set(chosen.tolist())) == rows
    assert cost[range(rows), chosen].sum() == pytest.approx(min(totals))
