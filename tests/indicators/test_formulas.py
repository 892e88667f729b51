"""Named formulas of the catalogue."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from indicators.formulas import FORMULAS, compute
from indicators.kinds import AreaKind
from tests.factories import facilities, places


def value(corner, formula, argument="", kind=AreaKind.PREFECTURE, code="01"):
    picture = corner.picture()
    return compute(formula, picture, picture.area(kind, code), argument).value


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("count_zaishishin", 2),
        ("count_zaishibyo", 1),
        ("count_backup_hospital", 1),
        ("count_enhanced", 1),
        ("per_1000_over75_supporting", 1),
        ("share_municipalities_without", 25),
        ("share_zones_with_hub", 0),
        ("share_zones_with_active", 0),
    ],
)
def test_formula_counts_what_its_name_says(corner, formula, expected):
    assert value(corner, formula) == expected


def test_a_facility_with_two_of_the_symbols_counts_once(corner):
    one = facilities.facility(corner.town)
    facilities.filing(one, "在医総管1")
    facilities.filing(one, "入退支")

    assert value(corner, "count_filing", "在医総管1|入退支") == 1
    assert value(corner, "count_filing", "入退支", AreaKind.MUNICIPALITY, "01207") == 0


def test_filings_of_a_list_that_never_came_have_no_count(corner):
    assert value(corner, "count_filing", "歯援診1|歯援診2") is None


def test_kinds_are_counted(corner):
    assert value(corner, "count_facility_kind", "hospital") == 1
    assert value(corner, "count_facility_kind", "nursing_station") is None


def test_a_zone_without_one_function_is_not_full(corner):
    every = facilities.facility(corner.town)
    for symbol in ("入退支", "支援診1"):
        facilities.filing(every, symbol)

    assert value(corner, "share_zones_all_functions") == Decimal(50)


def test_a_rate_without_people_is_nothing(corner):
    places.municipality("01999", "新しい町", area=None)

    assert value(corner, "per_100k_supporting") is None


def test_every_formula_of_the_catalogue_is_registered_or_entered():
    path = Path(settings.BASE_DIR) / "fixtures" / "indicators.csv"
    with path.open(encoding="utf-8", newline="") as file:
        named = {row["formula"] for row in csv.DictReader(file) if row["formula"]}
    from_the_survey = {"sum_capacity_now", "sum_capacity_possible"}
    assert named - from_the_survey <= set(FORMULAS)
