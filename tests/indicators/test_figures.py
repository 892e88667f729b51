"""Figures by area on a day, small ones that are counted by hand."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.figures import FIGURES, as_object
from indicators.kinds import AreaKind
from tests.factories import facilities
from tests.factories.facilities import LISTED_ON


def figures(corner, kind=AreaKind.ZONE, day=LISTED_ON):
    picture = corner.picture(day)
    return {area.name: as_object(picture, area) for area in picture.areas(kind)}


def printed(*arguments):
    out = StringIO()
    call_command("figures", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_zones_add_up_their_municipalities_and_wards(corner):
    found = figures(corner)

    assert (found["札幌"]["zaishishin"], found["札幌"]["enhanced"]) == (2, 1)
    assert (found["十勝"]["zaishibyo"], found["十勝"]["backup_hospital"]) == (1, 1)
    assert found["十勝"]["zaishibyo_beds"] == 60


def test_rates_are_for_the_people_of_the_area(corner):
    found = figures(corner)["札幌"]

    assert found["supporting_per_1000_over75"] == 0.8
    assert found["supporting_per_100k"] == round(2 * 100_000 / 15_000, 3)


def test_municipalities_with_neither_are_counted_and_wards_are_not(corner):
    whole = figures(corner, AreaKind.PREFECTURE)["北海道"]

    assert (whole["municipalities"], whole["municipalities_without"]) == (4, 1)
    assert whole["share_municipalities_without"] == 25.0


def test_a_past_day_gives_the_past(corner):
    later = facilities.facility(corner.bare, first_seen_on=date(2026, 4, 1))
    facilities.filing(later, "支援診2", starts_on=date(2026, 4, 1))

    assert figures(corner)["十勝"]["zaishishin"] == 0
    assert figures(corner, day=date(2026, 4, 1))["十勝"]["zaishishin"] == 1


def test_before_the_first_list_there_is_no_count(corner):
    found = figures(corner, day=date(2025, 9, 30))["札幌"]

    assert found["zaishishin"] is None
    assert found["supporting_per_100k"] is None
    assert found["population"] == 15_000


def test_all_zones_and_municipalities_take_five_queries(corner):
    facilities.many_facilities(300, [corner.town, corner.obihiro])
    picture = corner.picture()

    with CaptureQueriesContext(connection) as queries:
        for kind in (AreaKind.ZONE, AreaKind.MUNICIPALITY, AreaKind.PREFECTURE):
            for area in picture.areas(kind):
                as_object(picture, area)
    assert len(queries) <= 5


def test_the_command_prints_objects_with_the_words_of_the_field(corner):
    (first, second) = printed("--by", "zone", "--as-of", "2025-10-01")

    assert first["name"] == "札幌"
    assert {
        "code",
        "name",
        "zaishishin",
        "zaishibyo",
        "backup_hospital",
        "enhanced",
    } <= set(first)
    assert set(FIGURES) <= set(second)


def test_the_command_refuses_an_unknown_prefecture(corner):
    with pytest.raises(CommandError, match="99"):
        printed("--prefecture", "99")
