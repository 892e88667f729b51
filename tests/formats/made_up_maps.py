"""Maps of a made-up prefecture, and what is written on them."""

from defusedxml import ElementTree

from formats.maps import (
    FULL,
    HATCH,
    OPEN,
    Area,
    Content,
    Designated,
    Shade,
    States,
    Steps,
    choropleth,
    load_borders,
    schematic,
)
from tests.formats import prefecture

SVG = "{http://www.w3.org/2000/svg}"
BORDERS = load_borders(prefecture.topojson())
NAMES = dict(
    zip(
        sorted(BORDERS),
        ["東森", "西浜", "南川町", "北原", "中野村", "大島", "小谷", "広田", "長沼"],
        strict=True,
    )
)
STATES = States(
    {
        "done": Shade("指定済み", FULL),
        "going": Shade("調整中", HATCH),
        "none": Shade("未着手", OPEN),
    }
)


def areas(**kwargs):
    return [
        Area(code, NAMES[code], shape, float(place), f"{place}機関", **kwargs)
        for place, (code, shape) in enumerate(sorted(BORDERS.items()))
    ]


def content(**kwargs):
    kwargs.setdefault("areas", areas())
    kwargs.setdefault("key", Steps((1, 3, 6)))
    return Content(
        title="在支診の数", heading="在支診", unit="機関", area="市町村", **kwargs
    )


def linked():
    return [
        Area(code, NAMES[code], shape, 1.0, href=f"/zones/{code}/")
        for code, shape in sorted(BORDERS.items())
    ]


def with_states():
    states = ["done", "going", "none"] * 3
    return [
        Area(code, NAMES[code], shape, state=state)
        for (code, shape), state in zip(sorted(BORDERS.items()), states, strict=True)
    ]


def points():
    return {
        code: tuple(shape.representative_point().coords[0])
        for code, shape in BORDERS.items()
    }


def by_value():
    return choropleth(
        content(
            designated=[Designated("99201", "hub"), Designated("99201", "active", 3)]
        )
    )


def by_state():
    return choropleth(content(areas=with_states(), key=STATES))


def in_hexagons():
    return schematic(content(designated=[Designated("99201", "hub")]), points())


def with_links():
    return choropleth(content(areas=linked()))


DRAWN = [by_value, by_state, in_hexagons, with_links]


def parsed(map_):
    return ElementTree.fromstring(map_.svg)


def texts(map_):
    return ["".join(node.itertext()) for node in parsed(map_).iter(f"{SVG}text")]


def area_titles(map_):
    return [node.text for node in list(parsed(map_).iter(f"{SVG}title"))[1:]]
