"""What the actions do and refuse: proposing, entering, editing, designating."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEvent
from designations.actions import (
    act_of,
    advance,
    confirm_entry,
    correct_contact,
    edit_designation,
    enter_designation,
    propose_candidate,
)
from designations.errors import (
    NotAllowed,
    RuleBroken,
    StaleDesignation,
    WrongState,
)
from designations.kinds import Kind, Status, StepKind
from designations.models import Designation
from designations.workflow import Move
from facilities.kinds import FacilityKind
from tests.factories import designations as make
from tests.factories import people, places

pytestmark = pytest.mark.django_db
DAY, TODAY = make.BEGINS, make.TODAY


def test_a_candidate_is_in_force_on_no_day() -> None:
    made = make.candidate(make.zone())
    assert made.status == Status.CANDIDATE
    assert not Designation.objects.effective_on(DAY).exists()


def test_case_numbers_count_up_in_the_fiscal_year() -> None:
    zone, by = make.zone(), people.official()
    numbers = [make.candidate(zone, by=by).case_number for _ in range(2)]
    later = propose_candidate(act=make.act(zone), on=date(2026, 4, 1), by=by)
    assert [*numbers, later.case_number] == ["R7-001", "R7-002", "R8-001"]


def test_designating_puts_it_in_force_from_its_first_day_on() -> None:
    made = make.decided(make.in_review(make.zone()))
    assert made.status == Status.DESIGNATED
    assert not Designation.objects.effective_on(DAY - timedelta(days=1)).exists()
    assert Designation.objects.effective_on(DAY).get() == made


def test_designating_refuses_who_proposed_or_submitted_it() -> None:
    one, other = people.official(), people.official()
    case = make.in_review(make.zone(), by=one)
    with pytest.raises(RuleBroken, match="D5"):
        make.decided(case, by=one)
    back = advance(
        designation=case, move=Move.SEND_BACK, on=TODAY, reason="根拠", by=other
    )
    again = advance(designation=back, move=Move.SUBMIT, on=TODAY, by=other)
    with pytest.raises(RuleBroken, match="D5"):
        make.decided(again, by=other)
    assert make.decided(again).status == Status.DESIGNATED


def test_a_clerk_proposes_but_does_not_designate() -> None:
    zone = make.zone()
    clerk = people.clerk(places.health_centre())
    case = make.in_review(zone, by=clerk)
    with pytest.raises(NotAllowed):
        make.decided(case, by=people.clerk(places.health_centre()))
    with pytest.raises(NotAllowed):
        enter_designation(act=make.act(zone), on=TODAY, reason="既決", by=clerk)


def test_a_second_hub_is_refused_where_the_plan_says_one() -> None:
    zone = make.zone()
    make.entered(zone)
    with pytest.raises(RuleBroken, match="D3"):
        make.decided(make.in_review(zone))


def test_a_second_hub_is_taken_where_the_plan_says_many() -> None:
    zone = make.zone(hubs_per_zone="many")
    make.entered(zone)
    assert make.decided(make.in_review(zone)).status == Status.DESIGNATED


def test_the_same_operator_twice_in_a_zone_is_refused_with_the_other_named() -> None:
    zone = make.zone(hubs_per_zone="many")
    operator = make.association()
    first = make.entered(zone, operator)
    with pytest.raises(RuleBroken, match=first.case_number):
        make.entered(zone, operator)


def test_a_gap_of_no_day_between_two_acts_is_no_overlap() -> None:
    zone, operator = make.zone(), make.association()
    last = DAY + timedelta(days=30)
    make.entered(zone, operator, effective_until=last)
    with pytest.raises(RuleBroken, match="D2"):
        make.entered(zone, operator, effective_from=last)
    make.entered(zone, operator, effective_from=last + timedelta(days=1))
    assert Designation.objects.count() == 2


def test_the_same_body_may_be_hub_and_active() -> None:
    zone, operator = make.zone(), make.institution()
    make.entered(zone, operator, Kind.HUB)
    make.entered(zone, operator, Kind.ACTIVE)
    assert Designation.objects.effective_on(DAY).count() == 2


def test_an_active_institution_that_is_no_hospital_or_clinic_needs_a_reason() -> None:
    zone = make.zone()
    pharmacy = make.institution(kind=FacilityKind.PHARMACY)
    with pytest.raises(RuleBroken, match="D4"):
        make.candidate(zone, pharmacy, Kind.ACTIVE)
    with pytest.raises(RuleBroken, match="D4"):
        make.entered(zone, pharmacy, Kind.ACTIVE)
    made = make.entered(
        zone, pharmacy, Kind.ACTIVE, non_medical_reason="平成31年からの指定"
    )
    assert made.status == Status.DESIGNATED


def test_a_plan_may_allow_other_active_institutions() -> None:
    zone = make.zone(non_medical_active=True)
    pharmacy = make.institution(kind=FacilityKind.PHARMACY)
    assert make.candidate(zone, pharmacy, Kind.ACTIVE).status == Status.CANDIDATE


def test_entering_refuses_a_decision_that_is_still_to_come() -> None:
    with pytest.raises(RuleBroken, match="決定日"):
        make.entered(make.zone(), decided_on=TODAY + timedelta(days=1))


def test_what_was_entered_directly_is_confirmed_by_another() -> None:
    by = people.official()
    made = make.entered(make.zone(), by=by)
    with pytest.raises(RuleBroken, match="D5"):
        confirm_entry(designation=made, on=TODAY, by=by)
    other = people.official()
    assert confirm_entry(designation=made, on=TODAY, by=other).approved_by == other
    with pytest.raises(WrongState):
        confirm_entry(designation=made, on=TODAY, by=other)


def test_an_edit_of_what_somebody_else_changed_is_stale() -> None:
    case = make.candidate(make.zone())
    by = people.official()
    version = case.version
    act = act_of(case)
    edit_designation(designation=case, version=version, act=act, on=TODAY, by=by)
    with pytest.raises(StaleDesignation):
        edit_designation(designation=case, version=version, act=act, on=TODAY, by=by)


def test_a_step_on_a_page_read_before_a_change_is_stale() -> None:
    case = make.in_review(make.zone())
    advance(
        designation=case,
        move=Move.SEND_BACK,
        on=TODAY,
        reason="根拠",
        by=people.official(),
    )
    with pytest.raises(WrongState):
        make.decided(case)


def test_what_is_designated_is_not_edited() -> None:
    made = make.entered(make.zone())
    with pytest.raises(WrongState):
        edit_designation(
            designation=made,
            version=made.version,
            act=act_of(made),
            on=TODAY,
            by=people.official(),
        )


def test_only_contact_and_note_of_a_designated_one_are_corrected() -> None:
    made = make.entered(make.zone())
    given = {
        "designation": made,
        "version": made.version,
        "on": TODAY,
        "reason": "電話の変更",
        "by": people.official(),
    }
    with pytest.raises(ValueError, match="document_number"):
        correct_contact(changes={"document_number": "x"}, **given)
    changed = correct_contact(changes={"contact": "0155-00-0000"}, **given)
    assert changed.contact == "0155-00-0000"
    assert changed.history.count() == 2


def test_zones_outside_the_plan_of_the_first_day_are_refused() -> None:
    with pytest.raises(RuleBroken, match="D8"):
        make.entered(make.zone(), effective_from=date(2023, 4, 1))


def test_each_step_stands_on_the_timeline_and_in_the_audit() -> None:
    case = make.decided(make.in_review(make.zone()), reason="異議なし")
    kinds = list(case.steps.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        StepKind.PROPOSED,
        StepKind.COORDINATED,
        StepKind.SUBMITTED,
        StepKind.DESIGNATED,
    ]
    audited = AuditEvent.objects.filter(target_id=str(case.pk)).order_by("pk")
    assert list(audited.values_list("action", flat=True)) == [
        f"designation_{kind}" for kind in kinds
    ]
    assert case.history.count() == 4
    assert case.steps.first().reason == "異議なし"
