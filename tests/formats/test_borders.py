"""Borders come from N03 files, GeoJSON and TopoJSON alike; anything else is refused in words."""

import json

import pytest
import shapely

from formats.borders import (
    NotBorders,
    city_of,
    dissolve,
    load_borders,
    parts_of,
    simplify,
)
from tests.formats import prefecture
from tests.formats.prefecture import as_bytes, feature, geojson, topojson


@pytest.mark.parametrize("data", [geojson(), topojson()], ids=["geojson", "topojson"])
def test_borders_load_with_islands_by_code(data):
    borders = load_borders(data)

    assert sorted(borders) == sorted(prefecture.GRID.values())
    assert borders["99201"].bounds == pytest.approx((141.0, 42.0, 141.5, 42.5))
    assert [round(part.area, 3) for part in parts_of(borders["99207"])] == [0.25, 0.02]


def test_borders_of_both_formats_are_the_same():
    first, second = load_borders(geojson()), load_borders(topojson())

    assert all(
        shape.symmetric_difference(second[code]).area < 1e-9
        for code, shape in first.items()
    )


def test_areas_without_a_code_are_skipped():
    nobody = feature(None, prefecture.square(4, 4))
    empty = {"type": "Feature", "properties": {"N03_007": "99999"}, "geometry": None}

    assert "99999" not in load_borders(geojson(nobody, empty))


def test_borders_in_several_features_are_one_area_and_holes_stay():
    ring, hole = (
        prefecture.square(0, 5),
        [(141.1, 44.6), (141.2, 44.6), (141.2, 44.7), (141.1, 44.7), (141.1, 44.6)],
    )
    lake = feature("99300", ring)
    lake["geometry"]["coordinates"].append(hole)

    borders = load_borders(geojson(lake, feature("99300", prefecture.square(1, 5))))

    assert borders["99300"].geom_type == "Polygon"
    assert borders["99300"].area == pytest.approx(0.5 - 0.01)


def test_borders_that_cross_themselves_are_made_valid():
    bow = feature(
        "99300", [(142, 44), (142.4, 44.4), (142.4, 44), (142, 44.4), (142, 44)]
    )

    borders = load_borders(geojson(bow))

    assert borders["99300"].is_valid
    assert borders["99300"].area == pytest.approx(0.08)


def test_numbers_as_codes_keep_their_leading_zero():
    borders = load_borders(geojson(feature(1101, prefecture.square(5, 5))))

    assert "01101" in borders


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "JSONではありません"),
        (b"PK\x03\x04", "zipのまま"),
        (b"\xff\xfe\x00", "JSONではありません"),
        (b"[1, 2]", "JSONではありません"),
        (b"[" * 100_000, "JSONではありません"),
        (as_bytes({"type": "Feature"}), "行政区域の図形がありません"),
        (as_bytes({"type": "FeatureCollection", "features": []}), "行政区域コード"),
        (as_bytes({"type": "FeatureCollection"}), "図形を読み取れません"),
        (
            as_bytes({"type": "Topology", "arcs": [], "objects": []}),
            "図形を読み取れません",
        ),
        (geojson(codes=False), "行政区域コード"),
        (geojson(feature("12A", prefecture.square(4, 4))), "5けたの数字ではありません"),
        (
            geojson(feature("99300", [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)])),
            "日本の緯度・経度",
        ),
    ],
)
def test_other_files_are_refused_in_words(data, reason):
    with pytest.raises(NotBorders) as refusal:
        load_borders(data)

    assert reason in str(refusal.value)
    assert "N03" in str(refusal.value)


def test_points_are_refused():
    point = {
        "type": "Feature",
        "properties": {"N03_007": "99300"},
        "geometry": {"type": "Point", "coordinates": [141, 43]},
    }

    with pytest.raises(NotBorders, match="面ではない"):
        load_borders(geojson(point))


def test_arcs_that_are_not_there_are_refused():
    document = json.loads(topojson())
    document["arcs"] = document["arcs"][:3]

    with pytest.raises(NotBorders, match="読み取れません"):
        load_borders(as_bytes(document))


def test_dissolve_joins_municipalities_into_zones_and_keeps_islands():
    borders = load_borders(topojson())
    zones = {
        "99201": "西",
        "99204": "西",
        "99206": "西",
        "99203": "東",
        "99205": "東",
        "99207": "東",
    }

    joined = dissolve(borders, zones)

    assert list(joined) == ["東", "西"]
    assert joined["西"].geom_type == "Polygon"
    assert joined["西"].area == pytest.approx(0.75)
    assert len(parts_of(joined["東"])) == 2


def test_a_ward_follows_its_city_unless_it_is_placed_itself():
    borders = load_borders(topojson())

    together = dissolve(borders, {"99100": "中央"})
    apart = dissolve(borders, {"99100": "中央", "99102": "北"})

    assert together["中央"].area == pytest.approx(0.5)
    assert apart["中央"].area == pytest.approx(0.25)
    assert apart["北"].area == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("ward", "city"),
    [
        ("14105", "14100"),
        ("14131", "14130"),
        ("14151", "14150"),
        ("13101", None),
        ("14201", None),
    ],
)
def test_cities_of_wards_are_the_designated_ones(ward, city):
    assert city_of(ward, ["14100", "14130", "14150", "13103", "14205"]) == city


def test_simplified_neighbours_keep_the_same_border():
    west = feature(
        "99301",
        [
            (141, 44),
            (142, 44),
            (142.01, 44.3),
            (141.99, 44.6),
            (142, 45),
            (141, 45),
            (141, 44),
        ],
    )
    east = feature(
        "99302",
        [
            (142, 44),
            (143, 44),
            (143, 45),
            (142, 45),
            (141.99, 44.6),
            (142.01, 44.3),
            (142, 44),
        ],
    )
    borders = load_borders(
        as_bytes({"type": "FeatureCollection", "features": [west, east]})
    )

    lighter = simplify(borders, 0.2)

    assert shapely.get_num_coordinates(list(lighter.values())).sum() == 10
    assert shapely.coverage_is_valid(list(lighter.values()))


def test_simplify_takes_areas_that_overlap():
    overlapping = feature("99300", prefecture.square(0.2, 0.2))
    borders = load_borders(geojson(overlapping))

    lighter = simplify(borders, 0.01)

    assert lighter["99300"].area == pytest.approx(0.25)
    assert simplify({}) == {}


@pytest.mark.parametrize(("prefecture_code", "areas"), [("01", 194), ("15", 37)])
def test_real_borders_load_and_join_the_codes(real_data, prefecture_code, areas):
    path = real_data / "boundaries" / f"N03-21_{prefecture_code}_210101.json"

    borders = load_borders(path.read_bytes())

    assert len(borders) == areas
    assert all(code.startswith(prefecture_code) for code in borders)
    assert all(shape.is_valid and not shape.is_empty for shape in borders.values())
    assert shapely.coverage_is_valid(list(simplify(borders).values()))
