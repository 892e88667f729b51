"""People of an area: nobody twice, and the year that the day allows."""

from datetime import date

import pytest

from tests.factories import places
from zones.models import Population
from zones.people import people_on

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 20)


def test_a_citys_count_holds_its_wards():
    city = places.municipality("01100", "札幌市")
    ward = places.municipality("01101", "札幌市中央区", parent=city)
    town = places.municipality("01207", "帯広市")
    for where, number in ((city, 1000), (ward, 400), (town, 50)):
        places.population(where, number)
    people = people_on(DAY, prefecture="01")
    assert people.of(["01100", "01101", "01207"]).over75 == 1050
    assert people.of(["01101"]).over75 == 400


def test_the_newest_year_that_has_begun_counts():
    town = places.municipality("01207")
    places.population(town, 50, year=2025)
    places.population(town, 60, year=2026)
    assert people_on(date(2025, 12, 31), prefecture="01").of(["01207"]).over75 == 50
    assert people_on(date(2026, 1, 1), prefecture="01").of(["01207"]).over75 == 60
    assert people_on(date(2020, 1, 1), prefecture="01").years == (2025,)


def test_a_newer_table_of_one_municipality_leaves_the_others_theirs():
    one, two = places.municipality("01207"), places.municipality("01208")
    for town in (one, two):
        places.population(town, 50, year=2024)
    places.population(two, 60, year=2025)
    people = people_on(DAY, prefecture="01")
    assert people.of(["01207", "01208"]).over75 == 110
    assert people.source == "住民基本台帳人口（市区町村により2024年・2025年の1月1日）"


def test_what_was_not_published_is_none_and_not_zero():
    town = places.municipality("01207")
    places.population(town, None, over85=None, total=None, over65=None)
    assert people_on(DAY, prefecture="01").of(["01207"]).over75 is None


def test_the_projection_stands_beside_the_residents():
    town = places.municipality("01207")
    places.population(town, 50)
    later = {"year": 2040, "kind": Population.Kind.PROJECTION}
    places.population(town, 80, **later)
    people = people_on(DAY, prefecture="01")
    assert people.of(["01207"]).over75 == 50
    assert people.projected(["01207"]).over75 == 80
