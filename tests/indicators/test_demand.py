"""Demand is spread by the people of 75 and over; the crossing year lies on a straight line."""

import pytest

from indicators.demand import care_plan, crossing_year, demand_of
from indicators.kinds import AreaKind
from indicators.models import VisitDemand
from indicators.presenters.demand import Outlook, crossing
from indicators.reach import Reach
from tests.factories import facilities, indicators, people, places
from tests.factories.facilities import LISTED_ON
from zones.days import AskedDay


@pytest.fixture
def forecast(corner):
    for where, counts in ((corner.city, (3000, 6000)), (corner.town, (1000, 2000))):
        for year, over75 in zip((2025, 2030), counts, strict=True):
            places.population(where, over75, year=year, kind="projection")
    for year, visits in ((2024, 400), (2030, 1000)):
        VisitDemand.objects.create(
            prefecture_id="01",
            area_code="0104",
            area_name="札幌",
            fiscal_year=year,
            kind="projection",
            visits_per_month=visits,
        )
    return demand_of("01")


def test_a_municipality_gets_the_share_of_its_elderly(corner, forecast):
    picture = corner.picture()

    town = picture.area(AreaKind.MUNICIPALITY, "01217")
    assert forecast.of(town) == {2024: 100, 2030: 250}
    zone = picture.area(AreaKind.SECONDARY_AREA, "0104")
    assert forecast.of(zone) == {2024: 400, 2030: 1000}


def test_an_area_without_a_forecast_has_no_demand(corner, forecast):
    assert forecast.of(corner.picture().area(AreaKind.SECONDARY_AREA, "0119")) == {}


def test_people_are_projected_by_age(corner, forecast):
    zone = corner.picture().area(AreaKind.SECONDARY_AREA, "0104")

    assert forecast.people_of(zone, "over75") == {2025: 4000, 2030: 8000}
    town = places.municipality("01217")
    town.populations.filter(kind="projection").update(over85=None)
    missing = demand_of("01").people_of(zone, "over85")
    assert missing == {2025: None, 2030: None}


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [(399, 2024), (400, 2025), (500, 2026), (999, 2030), (1000, None), (None, None)],
)
def test_the_year_when_demand_passes_capacity(capacity, expected):
    assert crossing_year({2024: 400, 2030: 1000}, capacity) == expected


def test_demand_stands_beside_what_institutions_answered(corner, forecast):
    for code, formula in (
        ("RS94", "sum_capacity_now"),
        ("RS95", "sum_capacity_possible"),
    ):
        indicators.indicator(corner.version, code=code, formula=formula)
    where = corner.town.facilities.get()
    facilities.survey(where, 300, 700)
    reach = Reach(people.official(), places.prefecture("01"), AskedDay(LISTED_ON, ""))
    outlook = Outlook(reach, AreaKind.ZONE)
    sapporo, tokachi = reach.areas(AreaKind.ZONE)

    capacity = outlook.capacity(sapporo)
    assert (capacity.now.value, capacity.possible.value) == (300, 700)
    assert crossing(outlook.demand.of(sapporo), capacity.measure).value == "2028年度"
    assert outlook.capacity(tokachi).measure is None


def test_no_demand_never_passes():
    assert crossing_year({}, 10) is None


def test_periods_of_the_care_insurance_plans():
    assert [care_plan(y) for y in (2024, 2026, 2027, 2029, 2030)] == [
        "第9期",
        "第9期",
        "第10期",
        "第10期",
        "第11期",
    ]
