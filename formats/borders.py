"""Municipal borders: reading 国土数値情報 N03 files, joining them to zones, and making them light.

Geometries are shapely polygons in degrees (JGD), keyed by the 5-digit municipality code.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

CREDIT = "国土数値情報（行政区域データ）（国土交通省）を加工して作成"
CODE = "N03_007"
# Japan from 与那国島 and 沖ノ鳥島 to 南鳥島 and 択捉島.
_JAPAN = (122.0, 20.0, 154.5, 46.0)

Borders = dict[str, BaseGeometry]


class NotBorders(ValueError):
    """The file holds no municipal borders; the message tells the sender what to choose."""


def load_borders(data: bytes) -> Borders:
    """Borders by municipality code from an N03 file in GeoJSON or TopoJSON.

    All parts of a municipality are joined and its islands kept; areas without a code (所属未定地) are
    skipped. Raises NotBorders in Japanese for anything else.
    """
    document = _document(data)
    try:
        if document.get("type") == "Topology":
            found = list(_from_topology(document))
        elif document.get("type") == "FeatureCollection":
            found = list(_from_features(document))
        else:
            raise NotBorders(_refusal("行政区域の図形がありません。"))
    except (
        KeyError,
        TypeError,
        IndexError,
        ValueError,
        AttributeError,
        shapely.errors.ShapelyError,
    ) as error:
        if isinstance(error, NotBorders):
            raise
        raise NotBorders(_refusal("図形を読み取れません。")) from error
    parts: dict[str, list[Polygon]] = {}
    for code, polygons in found:
        parts.setdefault(code, []).extend(polygons)
    if not parts:
        raise NotBorders(_refusal(f"行政区域コード（{CODE}）がありません。"))
    borders = {code: _joined(polygons) for code, polygons in sorted(parts.items())}
    _check_place(borders)
    return {code: shape for code, shape in borders.items() if not shape.is_empty}


def _refusal(what: str) -> str:
    return (
        f"このファイルは使えません。{what}国土数値情報「行政区域データ（N03）」のzipを展開して、"
        "中にある .geojson（または TopoJSON）を選んでください。"
    )


def _document(data: bytes) -> dict[str, Any]:
    if data.startswith(b"PK"):
        raise NotBorders(_refusal("zipのままです。"))
    for encoding in ("utf-8-sig", "cp932"):
        try:
            document = json.loads(data.decode(encoding))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
            continue
        if isinstance(document, dict):
            return document
        break
    raise NotBorders(_refusal("JSONではありません。"))


def _code(properties: Mapping[str, Any] | None) -> str | None:
    code = (properties or {}).get(CODE)
    if code in (None, ""):
        return None
    text = str(code).zfill(5)
    if not (text.isdecimal() and text.isascii() and len(text) == 5):
        raise NotBorders(
            _refusal(f"行政区域コード「{code}」が5けたの数字ではありません。")
        )
    return text


def _from_features(document: Mapping[str, Any]) -> Iterator[tuple[str, list[Polygon]]]:
    for feature in document["features"]:
        code, geometry = _code(feature["properties"]), feature["geometry"]
        if code and geometry:
            yield code, _polygons(geometry["type"], geometry["coordinates"])


def _from_topology(document: Mapping[str, Any]) -> Iterator[tuple[str, list[Polygon]]]:
    arcs = _arcs(document)

    def ring(indexes: Sequence[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indexes:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points

    def geometries(members: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        for member in members:
            if member["type"] == "GeometryCollection":
                yield from geometries(member["geometries"])
            else:
                yield member

    for geometry in geometries(document["objects"].values()):
        code = _code(geometry.get("properties"))
        if not code or geometry["type"] not in ("Polygon", "MultiPolygon"):
            continue
        shapes = (
            [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        )
        rings = [[ring(indexes) for indexes in shape] for shape in shapes]
        yield code, _polygons("MultiPolygon", rings)


def _arcs(document: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """Arcs as points: quantised arcs are steps from the point before."""
    transform = document.get("transform")
    if not transform:
        return [[(point[0], point[1]) for point in arc] for arc in document["arcs"]]
    (scale_x, scale_y), (x0, y0) = transform["scale"], transform["translate"]
    return [
        [
            (x * scale_x + x0, y * scale_y + y0)
            for x, y in accumulate(
                (tuple(step[:2]) for step in arc),
                lambda a, b: (a[0] + b[0], a[1] + b[1]),
            )
        ]
        for arc in document["arcs"]
    ]


def _polygons(kind: str, coordinates: Sequence[Any]) -> list[Polygon]:
    """Polygons with their holes; quantising may have left rings of fewer than four points."""
    if kind not in ("Polygon", "MultiPolygon"):
        raise NotBorders(_refusal("面ではない図形が入っています。"))
    shapes = [coordinates] if kind == "Polygon" else coordinates
    return [
        Polygon(shape[0], [hole for hole in shape[1:] if len(hole) > 3])
        for shape in shapes
        if len(shape[0]) > 3
    ]


def _joined(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """One valid polygon or multi-polygon; lines that making valid leaves behind are dropped."""
    valid = shapely.make_valid(list(shapes))
    areas = [
        part
        for part in shapely.get_parts(shapely.get_parts(valid))
        if isinstance(part, Polygon)
    ]
    return shapely.union_all(areas)


def _check_place(borders: Borders) -> None:
    west, south, east, north = shapely.total_bounds(list(borders.values()))
    inside = (
        _JAPAN[0] <= west
        and _JAPAN[1] <= south
        and east <= _JAPAN[2]
        and north <= _JAPAN[3]
    )
    if not inside:
        raise NotBorders(_refusal("座標が日本の緯度・経度ではありません。"))


def dissolve(borders: Borders, zones: Mapping[str, str]) -> Borders:
    """Borders of zones from {municipality code: zone}. A ward that is not named follows its city."""
    parts: dict[str, list[BaseGeometry]] = {}
    for code, shape in sorted(borders.items()):
        zone = zones.get(code) or zones.get(city_of(code, zones) or "")
        if zone:
            parts.setdefault(zone, []).append(shape)
    return {zone: _joined(shapes) for zone, shapes in sorted(parts.items())}


def city_of(ward: str, codes: Iterable[str]) -> str | None:
    """The designated city among `codes` that a ward belongs to: 14131 → 14130, 01101 → 01100."""
    if ward[2] != "1":
        return None
    cities = [
        code
        for code in codes
        if code[:3] == ward[:3] and code[-1] == "0" and code < ward
    ]
    return max(cities, default=None)


def simplify(borders: Borders, tolerance: float | None = None) -> Borders:
    """Lighter borders for drawing; neighbours keep the same line between them.

    `tolerance` is in degrees, a five-hundredth of the extent unless given. Where the file's areas
    overlap or leave slits, each is simplified by itself instead.
    """
    codes, shapes = list(borders), list(borders.values())
    if not shapes:
        return {}
    if tolerance is None:
        west, south, east, north = shapely.total_bounds(shapes)
        tolerance = max(east - west, north - south) / 500
    if shapely.coverage_is_valid(shapes):
        lighter = shapely.coverage_simplify(shapes, tolerance)
    else:
        lighter = shapely.simplify(shapes, tolerance, preserve_topology=True)
    return {
        code: _joined([light]) if not light.is_empty else shape
        for code, light, shape in zip(codes, lighter, shapes, strict=True)
    }


def parts_of(shape: BaseGeometry) -> list[Polygon]:
    """The polygons of an area, the largest first."""
    found = list(shape.geoms) if isinstance(shape, MultiPolygon) else [shape]
    return sorted(
        (part for part in found if isinstance(part, Polygon)),
        key=lambda part: -part.area,
    )
