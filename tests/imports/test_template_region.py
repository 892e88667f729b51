"""Our own form and regions: rows of other regions are errors, and reveal nothing."""

from datetime import date

import pytest

from facilities.models import Facility
from imports.actions import apply_upload
from imports.errors import OutsideRegion
from imports.models import Upload
from imports.presenters.effects import zone_effects
from tests.factories import facilities, people, places
from tests.forms import codes, form, form_row, ground, messages, prepared
from tests.workbooks import number
from zones.region import region_on

TODAY = date(2025, 10, 1)
ELSEWHERE = {"住所": "帯広市西５条南７丁目１"}
ZONES = {"札幌": "01101", "十勝": "01207"}
CODE = f"011{number(80001)}"


@pytest.fixture(autouse=True)
def _ground(db, read_here):
    ground()
    places.municipality("01207", "帯広市")
    places.municipality("15103", "新潟市中央区")


@pytest.fixture
def clerk():
    return people.clerk(places.health_centre([places.municipality("01101")]))


def sent(*rows, by):
    return prepared(form(*rows), by=by, as_of=TODAY)


def test_own_rows_of_a_clerk_are_taken(clerk):
    apply_upload(upload=sent(form_row(), by=clerk), by=clerk)
    assert Facility.objects.get().municipality_id == "01101"


def test_a_row_outside_the_area_is_an_error_at_its_code(clerk):
    upload = sent(form_row(80002), form_row(**ELSEWHERE), by=clerk)
    (message,) = messages(upload, "outside_row")
    assert "3行目 A列（医療機関番号）" in message
    assert upload.status == Upload.Status.HAS_ERRORS
    assert [change.row for change in upload.changes.all()] == [2]


def test_an_official_may_send_any_row_of_the_prefecture():
    by = people.official()
    assert codes(sent(form_row(**ELSEWHERE), by=by)) == []


def test_a_form_tells_of_the_zones_that_it_names_only():
    by = people.official()
    places.plan({zone: [places.municipality(code)] for zone, code in ZONES.items()})
    upload = sent(form_row(受理記号="支援診３", 算定開始年月日="R7.4.1"), by=by)
    zones, whole = zone_effects(upload, region_on(by, TODAY))
    assert [(zone.name, zone.now, zone.after) for zone in zones] == [("札幌", 0, 1)]
    assert (whole.name, whole.after) == ("ファイルの計", 1)


def test_a_row_of_another_prefecture_is_an_error_for_an_official():
    code = f"151{number(80001, '15')}"
    row = form_row(医療機関番号=code, 住所="新潟市中央区学校町通１")
    assert codes(sent(row, by=people.official())) == ["outside_row"]


def test_the_message_is_the_same_whether_the_facility_is_registered_or_not(clerk):
    before = messages(sent(form_row(**ELSEWHERE), by=clerk), "outside_row")
    facilities.facility(places.municipality("01207"), code=CODE)
    assert messages(sent(form_row(**ELSEWHERE), by=clerk), "outside_row") == before


def test_a_code_of_another_region_cannot_be_taken_over(clerk):
    theirs = facilities.facility(
        places.municipality("01207"), code=CODE, name="他圏域医院"
    )
    upload = sent(form_row(), by=clerk)
    assert codes(upload) == ["outside_row"]
    assert not upload.changes.exists()
    assert not upload.problems.filter(message__contains=theirs.name).exists()


def test_an_address_that_cannot_be_placed_is_an_error_for_a_clerk_only(clerk):
    row = form_row(住所="どこかの町１")
    assert codes(sent(row, by=clerk)) == ["place_needed"]
    facilities.facility(places.municipality("01207"), code=CODE, address="どこかの町１")
    assert codes(sent(row, by=clerk)) == ["place_needed"]
    upload = sent(form_row(80002, 住所="どこかの町１"), by=people.official())
    assert (codes(upload), codes(upload, "warning")) == ([], ["address_unresolved"])


def test_a_place_chosen_by_a_person_stands_while_the_address_does(clerk):
    facilities.facility(places.municipality("01101"), code=CODE, address="どこかの町１")
    upload = sent(form_row(住所="どこかの町１"), by=clerk)
    assert codes(upload) == []
    assert "municipality_id" not in upload.changes.get().fields


def test_a_person_who_moved_since_cannot_apply(clerk):
    upload = sent(form_row(), by=clerk)
    stranger = people.clerk(places.health_centre([places.municipality("01207")]))
    with pytest.raises(OutsideRegion):
        apply_upload(upload=upload, by=stranger)
    assert not Facility.objects.exists()
