"""How a designation ends: by an act of its own, before it began, and by what follows it."""

from datetime import date, timedelta

import pytest

from designations.actions import (
    advance,
    end_designation,
    enter_designation,
    propose_candidate,
)
from designations.errors import RuleBroken, WrongState
from designations.kinds import EndKind
from designations.models import Designation, DesignationZone
from designations.workflow import Move
from tests.factories import designations as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY, TODAY = make.BEGINS, make.TODAY


def finish(act: Designation, last_day: date, **more: object) -> Designation:
    values = {
        "kind": EndKind.RESIGNED,
        "decided_on": TODAY,
        "document_number": "地医第9号",
        "reason": "申出による",
        "on": TODAY,
        "by": people.official(),
    }
    return end_designation(designation=act, last_day=last_day, **(values | more))


def test_an_ending_closes_the_period_by_an_act_of_its_own() -> None:
    made = make.entered(make.zone())
    last = date(2026, 3, 31)
    ended = finish(made, last)
    assert (ended.end_kind, ended.effective_until) == (EndKind.RESIGNED, last)
    assert ended.end_document_number == "地医第9号"
    assert Designation.objects.effective_on(last).exists()
    assert not Designation.objects.effective_on(last + timedelta(days=1)).exists()
    assert DesignationZone.objects.get().effective_until == last


def test_an_ending_outside_the_period_or_twice_is_refused() -> None:
    made = make.entered(make.zone())
    with pytest.raises(RuleBroken, match="D9"):
        finish(made, DAY - timedelta(days=1))
    ended = finish(made, TODAY)
    with pytest.raises(WrongState):
        finish(ended, TODAY)


def test_revoking_before_the_first_day_means_it_was_never_in_force() -> None:
    zone = make.zone()
    made = make.entered(zone, effective_from=date(2026, 4, 1))
    ended = finish(made, TODAY, kind=EndKind.REVOKED)
    assert ended.end_kind == EndKind.ANNULLED
    assert not Designation.objects.effective_on(date(2026, 4, 1)).exists()
    # The place in the zone is free again.
    make.entered(zone, made.operator, effective_from=date(2026, 4, 1))


def test_a_successor_closes_what_it_follows_on_the_day_before() -> None:
    zone = make.zone()
    old = make.entered(zone)
    by, first = people.official(), date(2026, 4, 1)
    new = propose_candidate(
        act=make.act(zone, old.operator, effective_from=first),
        on=TODAY,
        predecessor=old,
        by=by,
    )
    for move in (Move.COORDINATE, Move.SUBMIT):
        new = advance(designation=new, move=move, on=TODAY, by=by)
    make.decided(new, effective_from=first)
    old.refresh_from_db()
    assert old.effective_until == first - timedelta(days=1)
    assert old.end_kind == EndKind.SUCCEEDED
    on = Designation.objects.effective_on
    assert on(first - timedelta(days=1)).get() == old
    assert on(first).get().predecessor == old


def test_a_successor_that_begins_too_early_is_refused() -> None:
    zone = make.zone()
    old = make.entered(zone)
    with pytest.raises(RuleBroken, match="D10"):
        enter_designation(
            act=make.act(zone, old.operator),
            on=TODAY,
            reason="変更",
            predecessor=old,
            by=people.official(),
        )
