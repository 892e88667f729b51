"""A map's legend and table say the same as its colours."""

from formats.maps import choropleth
from tests.formats.made_up_maps import BORDERS, areas, by_value, content, texts


def test_legend_counts_areas_and_bodies():
    shown = texts(by_value())

    assert shown[:7] == [
        "在支診",
        "なし　1市町村",
        "1〜2　2市町村",
        "3〜5　3市町村",
        "6以上　3市町村",
        "拠点　1か所",
        "積極的役割を担う医療機関　3機関",
    ]


def test_legend_stands_in_a_corner_that_the_land_leaves_free():
    corner = [one for one in areas() if one.code not in ("99202", "99203", "99205")]

    shown = texts(choropleth(content(areas=corner)))

    assert shown[:3] == ["在支診", "なし", "1市町村"]


def test_table_has_the_same_values():
    table = by_value().table

    assert [column.heading for column in table.columns] == [
        "コード",
        "市町村",
        "在支診（機関）",
        "区分",
        "拠点（か所）",
        "積極的役割を担う医療機関（機関）",
    ]
    rows = list(table.rows)
    assert rows[0][2:4] == [0.0, "なし"]
    assert [row[0] for row in rows] == sorted(BORDERS)
    assert sum(row[4] for row in rows) == 1
    assert sum(row[5] for row in rows) == 3
