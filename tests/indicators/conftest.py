"""A small prefecture: two zones of two municipalities each, filings, people and a catalogue."""

from dataclasses import dataclass

import pytest

from indicators.picture import Picture
from tests.factories import facilities, places
from tests.factories.facilities import LISTED_ON
from zones.models import Municipality, PlanVersion


@dataclass
class Corner:
    """札幌 has two towns, one with wards; 十勝 has two, of which one has nothing."""

    city: Municipality
    ward: Municipality
    town: Municipality
    obihiro: Municipality
    bare: Municipality
    version: PlanVersion

    def picture(self, day: object = LISTED_ON) -> Picture:
        return Picture(day, "01")


@pytest.fixture
def corner(db: None) -> Corner:
    sapporo = places.secondary_area("0104", "札幌")
    tokachi = places.secondary_area("0119", "十勝")
    city = places.municipality("01100", "試験政令市", area=sapporo)
    ward = places.municipality("01101", "試験区", area=sapporo, parent=city)
    town = places.municipality("01217", "試験町", area=sapporo)
    obihiro = places.municipality("01207", "試験帯市", area=tokachi)
    bare = places.municipality("01633", "試験村", area=tokachi)
    version = places.plan({"札幌": [city, town], "十勝": [obihiro, bare]})
    for where, elderly in (
        (city, 2000),
        (ward, 700),
        (town, 500),
        (obihiro, 400),
        (bare, 100),
    ):
        places.population(where, elderly)
    solo = facilities.facility(ward)
    facilities.filing(solo, "支援診1")
    facilities.filing(facilities.facility(town), "支援診3")
    hospital = facilities.facility(
        obihiro, kind="hospital", beds=60, beds_state="known"
    )
    facilities.filing(hospital, "支援病3")
    facilities.filing(hospital, "在後病")
    facilities.official_list()
    return Corner(city, ward, town, obihiro, bare, version)
