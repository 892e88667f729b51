"""The class of a facility, decided from rows already read, is the one that the database decides."""

from datetime import date

import pytest

from facilities.classes import deciding
from facilities.collected import read_standing
from facilities.models import Facility, Filing
from tests.factories import facilities, places

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 20)
EARLY, LATE = date(2018, 4, 1), date(2024, 6, 1)
HELD = [
    [("支援診1", EARLY), ("支援診3", LATE)],
    [("支援診3", LATE), ("支援診2", LATE)],
    [("支援病3", EARLY), ("在後病", LATE)],
    [("支援診3", EARLY), ("在医総管1", LATE)],
    [("在医総管1", LATE)],
    [],
]


@pytest.mark.parametrize("held", HELD, ids=lambda held: "+".join(s for s, _ in held))
def test_deciding_agrees_with_the_database(held):
    one = facilities.facility(places.municipality("01207"))
    for symbol, starts_on in held:
        facilities.filing(one, symbol, starts_on=starts_on)
    ended = date(2020, 1, 1)
    facilities.filing(one, "支援診1", starts_on=date(2010, 4, 1), ends_on=ended)
    row = Facility.objects.with_standing(DAY).get()
    decided = Filing.objects.deciding_on(DAY).order_by("kind__symbol")
    found = deciding(read_standing(row.filings_on_day))
    assert sorted(f.symbol for f in found) == [f.kind.symbol for f in decided]


def test_standing_filings_carry_their_functions_and_day():
    one = facilities.facility(places.municipality("01207"))
    facilities.filing(one, "支援診3", starts_on=LATE)
    row = Facility.objects.with_standing(DAY).get()
    (standing,) = read_standing(row.filings_on_day)
    assert standing.functions == {"daily", "acute"}
    assert standing.starts_on == LATE
    assert not standing.is_enhanced
