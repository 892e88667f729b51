"""A clerk's upload of the whole prefecture's list: the own area is taken, the rest stays unseen."""

import pytest

from facilities.models import Facility
from imports.models import PlannedChange, Upload
from tests.factories import people, places
from tests.factories.uploads import (
    JANUARY,
    applied,
    chuo,
    in_chuo,
    in_obihiro,
    obihiro,
    prepared,
)

pytestmark = pytest.mark.usefixtures("in_region")

Outcome = PlannedChange.Outcome


@pytest.fixture
def clerk():
    return people.clerk(places.health_centre([chuo()]))


def test_rows_outside_the_area_are_counted_and_not_planned(clerk):
    upload = prepared(in_chuo(), in_obihiro(), in_obihiro(81002), by=clerk)
    assert upload.set_aside == 2
    assert [c.municipality_id for c in upload.changes.all()] == ["01101"]


def test_rows_outside_the_area_are_not_written(clerk):
    applied(in_chuo(), in_obihiro(), by=clerk)
    assert [f.municipality_id for f in Facility.objects.all()] == ["01101"]


def test_facilities_outside_the_area_are_not_missing(clerk):
    applied(in_chuo(), in_obihiro(), by=people.official())
    upload = prepared(in_chuo(), day=JANUARY, by=clerk)
    assert upload.counts[Outcome.MISSING] == 0


def test_a_facility_that_moved_out_of_the_area_is_set_aside(clerk):
    applied(in_chuo(), by=people.official())
    moved = in_chuo(**{"医療機関所在地（住所）": "帯広市西５条南７丁目１"})
    upload = prepared(moved, day=JANUARY, by=clerk)
    assert (upload.set_aside, upload.changes.count()) == (1, 0)


def test_warnings_about_rows_outside_the_area_are_not_shown(clerk):
    odd = {"病床数": "一般"}
    upload = prepared(in_chuo(**odd), in_obihiro(**odd), by=clerk)
    problem = upload.problems.get()
    assert (problem.code, problem.row) == ("beds_without_number", 3)


def test_an_error_on_a_row_outside_the_area_neither_shows_nor_stops(clerk):
    wrong = in_obihiro(医療機関番号="番号なし")
    upload = prepared(in_chuo(), wrong, by=clerk)
    assert upload.status == Upload.Status.READY
    assert not upload.problems.exists()
    assert upload.set_aside == 1


def test_an_unreadable_row_that_cannot_be_placed_is_the_prefectures(clerk):
    lost = in_obihiro(**{"医療機関所在地（住所）": ""}, 医療機関番号="番号なし")
    assert prepared(in_chuo(), lost, by=clerk).set_aside == 1
    upload = prepared(in_chuo(), lost, by=people.official())
    assert upload.problems.filter(level="error").get().code == "number_invalid"


def test_a_nameless_facility_outside_the_area_is_not_shown(clerk):
    upload = prepared(in_chuo(), in_obihiro(医療機関名称=""), by=clerk)
    assert (upload.status, upload.set_aside) == (Upload.Status.READY, 1)


def test_an_error_on_a_row_of_the_area_is_shown(clerk):
    wrong = in_chuo(医療機関番号="番号なし")
    upload = prepared(in_obihiro(), wrong, by=clerk)
    assert upload.status == Upload.Status.HAS_ERRORS
    assert upload.problems.get().code == "number_invalid"


def test_the_counts_of_classes_show_the_own_area_only(clerk):
    upload = prepared(in_chuo(), in_obihiro(), by=clerk)
    assert upload.effects == {"01101": {"zaishishin": [0, 1]}}


def test_a_list_of_another_prefecture_is_an_error():
    upload = prepared(in_chuo(), by=people.official("15"))
    assert upload.status == Upload.Status.HAS_ERRORS
    assert upload.problems.get().code == "outside_region"


def test_an_address_that_cannot_be_placed_belongs_to_the_prefecture(clerk):
    nowhere = in_chuo(**{"医療機関所在地（住所）": "存在しない村１"})
    assert prepared(nowhere, by=clerk).set_aside == 1
    assert prepared(nowhere, by=people.official()).counts[Outcome.NEW] == 1


@pytest.mark.parametrize("who", ["same centre", "other centre", "official", "abroad"])
def test_uploads_are_seen_in_their_own_region(clerk, who):
    upload = prepared(in_chuo(), by=clerk)
    centre = clerk.regions.get().health_centre
    person, sees = {
        "same centre": lambda: (people.clerk(centre), True),
        "other centre": lambda: (
            people.clerk(places.health_centre([obihiro()])),
            False,
        ),
        "official": lambda: (people.official(), True),
        "abroad": lambda: (people.official("15"), False),
    }[who]()
    assert Upload.objects.visible_to(person).filter(pk=upload.pk).exists() is sees


def test_a_clerk_does_not_see_what_the_prefecture_uploaded(clerk):
    upload = prepared(in_chuo(), by=people.official())
    assert not Upload.objects.visible_to(clerk).filter(pk=upload.pk).exists()


def test_officials_see_what_the_system_brought_for_their_prefecture():
    upload = prepared(in_chuo(), by=None)
    assert Upload.objects.visible_to(people.official()).get() == upload
    assert not Upload.objects.visible_to(people.official("15")).exists()
