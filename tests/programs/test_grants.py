"""The way of a grant: every state, step and person; amounts that add up; who is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, BulkChange, User
from designations.models import Operator
from programs.actions import (
    apply_for_grant,
    attach_document,
    edit_grant,
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


@pytest.fixture
def zone() -> HomeCareZone:
    town = places.municipality("01101", "試験市")
    return places.plan({"試験": [town]}).plan.zones.get()


@pytest.fixture
def applicant(zone: HomeCareZone) -> Operator:
    return designations.institution(facilities.facility())


@pytest.fixture
def year(zone: HomeCareZone) -> ProgramYear:
    return make.budgeted(zone)


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


def test_a_document_is_kept_as_it_came_and_others_are_refused(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    official = people.official()
    made = make.applied(year, applicant)
    kept = attach_document(
        owner=made,
        title="交付申請書",
        file_name="..\\folder/申請書.pdf",
        content=b"%PDF-1.7 test",
        by=official,
    )
    assert (kept.file_name, bytes(kept.content)) == ("申請書.pdf", b"%PDF-1.7 test")
    for name, content in (
        ("申請書.pdf", b"MZ program"),
        ("申請書.exe", b"MZ program"),
        ("申請書.html", b"<script>"),
    ):
        with pytest.raises(RuleBroken, match="添付できるのは"):
            attach_document(
                owner=made, title="x", file_name=name, content=content, by=official
            )
    with pytest.raises(NotAllowed):
        attach_document(
            owner=made,
            title="x",
            file_name="x.pdf",
            content=b"%PDF-",
            by=people.official("15"),
        )


def _edit(grant: Grant, by: User, **values: object) -> bool:
    return edit_grant(
        grant=grant, version=grant.version, values=values, reason="訂正", by=by
    )


def test_application_is_corrected_by_who_entered_it(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator
) -> None:
    clerk = person("clerk", zone)
    grant = make.applied(year, applicant, zone=zone, by=clerk)
    assert _edit(grant, clerk, purpose="往診車の購入")
    grant.refresh_from_db()
    assert (grant.purpose, grant.version) == ("往診車の購入", 2)
    assert grant.history.first().history_change_reason == "訂正"
    with pytest.raises(RuleBroken, match="G8"):
        _edit(grant, clerk, document_number="第1号")
    with pytest.raises(Stale):
        edit_grant(
            grant=grant, version=1, values={"purpose": "別"}, reason="訂正", by=clerk
        )


def test_decided_grant_is_corrected_by_head_office_alone(
    zone: HomeCareZone, year: ProgramYear, applicant: Operator, client: Client
) -> None:
    grant = make.grant(year, applicant, GrantStatus.DECIDED, zone=zone)
    clerk, official = person("clerk", zone), person("official", zone)
    with pytest.raises(NotAllowed):
        _edit(grant, clerk, purpose="別")
    with pytest.raises(NotAllowed):
        _edit(grant, person("official elsewhere", zone), purpose="別")
    assert _edit(grant, official, document_number="地医第12号")
    address = reverse("programs:grant-edit", args=[grant.pk])
    client.force_login(clerk)
    assert client.get(address).status_code == 403
    client.force_login(official)
    assert "地医第12号" in client.get(address).content.decode()
    sent = {"version": grant.version, "purpose": "器材", "zone": zone.pk}
    sent |= {"document_number": "地医第13号", "reason": "番号の訂正"}
    answer = client.post(address, sent)
    assert answer.url == grant.get_absolute_url()
    grant.refresh_from_db()
    assert (grant.purpose, grant.document_number) == ("器材", "地医第13号")


def test_all_grants_that_are_shown_are_changed_at_once_and_back(
    zone: HomeCareZone, year: ProgramYear, client: Client
) -> None:
    official = person("official", zone)
    client.force_login(official)
    grants = [
        make.applied(year, designations.institution(facilities.facility()), by=official)
        for _ in range(3)
    ]
    page = client.get(reverse("programs:grants"), {"year": make.YEAR})
    assert page.content.decode().count('name="pk"') == 3
    bulk = reverse("portal:bulk", args=["grant"])
    found = client.get(bulk, {"all": "yes", "prefecture": "01", "year": make.YEAR})
    assert found.context["chosen"] == grants
    sent = {"pk": [one.pk for one in grants], "zone": zone.pk, "reason": "圏域の記入"}
    preview = client.post(bulk, sent)
    assert len(preview.context["preview"]) == 3
    client.post(bulk, sent | {"confirmed": "yes"})
    assert set(Grant.objects.values_list("zone", flat=True)) == {zone.pk}
    change = BulkChange.objects.get(by=official)
    client.post(reverse("portal:bulk-undo", args=[change.pk]), {"reason": "誤り"})
    assert set(Grant.objects.values_list("zone", flat=True)) == {None}
