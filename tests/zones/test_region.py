"""A person's region with its zones: the same answer as the placement, in one query."""

from datetime import date

import pytest

from tests.factories import people, places
from zones.placement import placement
from zones.region import region_on

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 20)


@pytest.fixture
def sapporo():
    area = places.secondary_area("0104", "札幌")
    city = places.municipality("01100", "札幌市", area=area)
    places.municipality("01101", "札幌市中央区", area=area, parent=city)
    return city


@pytest.fixture
def obihiro():
    return places.municipality("01207", "帯広市")


def test_region_gives_each_place_its_zone(sapporo, obihiro):
    places.plan({"札幌": [sapporo], "十勝": [obihiro]})
    region = region_on(people.official(), DAY)
    assert {p.code: p.zone_name for p in region.places.values()} == {
        "01100": "札幌",
        "01101": "札幌",
        "01207": "十勝",
    }
    assert list(region.zones.values()) == ["札幌", "十勝"]
    assert region.within_zone(places.zone("札幌").pk) == ["01100", "01101"]
    assert region.within_city("01100") == ["01100", "01101"]


def test_region_is_read_in_one_query(sapporo, django_assert_num_queries):
    places.plan({"札幌": [sapporo]})
    official = people.official()
    list(official.regions.all())
    region_on(official, DAY)
    with django_assert_num_queries(1):
        assert region_on(official, DAY).zones


def test_region_takes_the_newest_plan_of_the_day(sapporo, obihiro):
    places.plan({"古い圏域": [sapporo, obihiro]})
    places.plan(
        {"新しい圏域": [sapporo, obihiro]},
        first_fiscal_year=2030,
        last_fiscal_year=2035,
        effective_from=date(2030, 4, 1),
    )
    official = people.official()
    assert (
        region_on(official, date(2030, 3, 31)).places["01207"].zone_name == "古い圏域"
    )
    assert (
        region_on(official, date(2030, 4, 1)).places["01207"].zone_name == "新しい圏域"
    )


@pytest.mark.parametrize("places_wards", [True, False])
def test_region_and_placement_agree_on_wards(sapporo, obihiro, places_wards):
    ward = places.municipality("01101")
    places.plan({"西": [sapporo, obihiro], "中央": [ward]}, places_wards=places_wards)
    region = region_on(people.official(), DAY)
    placed = placement("01", DAY)
    assert {p.code: p.zone for p in region.places.values()} == placed.by_municipality
    assert region.places["01101"].zone_name == ("中央" if places_wards else "西")


def test_region_of_a_place_without_a_plan_has_no_zone(sapporo):
    region = region_on(people.official(), DAY)
    assert region.places["01100"].zone is None
    assert region.zones == {}


def test_region_of_a_clerk_is_the_centres_area(sapporo, obihiro):
    places.plan({"札幌": [sapporo], "十勝": [obihiro]})
    clerk = people.clerk(places.health_centre([obihiro]))
    assert list(region_on(clerk, DAY).places) == ["01207"]


@pytest.mark.parametrize("person", ["committee_member", "administrator"])
def test_region_of_other_roles_is_empty(sapporo, person):
    assert region_on(getattr(people, person)(), DAY).places == {}
