"""The selection rule: which step answers for a municipality, in which order, and why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from designations.actions import (
    StepValues,
    edit_selection_steps,
    set_consultation_desk,
    take_up_candidate,
)
from designations.candidates import candidates_of
from designations.errors import NotAllowed, RuleBroken
from designations.kinds import Kind, OperatorKind, Status
from designations.models import SelectionStep
from facilities.kinds import FacilityKind
from tests.factories import designations as make
from tests.factories import facilities, people, places
from tests.factories.selection import Corner, holder

pytestmark = pytest.mark.django_db
DAY, TODAY = make.BEGINS, make.TODAY


def test_a_hospital_answers_first_and_all_of_them(corner: Corner) -> None:
    codes = [holder(corner.hospital_town, "支援病3") for _ in range(2)]
    holder(corner.hospital_town, "支援診1")
    found = corner.answer(corner.hospital_town)
    assert found.step_code == "SA1"
    assert [c.code for c in found.candidates] == sorted(codes)


def test_without_a_hospital_the_clinics_answer_the_enhanced_first(
    corner: Corner,
) -> None:
    plain = holder(corner.clinic_town, "支援診3")
    enhanced = holder(corner.clinic_town, "支援診2")
    found = corner.answer(corner.clinic_town)
    assert found.step_code == "SA2"
    assert [c.code for c in found.candidates] == [enhanced, plain]
    assert "機能強化型を優先" in found.candidates[0].reason
    assert found.candidates[0].filing == "支援診２"


def test_an_empty_town_is_answered_by_the_nearest_of_its_area(corner: Corner) -> None:
    far = holder(corner.hospital_town, "支援病1")
    near = holder(corner.clinic_town, "支援診3")
    holder(corner.alone, "支援病1")
    found = corner.answer(corner.empty)
    assert found.step_code == "SA3"
    assert [c.code for c in found.candidates] == [near, far]
    assert found.candidates[0].distance_km == pytest.approx(4.1, abs=0.1)
    assert "診療所町" in found.candidates[0].reason


def test_where_the_area_has_nobody_no_step_answers(corner: Corner) -> None:
    holder(corner.hospital_town, "支援病1")
    found = corner.answer(corner.alone)
    assert (found.step_code, found.candidates) == ("none", ())
    assert "中空知" in found.missing


def test_an_institution_of_a_ward_counts_for_its_city(corner: Corner) -> None:
    code = holder(corner.ward, "支援病2")
    found = corner.answer(corner.city)
    assert (found.step_code, found.candidates[0].code) == ("SA1", code)


def test_a_backup_hospital_or_a_closed_one_is_no_candidate(corner: Corner) -> None:
    holder(corner.hospital_town, "在後病")
    holder(corner.hospital_town, "支援病1", closed_on=DAY.replace(day=1, month=9))
    assert corner.answer(corner.hospital_town).step_code == "none"


def test_a_filing_that_begins_later_does_not_count_yet(corner: Corner) -> None:
    facility = facilities.facility(corner.hospital_town)
    facilities.filing(facility, "支援病1", starts_on=TODAY)
    assert corner.answer(corner.hospital_town).step_code == "none"


def test_a_candidate_says_that_it_is_designated_already(corner: Corner) -> None:
    facility = facilities.facility(corner.hospital_town)
    facilities.filing(facility, "支援病1")
    zone = places.zone("東")
    act = make.entered(zone, make.institution(facility), Kind.ACTIVE)
    found = corner.answer(corner.hospital_town).candidates[0]
    assert found.designated == (f"指定中（R7.10.1から） {act.case_number}",)


def test_hubs_begin_with_the_consultation_desk(corner: Corner) -> None:
    by = people.official()
    desk = make.association("相談窓口", kind=OperatorKind.SUPPORT_CENTRE)
    make.association("試験医師会", municipality=corner.hospital_town)
    set_consultation_desk(municipality=corner.empty, operator=desk, by=by)
    assert corner.answer(corner.empty, Kind.HUB).step_code == "SH1"
    assert corner.answer(corner.empty, Kind.HUB).candidates[0].name == "相談窓口"
    set_consultation_desk(
        municipality=corner.empty, operator=desk, ends_on=DAY.replace(month=9), by=by
    )
    assert corner.answer(corner.empty, Kind.HUB).step_code == "SH2"


def test_hubs_go_on_with_the_association_of_the_zone_then_the_municipality(
    corner: Corner,
) -> None:
    alone = corner.answer(corner.alone, Kind.HUB)
    assert (alone.step_code, alone.candidates[0].name) == ("SH3", "離れ町")
    make.association("試験医師会", municipality=corner.hospital_town)
    found = corner.answer(corner.empty, Kind.HUB)
    assert (found.step_code, found.candidates[0].name) == ("SH2", "試験医師会")


def test_an_association_is_chosen_where_it_works_not_only_at_its_seat(
    corner: Corner,
) -> None:
    body = make.association("広域医師会", municipality=corner.hospital_town)
    body.area.add(corner.alone)
    assert corner.answer(corner.alone, Kind.HUB).candidates[0].name == "広域医師会"


def test_a_support_centre_of_the_registry_stands_beside_its_municipality(
    corner: Corner,
) -> None:
    facilities.facility(corner.alone, kind=FacilityKind.SUPPORT_CENTRE, name="包括")
    names = {c.name for c in corner.answer(corner.alone, Kind.HUB).candidates}
    assert names == {"包括", "離れ町"}


def test_the_steps_are_asked_as_officials_order_them(corner: Corner) -> None:
    holder(corner.hospital_town, "支援病1")
    clinic = holder(corner.hospital_town, "支援診3")
    by = people.official()
    clinics_first = StepValues(
        "SA2", 5, "①", "在支診", "municipality", ["zaishishin"], False, [], True
    )
    given = {"kind": Kind.ACTIVE, "steps": [clinics_first], "version": corner.version}
    with pytest.raises(RuleBroken):
        edit_selection_steps(**given, reason=" ", by=by)
    clerk = people.clerk(places.health_centre())
    with pytest.raises(NotAllowed):
        edit_selection_steps(**given, reason="順", by=clerk)
    edit_selection_steps(**given, reason="順を変える", by=by)
    found = corner.answer(corner.hospital_town)
    assert (found.step_code, found.candidates[0].code) == ("SA2", clinic)
    step = SelectionStep.objects.get(code="SA2")
    assert step.history.first().history_user == by


def test_a_later_version_gets_steps_of_its_own_when_edited(corner: Corner) -> None:
    later = places.version(
        corner.version.plan, {"東": [corner.empty]}, effective_from=TODAY
    )
    values = StepValues(
        "SA1", 10, "①", "在支病", "municipality", ["zaishibyo"], False, [], False
    )
    edit_selection_steps(
        version=later,
        kind=Kind.ACTIVE,
        steps=[values],
        reason="改定",
        by=people.official(),
    )
    assert SelectionStep.objects.get(version=later, code="SA1").in_use is False
    assert SelectionStep.objects.get(version=corner.version, code="SA1").in_use is True
    assert SelectionStep.objects.filter(version=later).count() == 6


def test_one_click_makes_a_case_that_says_why(corner: Corner) -> None:
    code = holder(corner.clinic_town, "支援診1")
    by = people.official()
    key = corner.answer(corner.empty).candidates[0].key
    given = {"kind": Kind.ACTIVE, "municipality": corner.empty, "key": key}
    made = take_up_candidate(**given, on=TODAY, by=by)
    assert made.status == Status.CANDIDATE
    assert made.operator.facility.code == code
    assert made.selection_step == "SA3"
    assert "支援診１" in made.selection_reason
    assert [z.name for z in made.zones.all()] == ["東"]
    with pytest.raises(RuleBroken, match="D12"):
        take_up_candidate(**given, on=TODAY, by=by)


def test_a_candidate_that_the_rule_no_longer_chooses_is_refused(corner: Corner) -> None:
    facility = facilities.facility(corner.clinic_town)
    with pytest.raises(RuleBroken, match="選ばれません"):
        take_up_candidate(
            kind=Kind.ACTIVE,
            municipality=corner.clinic_town,
            key=f"facility:{facility.pk}",
            on=TODAY,
            by=people.official(),
        )


def test_the_answers_ask_as_often_for_many_institutions_as_for_few(
    corner: Corner,
) -> None:
    counts = []
    for _ in range(2):
        for symbol in ("支援病1", "支援診1", "支援診3"):
            holder(corner.hospital_town, symbol)
            holder(corner.clinic_town, symbol)
        make.association(municipality=corner.empty)
        with CaptureQueriesContext(connection) as asked:
            candidates_of("01", Kind.ACTIVE, DAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]
