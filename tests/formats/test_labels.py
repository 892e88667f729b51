"""Names of a map never run into each other, the legend, or an area that is not theirs."""

from itertools import combinations

import shapely

from formats.labels import place_labels
from tests.formats.made_up_maps import BORDERS

FRAME = (-200.0, -20.0, 600.0, 520.0)
SHAPES = {
    code: shapely.transform(shape, lambda xy: (xy - (141.0, 43.5)) * (200, -200))
    for code, shape in BORDERS.items()
}
LARGE = (130.0, 30.0)


def placed(size=(50.0, 30.0), **kwargs):
    arguments = {"taken": [], "frame": FRAME, "may_lead": True} | kwargs
    return place_labels(SHAPES, dict.fromkeys(SHAPES, size), **arguments)


def boxes(places, size):
    across, down = size[0] / 2, size[1] / 2
    return {
        code: shapely.box(p.x - across, p.y - down, p.x + across, p.y + down)
        for code, p in places.items()
    }


def test_labels_that_fit_stand_inside_their_areas():
    places = placed()

    assert sorted(places) == sorted(SHAPES)
    assert all(
        SHAPES[code].covers(box) for code, box in boxes(places, (50, 30)).items()
    )
    assert not [place for place in places.values() if place.leads_to]


def test_labels_too_large_go_to_the_sea_with_a_line_home():
    led = {code: place for code, place in placed(LARGE).items() if place.leads_to}

    land = shapely.union_all(list(SHAPES.values()))
    assert led
    assert all(
        SHAPES[code].covers(shapely.Point(place.leads_to))
        for code, place in led.items()
    )
    assert all(box.disjoint(land) for box in boxes(led, LARGE).values())


def test_labels_never_overlap_each_other_or_the_legend():
    legend = shapely.box(-150, 0, -5, 200)

    found = boxes(placed(LARGE, taken=[legend]), LARGE)

    assert not [
        pair
        for pair in combinations(found, 2)
        if found[pair[0]].intersects(found[pair[1]])
    ]
    assert not [code for code, box in found.items() if box.intersects(legend)]


def test_labels_that_may_not_lead_are_left_out():
    assert placed(LARGE, may_lead=False) == {}


def test_strict_labels_do_not_spill_over_their_border():
    size = (104.0, 30.0)

    loose, strict = placed(size), placed(size, strict=SHAPES)

    assert [
        code
        for code, place in loose.items()
        if not place.leads_to and not place.is_upon
    ]
    assert all(place.leads_to or place.is_upon for place in strict.values())


def test_labels_are_placed_the_same_way_again():
    assert placed(LARGE) == placed(LARGE)
