"""The rules as facts about days and values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designations import rules
from designations.kinds import CheckState, Kind
from designations.rules import CheckedItem, Period, Rival
from facilities.kinds import FacilityKind

DAY = date(2025, 10, 1)
DAYS = st.dates(date(2024, 4, 1), date(2024, 5, 20))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(DAYS)
    length = draw(st.none() | st.integers(0, 30))
    return Period(first, None if length is None else first + timedelta(days=length))


def rival(period: Period) -> Rival:
    return Rival("R7-001", "試験医師会", "試験圏域", period)


@given(periods(), periods())
def test_periods_meet_when_a_day_lies_in_both(one: Period, other: Period) -> None:
    span = [date(2024, 4, 1) + timedelta(days=n) for n in range(120)]
    shared = any(one.holds(day) and other.holds(day) for day in span)
    assert one.meets(other) == shared
    assert other.meets(one) == shared


@given(periods(), st.lists(periods(), max_size=4))
def test_no_overlap_names_each_rival_that_shares_a_day(
    period: Period, others: list[Period]
) -> None:
    said = rules.d2_no_overlap(period, [rival(other) for other in others])
    assert len(said) == sum(other.meets(period) for other in others)


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (DAY, None, False),
        (DAY, DAY, False),
        (DAY, DAY - timedelta(days=1), True),
        (None, DAY, False),
    ],
)
def test_a_period_ends_on_or_after_it_starts(
    first: date | None, last: date | None, *, refused: bool
) -> None:
    assert bool(rules.d1_period_in_order(first, last)) == refused


def test_one_hub_a_zone_only_where_the_plan_says_so() -> None:
    others = [rival(Period(DAY))]
    said = rules.d3_hubs_as_the_plan_says(Period(DAY), others, one_per_zone=True)
    assert "R7-001" in said[0]
    assert not rules.d3_hubs_as_the_plan_says(Period(DAY), others, one_per_zone=False)


@pytest.mark.parametrize(
    ("kind", "facility_kind", "refused"),
    [
        (Kind.ACTIVE, FacilityKind.HOSPITAL, False),
        (Kind.ACTIVE, FacilityKind.CLINIC, False),
        (Kind.ACTIVE, FacilityKind.MEDICAL, False),
        (Kind.ACTIVE, FacilityKind.DENTAL_CLINIC, True),
        (Kind.ACTIVE, FacilityKind.PHARMACY, True),
        (Kind.ACTIVE, None, True),
        (Kind.HUB, None, False),
        (Kind.HUB, FacilityKind.PHARMACY, False),
    ],
)
def test_active_institutions_are_hospitals_or_clinics(
    kind: Kind, facility_kind: str | None, *, refused: bool
) -> None:
    said = rules.d4_active_is_medical(kind, facility_kind, plan_allows=False)
    assert bool(said) == refused
    assert not rules.d4_active_is_medical(kind, facility_kind, plan_allows=True)
    assert not rules.d4_active_is_medical(
        kind, facility_kind, plan_allows=False, reason="平成31年からの指定"
    )


def test_who_proposed_or_submitted_does_not_approve() -> None:
    assert rules.d5_another_approves(1, 1, None)
    assert rules.d5_another_approves(1, 2, 1)
    assert not rules.d5_another_approves(1, 2, 3)


@pytest.mark.parametrize(
    ("state", "mandatory", "waived", "left"),
    [
        (CheckState.MET, True, False, False),
        (CheckState.NOT_APPLICABLE, True, False, False),
        (CheckState.PLANNED, True, False, True),
        (CheckState.NOT_MET, True, False, True),
        (CheckState.NOT_MET, True, True, False),
        (CheckState.NOT_MET, False, False, False),
    ],
)
def test_mandatory_requirements_are_met_waived_or_do_not_apply(
    state: str, *, mandatory: bool, waived: bool, left: bool
) -> None:
    item = CheckedItem("H5", "住民への普及啓発", mandatory, state, waived)
    assert bool(rules.d6_requirements_settled([item])) == left


def test_a_document_has_a_day_and_a_number() -> None:
    assert len(rules.d7_document_named(" ", None)) == 2
    assert not rules.d7_document_named("地医第123号", DAY)


def test_zones_belong_to_the_plan_and_parts_to_their_zone() -> None:
    members = {1: {"01100"}, 2: {"01202"}}
    assert rules.d8_zones_of_the_plan([], members, {})
    assert rules.d8_zones_of_the_plan([("外", 9)], members, {})
    assert rules.d8_zones_of_the_plan([("札幌", 1)], members, {1: {"01202"}})
    assert not rules.d8_zones_of_the_plan([("札幌", 1)], members, {1: {"01100"}})


def test_an_ending_lies_in_the_period() -> None:
    period = Period(DAY, DAY + timedelta(days=9))
    assert not rules.d9_ending_in_period(period, DAY)
    assert rules.d9_ending_in_period(period, DAY - timedelta(days=1))
    assert rules.d9_ending_in_period(period, DAY + timedelta(days=10))


def test_a_successor_begins_after_the_first_day_of_what_it_follows() -> None:
    assert rules.d10_successor_follows(Period(DAY), DAY)
    assert not rules.d10_successor_follows(Period(DAY), DAY + timedelta(days=1))


def test_every_rule_says_its_id_first_in_its_documentation() -> None:
    for rule in rules.RULES:
        number = rule.__name__.split("_")[0].upper()
        assert rule.__doc__.startswith(f"{number}. ")
