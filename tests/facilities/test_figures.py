"""Counts of the registry: each facility once, on the day asked for, in few queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facilities.counted import OTHER_MEDICAL
from facilities.figures import figures_on
from facilities.kinds import CareFunction, FacilityClass, FacilityKind, Sector
from tests.factories import facilities, places

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 20)


@pytest.fixture
def city():
    return places.municipality("01207", "帯広市")


@pytest.fixture
def town():
    return places.municipality("01631", "音更町")


@pytest.fixture
def listed():
    return facilities.official_list(as_of=date(2025, 10, 1))


def count(code="01207", day=DAY):
    return figures_on(day, prefecture="01").of([code])


def test_classes_count_each_facility_once_by_its_latest_start(city, listed):
    both = facilities.facility(city)
    facilities.filing(both, "支援診1", starts_on=date(2020, 4, 1))
    facilities.filing(both, "支援診3", starts_on=date(2024, 4, 1))
    figures = count()
    assert figures.zaishishin == 1
    assert figures.enhanced == 0


def test_classes_take_the_better_one_on_a_tie(city, listed):
    both = facilities.facility(city)
    facilities.filing(both, "支援診3", starts_on=date(2024, 4, 1))
    facilities.filing(both, "支援診2", starts_on=date(2024, 4, 1))
    assert count().enhanced_of(FacilityClass.ZAISHISHIN) == 1


def test_class_is_not_lost_to_a_later_filing_of_no_class(city, listed):
    one = facilities.facility(city)
    facilities.filing(one, "支援診1", starts_on=date(2020, 4, 1))
    facilities.filing(one, "在医総管1", starts_on=date(2024, 6, 1))
    figures = count()
    assert figures.zaishishin == 1
    assert figures.home_care == 1


def test_backup_hospital_counts_beside_its_class(city, listed):
    hospital = facilities.facility(city, kind=FacilityKind.HOSPITAL)
    facilities.filing(hospital, "支援病3", starts_on=date(2020, 4, 1))
    facilities.filing(hospital, "在後病", starts_on=date(2024, 6, 1))
    figures = count()
    assert (figures.zaishibyo, figures.backup_hospital) == (1, 1)


def test_beds_are_those_of_the_class(city, listed):
    counted = {"kind": FacilityKind.HOSPITAL, "beds_state": "known"}
    inside = facilities.facility(city, beds=120, **counted)
    facilities.facility(city, beds=300, **counted)
    facilities.filing(inside, "支援病3")
    assert count().zaishibyo_beds == 120


def test_figures_of_a_day_before_the_first_list_are_none(city, listed):
    facilities.filing(facilities.facility(city), "支援診1")
    before = count(day=listed.as_of - timedelta(days=1))
    assert before.zaishishin is None
    assert before.providing(CareFunction.DAILY) is None
    assert before.of_kind(FacilityKind.CLINIC) is None
    assert count(day=listed.as_of).zaishishin == 1


def test_figures_of_a_kind_wait_for_the_list_of_its_sector(city, listed):
    assert count().of_kind(FacilityKind.PHARMACY) is None
    facilities.official_list(sector=Sector.PHARMACY)
    assert count().of_kind(FacilityKind.PHARMACY) == 0


def test_figures_of_a_municipality_without_facilities_are_zero(town, listed):
    assert count("01631").zaishishin == 0


def test_a_clerks_list_reaches_its_own_municipalities_only(city, town):
    facilities.official_list(municipalities=["01207"])
    assert count("01207").zaishishin == 0
    assert count("01631").zaishishin is None


def test_figures_of_a_past_day_give_the_past(city, listed):
    closed = facilities.facility(city, closed_on=date(2025, 10, 31))
    facilities.filing(closed, "支援診1")
    ended = facilities.facility(city)
    facilities.filing(ended, "支援診3", ends_on=date(2025, 10, 31))
    assert count(day=date(2025, 10, 31)).zaishishin == 2
    assert count(day=date(2025, 11, 1)).zaishishin == 0


def test_functions_count_a_provider_once_whatever_proves_it(city, listed):
    one = facilities.facility(city)
    facilities.filing(one, "支援診1")
    facilities.filing(one, "在医総管1")
    facilities.provision(one, CareFunction.DAILY)
    facilities.provision(facilities.facility(city), CareFunction.DAILY)
    figures = count()
    assert figures.providing(CareFunction.DAILY) == 2
    assert figures.providing(CareFunction.DAILY, FacilityClass.ZAISHISHIN) == 1
    assert figures.providing(CareFunction.DAILY, OTHER_MEDICAL) == 1
    assert figures.providing(CareFunction.DISCHARGE) == 0


def test_sums_agree_with_their_parts(city, town, listed):
    for where in (city, town, town):
        facilities.filing(facilities.facility(where), "支援診2")
    lost = facilities.facility(city, municipality=None)
    facilities.filing(lost, "支援診2")
    figures = figures_on(DAY)
    assert figures.of(["01207"]).zaishishin == 1
    assert figures.of(["01207", "01631"]).zaishishin == 3
    assert figures.of_prefecture("01").zaishishin == 4
    assert figures.of_prefecture("15").zaishishin is None


def test_figures_ask_five_queries_whatever_there_is(city, listed):
    facilities.many_facilities(3, [city])
    with CaptureQueriesContext(connection) as few:
        figures_on(DAY)
    facilities.many_facilities(200, [city])
    with CaptureQueriesContext(connection) as many:
        assert figures_on(DAY).of(["01207"]).zaishishin == 203
    assert (len(few), len(many)) == (5, 5)


def test_figures_of_a_prefecture_equal_its_part_of_the_nation(city, town, listed):
    """They are asked for in another way, as so few go another way through the indexes."""
    hospital = facilities.facility(
        city, kind=FacilityKind.HOSPITAL, beds=120, beds_state="known"
    )
    for symbol in ("支援病1", "支援病3", "在後病", "在医総管1", "入退支"):
        facilities.filing(hospital, symbol)
    facilities.provision(hospital, CareFunction.ACUTE)
    ended = facilities.facility(town)
    facilities.filing(ended, "支援診1", ends_on=DAY - timedelta(days=1))
    facilities.filing(ended, "支援診3")
    facilities.facility(town, kind=FacilityKind.PHARMACY)
    elsewhere = places.municipality("13101", "千代田区")
    facilities.filing(facilities.facility(elsewhere), "支援診1")
    nation = figures_on(DAY)
    near = figures_on(DAY, prefecture="01")
    assert near.of_prefecture("01") == nation.of_prefecture("01")
    assert near.places.keys() < nation.places.keys()
    for place, figures in near.places.items():
        assert figures == nation.places[place]
    assert figures_on(DAY, municipalities=["01631"]).of(["01631"]) == nation.of(
        ["01631"]
    )
    assert near.of(["01207"]).zaishibyo_beds == 120
