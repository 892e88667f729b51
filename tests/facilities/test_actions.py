"""Writing to the registry: inside the region, on record, and never over somebody else's change."""

from datetime import date

import pytest

from accounts.models import AuditEvent
from facilities.actions import (
    AlreadyClosed,
    EditedMeanwhile,
    OutsideRegion,
    close_facility,
    confirm_facility,
    confirm_function,
    end_function,
    register_facility,
    reopen_facility,
    update_facility,
)
from facilities.figures import figures_on
from facilities.kinds import CareFunction, CodeSystem, FacilityKind
from facilities.models import Facility
from facilities.signals import facility_closed
from tests.factories import facilities, people, places

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 20)


@pytest.fixture
def town():
    return places.municipality("01207", "帯広市")


@pytest.fixture
def clinic(town):
    return facilities.facility(town, name="青葉クリニック", phone="0155-1")


@pytest.fixture
def official():
    return people.official()


def test_update_writes_history_audit_and_a_new_version(clinic, official):
    values = {"kana": "アオバ", "phone": "0155-1"}
    saved = update_facility(
        facility=clinic, version=1, values=values, reason="電話で確認", by=official
    )
    assert saved.version == 2
    assert Facility.objects.search("あおば").get() == clinic
    state = clinic.history.first()
    assert (state.kana, state.history_user) == ("アオバ", official)
    assert state.history_change_reason == "電話で確認"
    event = AuditEvent.objects.get(action="update_facility")
    assert event.detail == {"kana": ["", "アオバ"]}


def test_update_that_changes_nothing_writes_nothing(clinic, official):
    update_facility(
        facility=clinic, version=1, values={"phone": "0155-1"}, reason="", by=official
    )
    clinic.refresh_from_db()
    assert clinic.version == 1
    assert not AuditEvent.objects.filter(action="update_facility").exists()


def test_update_refuses_a_version_that_is_gone(clinic, official):
    first, second = {"phone": "0155-2"}, {"phone": "0155-3"}
    update_facility(facility=clinic, version=1, values=first, reason="一", by=official)
    with pytest.raises(EditedMeanwhile) as race:
        update_facility(
            facility=clinic, version=1, values=second, reason="二", by=official
        )
    assert race.value.current.phone == "0155-2"
    clinic.refresh_from_db()
    assert clinic.phone == "0155-2"


def test_update_refuses_another_region(clinic):
    stranger = people.official("15")
    with pytest.raises(OutsideRegion):
        update_facility(
            facility=clinic, version=1, values={"note": "x"}, reason="", by=stranger
        )


def test_update_refuses_to_move_a_facility_out_of_the_clerks_region(clinic, town):
    clerk = people.clerk(places.health_centre([town]))
    elsewhere = places.municipality("01101", "札幌市中央区")
    with pytest.raises(OutsideRegion):
        update_facility(
            facility=clinic,
            version=1,
            values={"municipality": elsewhere},
            reason="移転",
            by=clerk,
        )
    clinic.refresh_from_db()
    assert clinic.municipality == town


def test_update_refuses_a_field_that_people_do_not_own(clinic, official):
    with pytest.raises(ValueError, match="code"):
        update_facility(
            facility=clinic, version=1, values={"code": "1"}, reason="", by=official
        )


def test_register_takes_the_prefecture_of_the_municipality(town, official):
    made = register_facility(
        values={
            "code_system": CodeSystem.CARE_OFFICE,
            "code": "0160000001",
            "name": "十勝訪問看護ステーション",
            "kind": FacilityKind.NURSING_STATION,
            "municipality": town,
        },
        on=date(2024, 4, 1),
        reason="届出による",
        by=official,
    )
    assert made.prefecture_id == "01"
    assert made.office_number == made.code
    assert Facility.objects.search("十勝訪問").get() == made
    assert Facility.objects.open_on(date(2024, 3, 31)).count() == 0
    assert made.history.get().history_user == official


def test_register_refuses_another_region(town):
    abroad = places.municipality("15201", prefecture_code="15")
    with pytest.raises(OutsideRegion):
        register_facility(
            values={
                "code": "1560000001",
                "name": "新潟",
                "kind": FacilityKind.OTHER,
                "municipality": abroad,
            },
            on=DAY,
            reason="",
            by=people.official("01"),
        )


def test_close_takes_the_facility_out_of_the_counts_after_its_last_day(
    clinic, official
):
    facilities.official_list()
    facilities.filing(clinic, "支援診1")
    close_facility(facility=clinic, version=1, on=DAY, reason="廃止届", by=official)
    assert figures_on(DAY).of(["01207"]).zaishishin == 1
    assert figures_on(date(2025, 11, 21)).of(["01207"]).zaishishin == 0


def test_close_tells_other_rooms_and_stands_or_falls_with_them(clinic, official):
    def refuse(**kwargs):
        raise RuntimeError(str(kwargs["on"]))

    facility_closed.connect(refuse)
    try:
        with pytest.raises(RuntimeError, match="2025-11-20"):
            close_facility(facility=clinic, version=1, on=DAY, reason="", by=official)
    finally:
        facility_closed.disconnect(refuse)
    clinic.refresh_from_db()
    assert clinic.closed_on is None


def test_close_refuses_what_is_closed_and_reopen_takes_it_back(clinic, official):
    close_facility(facility=clinic, version=1, on=DAY, reason="廃止", by=official)
    with pytest.raises(AlreadyClosed):
        close_facility(facility=clinic, version=2, on=DAY, reason="廃止", by=official)
    reopen_facility(facility=clinic, version=2, reason="誤り", by=official)
    clinic.refresh_from_db()
    assert clinic.closed_on is None
    assert clinic.history.count() == 3


def test_confirm_facility_keeps_the_day(clinic, official):
    confirm_facility(facility=clinic, on=DAY, by=official)
    clinic.refresh_from_db()
    assert clinic.last_confirmed_on == DAY


def test_confirm_function_twice_is_one_provision(clinic, official):
    said = {"function": CareFunction.EOL, "starts_on": DAY, "evidence_text": "電話"}
    first = confirm_function(facility=clinic, **said, by=official)
    again = confirm_function(facility=clinic, **said, by=official)
    assert first == again
    assert first.history.get().history_user == official
    assert Facility.objects.providing("eol", DAY).get() == clinic


def test_end_function_ends_it_after_the_day(clinic, official):
    said = confirm_function(
        facility=clinic,
        function=CareFunction.EOL,
        starts_on=date(2025, 1, 1),
        evidence_text="電話",
        by=official,
    )
    end_function(provision=said, on=DAY, reason="体制がなくなった", by=official)
    assert Facility.objects.providing("eol", DAY).exists()
    assert not Facility.objects.providing("eol", date(2025, 11, 21)).exists()
    assert said.history.first().history_change_reason == "体制がなくなった"
