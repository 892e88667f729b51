"""A made-up prefecture on a grid of half degrees: nine municipalities, two wards, an island."""

import json
from itertools import pairwise

SIDE = 0.5
WEST, SOUTH = 141.0, 42.0
# Code by (column, row); 99101 and 99102 are wards of the city 99100.
GRID = {
    (0, 0): "99201",
    (1, 0): "99202",
    (2, 0): "99203",
    (0, 1): "99204",
    (1, 1): "99101",
    (2, 1): "99205",
    (0, 2): "99206",
    (1, 2): "99102",
    (2, 2): "99207",
}
ISLAND = [(143.0, 42.0), (143.2, 42.0), (143.2, 42.1), (143.0, 42.1), (143.0, 42.0)]
ISLAND_OF = "99207"


def square(column, row):
    left, low = WEST + column * SIDE, SOUTH + row * SIDE
    right, high = left + SIDE, low + SIDE
    return [(left, low), (right, low), (right, high), (left, high), (left, low)]


def feature(code, ring):
    return {
        "type": "Feature",
        "properties": {"N03_001": "試験県", "N03_007": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def geojson(*more, codes=True):
    features = [
        feature(code if codes else None, square(*cell)) for cell, code in GRID.items()
    ]
    features += [feature(ISLAND_OF if codes else None, ISLAND), *more]
    return as_bytes({"type": "FeatureCollection", "features": features})


def topojson():
    """The same areas with shared arcs, quantised to a hundredth of a degree."""
    arcs, places = [], {}

    def arc(start, end):
        """The index of an edge; its other direction is the complement."""
        if (end, start) in places:
            return ~places[end, start]
        if (start, end) not in places:
            places[start, end] = len(arcs)
            steps = [round((start[0] - WEST) * 100), round((start[1] - SOUTH) * 100)]
            arcs.append(
                [
                    steps,
                    [
                        round((end[0] - start[0]) * 100),
                        round((end[1] - start[1]) * 100),
                    ],
                ]
            )
        return places[start, end]

    def edges(ring):
        return [arc(start, end) for start, end in pairwise(ring)]

    geometries = []
    for cell, code in GRID.items():
        rings = [[edges(square(*cell))]]
        if code == ISLAND_OF:
            rings.append([edges(ISLAND)])
        shape = (
            {"type": "MultiPolygon", "arcs": rings}
            if len(rings) > 1
            else {"type": "Polygon", "arcs": rings[0]}
        )
        geometries.append({**shape, "properties": {"N03_007": code}})
    nowhere = {
        "type": "Polygon",
        "arcs": [edges(square(5, 5))],
        "properties": {"N03_007": None},
    }
    return as_bytes(
        {
            "type": "Topology",
            "arcs": arcs,
            "transform": {"scale": [0.01, 0.01], "translate": [WEST, SOUTH]},
            "objects": {
                "areas": {
                    "type": "GeometryCollection",
                    "geometries": [*geometries, nowhere],
                }
            },
        }
    )


def as_bytes(document):
    return json.dumps(document, ensure_ascii=False).encode()
