"""Maps are read back as XML: every area once, in words, with legend, links and marks."""

import re

import pytest
import shapely
import weasyprint

from formats.maps import (
    CREDIT,
    Area,
    Designated,
    Inset,
    Outline,
    Steps,
    choropleth,
    schematic,
)
from tests.formats.made_up_maps import (
    BORDERS,
    DRAWN,
    NAMES,
    SVG,
    area_titles,
    areas,
    by_state,
    by_value,
    content,
    parsed,
    texts,
    with_links,
)


@pytest.fixture(scope="module", params=DRAWN, ids=lambda draw: draw.__name__)
def drawn(request):
    return request.param()


def test_map_has_every_area_once_in_words(drawn):
    titles = area_titles(drawn)

    assert sorted(title.split("　")[0] for title in titles) == sorted(NAMES.values())


def test_map_needs_no_style_script_or_pixels(drawn):
    root = parsed(drawn)
    tags = {node.tag.removeprefix(SVG) for node in root.iter()}

    assert not [node for node in root.iter() if node.get("style")]
    assert not tags & {"style", "script", "image", "foreignObject"}
    assert re.search(r'\son\w+="', drawn.svg) is None
    assert (root.get("width"), root.get("height")) == (None, None)
    assert len(root.get("viewBox").split()) == 4
    assert root.get("class") == "map"


def test_map_is_named_by_its_title(drawn):
    root = parsed(drawn)
    title = root.find(f"{SVG}title")

    assert root.get("aria-labelledby") == title.get("id")
    assert title.text.startswith("在支診の数")


def test_map_is_drawn_by_weasyprint(drawn):
    pdf = weasyprint.HTML(string=f"<p>図</p>{drawn.svg}").write_pdf()

    assert pdf.startswith(b"%PDF")


def test_map_ids_differ_between_maps_of_a_page():
    ids = [name for draw in DRAWN for name in re.findall(r'\bid="([^"]+)"', draw().svg)]
    used = set(re.findall(r"url\(#([^)]+)\)", "".join(draw().svg for draw in DRAWN)))

    assert len(ids) == len(set(ids))
    assert used <= set(ids)


def test_map_ids_differ_with_what_is_drawn_on_the_same_content():
    plain, outlined = (
        choropleth(content()),
        choropleth(content(), outlines=[Outline(["99201"])]),
    )

    assert not set(re.findall(r'\bid="([^"]+)"', plain.svg)) & set(
        re.findall(r'\bid="([^"]+)"', outlined.svg)
    )


def test_map_of_the_same_values_is_the_same():
    assert by_value().svg == by_value().svg


def test_map_says_every_value_from_the_most():
    title = parsed(by_value()).find(f"{SVG}title").text

    assert title.startswith("在支診の数の塗り分け地図。長沼8機関、広田7機関")
    assert title.endswith(
        "東森0機関。拠点は南川町1。積極的役割を担う医療機関は南川町3。"
    )


def test_states_are_told_apart_without_colour():
    map_ = by_state()
    hatched = [
        node
        for node in parsed(map_).iter(f"{SVG}path")
        if node.get("fill", "").startswith("url(#")
    ]

    assert len(hatched) == 3
    assert parsed(map_).find(f".//{SVG}pattern") is not None
    assert {"指定済み", "調整中", "未着手"} <= set(texts(map_))
    assert "調整中は" in parsed(map_).find(f"{SVG}title").text


def test_linked_areas_are_links_with_names():
    root = parsed(with_links())
    links = list(root.iter(f"{SVG}a"))

    assert [link.get("href") for link in links] == [
        f"/zones/{code}/" for code in sorted(BORDERS)
    ]
    assert all(
        link.get("aria-label") == link.find(f"{SVG}title").text for link in links
    )
    # An image may hold no links.
    assert root.get("role") == "group"
    assert parsed(by_value()).get("role") == "img"


def test_words_are_escaped():
    one = Area("99201", "<b>&\"'", BORDERS["99201"], 1, href='/?a="&b')

    root = parsed(choropleth(content(areas=[one])))

    assert root.find(f".//{SVG}a").get("href") == '/?a="&b'
    assert area_titles(choropleth(content(areas=[one])))[0].startswith("<b>&\"'")


def test_areas_without_a_value_say_why():
    one, two = areas()[:2]
    unknown = Area(one.code, one.name, one.geometry, None)

    map_ = choropleth(
        content(areas=[unknown, two], key=Steps((1,), missing="名簿なし"))
    )

    assert f"{one.name}　名簿なし" in area_titles(map_)
    assert "名簿なし　1市町村" in texts(map_)
    assert next(iter(map_.table.rows))[2:] == [None, "名簿なし"]


def test_areas_without_borders_stay_in_the_table():
    missing = Area("99999", "新町", None, 4.0)

    map_ = choropleth(content(areas=[*areas(), missing]))

    assert ["99999", "新町", 4.0, "3〜5"] in [list(row) for row in map_.table.rows]
    assert not [title for title in area_titles(map_) if title.startswith("新町")]


def test_a_map_without_any_borders_is_refused():
    with pytest.raises(ValueError, match="borders"):
        choropleth(content(areas=[Area("99201", "東森", None, 1)]))
    with pytest.raises(ValueError, match="point"):
        schematic(content(), {})


def test_inset_areas_stand_in_a_labelled_box():
    far = Area("north", "北の島", shapely.box(147, 45, 148, 46), is_counted=False)

    map_ = choropleth(
        content(areas=[*areas(), far]), insets=[Inset("北の島（縮小）", {"north"})]
    )

    assert "北の島（縮小）" in texts(map_)
    assert "北の島　対象外" in area_titles(map_)
    assert "北の島" not in {row[1] for row in map_.table.rows}
    # The land still has the width it had without the far island.
    assert float(parsed(map_).get("viewBox").split()[2]) < 800


def test_outlines_are_drawn_around_groups():
    groups = [
        Outline(["99201", "99202"], "東部"),
        Outline(["99206"]),
        Outline(["nowhere"]),
    ]

    strong = [
        node
        for node in parsed(choropleth(content(), outlines=groups)).iter(f"{SVG}path")
        if node.get("stroke-width") == "1.5"
    ]

    assert len(strong) == 2


def test_names_of_outlines_stand_where_areas_are_not_named():
    groups = [Outline(["99201", "99202"], "東部"), Outline(["99206"])]

    assert "東部" in texts(choropleth(content(), outlines=groups, names="none"))
    assert "東部" not in texts(choropleth(content(), outlines=groups))


def test_names_can_be_left_out():
    shown = texts(choropleth(content(), names="none"))

    assert not set(shown) & set(NAMES.values())


def test_an_area_with_a_mark_is_named_where_others_are_not():
    """Once a map of more than forty areas counted marks in its legend and drew none."""
    marked = content(designated=[Designated("99201", "active", 3)])
    shown = texts(choropleth(marked, names="none"))

    assert set(shown) & set(NAMES.values()) == {NAMES["99201"]}
    assert "3" in shown


def test_maps_of_borders_carry_their_credit():
    assert by_value().credit == CREDIT
    assert "国土交通省" in CREDIT
    assert not by_value().is_schematic
