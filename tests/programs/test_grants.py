"""The way of a grant: every state, step and person; amounts that add up; who is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, User
from designations.models import Operator
from programs.actions import (
    apply_for_grant,
    edit_year,
)
from programs.errors import NotAllowed, RuleBroken, Stale, WrongState
from programs.grant_totals import by_operator_kind, by_zone, check
from programs.kinds import GrantMove, GrantStatus
from programs.models import Grant, ProgramYear
from programs.workflow import TRANSITIONS
from tests.factories import designations, facilities, people, places
from tests.factories import programs as make
from zones.models import HomeCareZone

pytestmark = pytest.mark.django_db
ON = make.TODAY
OFFICIAL_ALONE = {"decide", "reject", "change", "send_back", "finalise", "revoke"}


def person(who: str, zone: HomeCareZone) -> User:
    """Somebody of each kind; a clerk's health centre covers the zone or another town."""
    own = places.municipality("01101")
    away = places.municipality("01207", "離れた市")
    return {
        "official": lambda: people.official(),
        "official elsewhere": lambda: people.official("15"),
        "clerk": lambda: people.clerk(places.health_centre([own])),
        "clerk elsewhere": lambda: people.clerk(places.health_centre([away])),
        "committee": people.committee_member,
        "administrator": people.administrator,
    }[who]()


WHO = (
    "official",
    "official elsewhere",
    "clerk",
    "clerk elsewhere",
    "committee",
    "administrator",
)
MOVES = [move for move in GrantMove if move != GrantMove.APPLY]


def expected(status: str, move: GrantMove, who: str) -> type[Exception] | None:
    """What a step brings: None for success, else what is raised."""
    if (GrantStatus(status), move) not in TRANSITIONS:
        return WrongState
    if who == "official":
        return None
    if who == "clerk" and move.value not in OFFICIAL_ALONE:
        return None
    return NotAllowed


@pytest.mark.parametrize("status", GrantStatus.values)
@pytest.mark.parametrize("move", MOVES)
def test_every_step_from_every_state_is_open_to_exactly_whom_it_should_be(
    status: str,
    move: GrantMove,
    zone: HomeCareZone,
    year: ProgramYear,
    applicant: Operator,
) -> None:
    made = make.grant(year, applicant, status, zone=zone)
    for who in WHO:
        wanted = expected(status, move, who)
        someone = person(who, zone)
        if wanted is None:
            with transaction.atomic():
                after = make.taken(made, move, someone)
                assert after.status == TRANSITIONS[GrantStatus(status), move].target
                assert after.steps.order_by("-pk").first().move == move
                transaction.set_rollback(True)
        else:
            with pytest.raises(wanted):
                make.taken(made, move, someone)
        assert Grant.objects.get(pk=made.pk).status == status


@pytest.mark.parametrize("who", WHO)
def test_an_application_comes_from_the_own_region_only(
    who: str, zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    someone = person(who, zone)
    if who in ("official", "clerk"):
        assert make.applied(year, applicant, by=someone).number == 1
        return
    with pytest.raises(NotAllowed):
        make.applied(year, applicant, by=someone)


def test_a_closed_applicant_is_refused_at_application_and_at_decision(
    zone: HomeCareZone, year: ProgramYear
) -> None:
    facility = facilities.facility()
    applicant = designations.institution(facility)
    made = make.applied(year, applicant, on=date(2025, 5, 1))
    facility.closed_on = date(2025, 6, 1)
    facility.save(update_fields=["closed_on"])
    with pytest.raises(RuleBroken, match="G1"):
        make.taken(made, GrantMove.DECIDE, people.official())
    applicant = Operator.objects.get(pk=applicant.pk)
    with pytest.raises(RuleBroken, match="G1"):
        make.applied(year, applicant, on=date(2025, 6, 1))
    assert make.applied(year, applicant, on=date(2025, 5, 31)).number == 2


def test_an_applicant_or_zone_of_another_prefecture_is_refused(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    abroad = designations.association(prefecture_code="15")
    with pytest.raises(RuleBroken, match="G2"):
        make.applied(year, abroad)
    with pytest.raises(RuleBroken, match="G3"):
        make.applied(
            year, applicant, zone=designations.zone("別の県", prefecture_code="15")
        )
    assert not Grant.objects.exists()


def test_decisions_stay_within_the_budget_of_the_program(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    official = people.official()
    first = make.applied(year, applicant)
    second = make.applied(year, designations.association())
    make.taken(first, GrantMove.DECIDE, official, amount=5_000)
    with pytest.raises(RuleBroken, match="残り4,000千円"):
        make.taken(second, GrantMove.DECIDE, official, amount=4_001)
    second = make.taken(second, GrantMove.DECIDE, official, amount=4_000)
    with pytest.raises(RuleBroken, match="G4"):
        make.taken(second, GrantMove.CHANGE, official, amount=4_001)
    revoked = make.taken(
        Grant.objects.get(pk=first.pk), GrantMove.REVOKE, official, on=ON
    )
    assert revoked.amount is None
    assert make.taken(second, GrantMove.CHANGE, official, amount=9_000).decided == 9_000


def test_a_budget_is_not_set_below_what_was_decided(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    official = people.official()
    make.grant(year, applicant, "decided", by=official)
    year.refresh_from_db()
    values = {"budget_first": 1_999}
    with pytest.raises(RuleBroken, match="P4"):
        edit_year(
            year=year, version=year.version, values=values, reason="", by=official
        )
    values = {"budget_first": 2_000}
    assert edit_year(
        year=year, version=year.version, values=values, reason="", by=official
    )


def test_the_final_amount_is_covered_by_decision_and_report(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    official = people.official()
    made = make.grant(year, applicant, "decided", by=official)
    made = make.taken(made, GrantMove.REPORT, official, amount=1_800)
    with pytest.raises(RuleBroken, match="1,800千円"):
        make.taken(made, GrantMove.FINALISE, official, amount=1_801)
    assert make.taken(made, GrantMove.FINALISE, official, amount=1_800).amount == 1_800


def test_the_database_refuses_a_final_amount_above_the_decision(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    made = make.grant(year, applicant, "final")
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=made.pk).update(final=made.decided + 1)


def test_steps_follow_each_other_in_time_and_say_why(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    official = people.official()
    made = make.applied(year, applicant, on=date(2025, 5, 1))
    with pytest.raises(RuleBroken, match="G6"):
        make.taken(made, GrantMove.DECIDE, official, on=date(2025, 4, 30))
    with pytest.raises(RuleBroken, match="理由"):
        make.taken(made, GrantMove.REJECT, official, reason="")
    assert make.taken(made, GrantMove.DECIDE, official, on=date(2025, 5, 1))


def test_the_second_of_two_decisions_is_stale(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    official = people.official()
    made = make.grant(year, applicant, "decided", by=official)
    make.taken(made, GrantMove.CHANGE, official, amount=2_500)
    with pytest.raises(Stale):
        make.taken(made, GrantMove.CHANGE, official, amount=2_600)
    assert Grant.objects.get(pk=made.pk).decided == 2_500


def test_sums_by_zone_and_kind_agree_with_the_program(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    official = people.official()
    make.grant(year, applicant, "final", zone=zone, by=official)
    make.grant(year, designations.association(), "decided", by=official)
    make.grant(year, designations.association(), "rejected", by=official)
    grants = list(
        Grant.objects.select_related("zone", "applicant__facility").order_by("pk")
    )
    zones, kinds = by_zone(grants), by_operator_kind(grants)
    assert [(t.name, t.decided, t.final) for t in zones] == [
        ("試験", 2_000, 2_000),
        ("圏域を定めない", 2_000, 0),
    ]
    assert {t.name: t.grants for t in kinds} == {"診療所": 1, "医師会": 2}
    for column in ("grants", "requested", "decided", "final"):
        assert sum(getattr(t, column) for t in zones) == sum(
            getattr(t, column) for t in kinds
        )
    found = check(year, grants)
    assert (found.decided, found.left, found.open_grants) == (4_000, 5_000, 1)
    assert found.complaint == ""


def test_a_settled_amount_that_does_not_agree_is_told(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    make.grant(year, applicant, "final")
    year.settled = 2_100
    assert "2,100千円が合っていません" in check(year, year.grants.all()).complaint
    year.settled = 2_000
    assert check(year, year.grants.all()).complaint == ""


def test_each_step_goes_on_record(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    made = make.grant(year, applicant, "final")
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    wanted = ["apply_for_grant", "decide_grant", "report_grant", "finalise_grant"]
    assert [a for a in actions if a in wanted] == wanted
    assert made.history.count() == 4
    assert made.steps.count() == 4


def test_an_amount_of_nothing_is_refused(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    with pytest.raises(RuleBroken, match="G7"):
        apply_for_grant(
            year=year, applicant=applicant, requested=0, on=ON, by=people.official()
        )
