"""Requirements by version of the plan, and the checklist that a designation needs."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from designations.actions import act_of, designate, edit_designation, record_check
from designations.errors import NotAllowed, RuleBroken, StaleDesignation
from designations.kinds import CheckState, Kind
from designations.models import Designation, Requirement, SelectionStep
from designations.reference import load_reference
from facilities.kinds import BedsState
from tests.factories import designations as make
from tests.factories import facilities, people, places
from zones.models import HomeCareZone

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
DAY, TODAY = make.BEGINS, make.TODAY


@pytest.fixture
def zone() -> HomeCareZone:
    made = make.zone()
    load_reference(FIXTURES)
    return made


def answer(case: Designation, code: str, state: str, **more: object) -> None:
    case.refresh_from_db()
    given = {"on": TODAY, "by": people.official(), "evidence": "記録あり", **more}
    record_check(
        designation=case,
        requirement=Requirement.objects.get(code=code),
        state=state,
        **given,
    )


def decide(case: Designation) -> Designation:
    case.refresh_from_db()
    return designate(
        designation=case,
        decided_on=DAY,
        effective_from=DAY,
        document_number="地医第1号",
        on=TODAY,
        by=people.official(),
    )


def test_reference_is_loaded_once_and_left_as_edited(zone: HomeCareZone) -> None:
    items = Requirement.objects.order_by("code")
    assert items.filter(kind=Kind.HUB, set="guideline").count() == 5
    assert items.filter(kind=Kind.ACTIVE, set="guideline").count() == 6
    assert items.filter(kind=Kind.HUB, set="prefecture").count() == 3
    items.filter(code="H1").update(label="道が直した名")
    load_reference(FIXTURES)
    assert items.count() == 14
    assert items.get(code="H1").label == "道が直した名"
    assert SelectionStep.objects.count() == 6


def test_another_prefecture_has_the_guideline_only(db: None) -> None:
    make.zone(prefecture_code="15")
    load_reference(FIXTURES)
    assert not Requirement.objects.filter(set="prefecture").exists()
    assert Requirement.objects.count() == 11


def test_a_later_version_without_its_own_keeps_those_before(zone: HomeCareZone) -> None:
    first = zone.plan.versions.get()
    later = places.version(zone.plan, {}, effective_from=date(2027, 4, 1))
    assert Requirement.objects.of_version(later).count() == 14
    Requirement.objects.create(
        version=later, kind=Kind.HUB, code="H1", order=1, label="新", description="新"
    )
    assert Requirement.objects.of_version(later).get().label == "新"
    assert Requirement.objects.of_version(first).count() == 14


def test_a_candidate_gets_the_checklist_of_its_kind(zone: HomeCareZone) -> None:
    codes = make.candidate(zone).checks.values_list("requirement__code", flat=True)
    assert sorted(codes) == ["H1", "H2", "H3", "H4", "H5"]


def test_admission_does_not_apply_where_there_are_no_beds(zone: HomeCareZone) -> None:
    town = zone.memberships.order_by("pk").first().municipality
    for state, expected in (
        (BedsState.NONE, CheckState.NOT_APPLICABLE),
        (BedsState.KNOWN, CheckState.NOT_MET),
    ):
        clinic = facilities.facility(town, beds_state=state)
        case = make.candidate(zone, make.institution(clinic), Kind.ACTIVE)
        assert case.checks.get(requirement__code="A6").state == expected


def test_the_prefectures_own_narrower_set_may_be_chosen(zone: HomeCareZone) -> None:
    case = make.candidate(zone, requirement_set="prefecture")
    codes = case.checks.values_list("requirement__code", flat=True)
    assert sorted(codes) == ["HK1", "HK2", "HK3"]


def test_an_edit_to_another_set_keeps_nothing_of_the_old(zone: HomeCareZone) -> None:
    case = make.candidate(zone)
    answer(case, "H1", CheckState.MET)
    case.refresh_from_db()
    act = replace(act_of(case), requirement_set="prefecture")
    edit_designation(
        designation=case, version=case.version, act=act, on=TODAY, by=people.official()
    )
    assert case.checks.count() == 3


@pytest.mark.parametrize(
    ("state", "more", "refused"),
    [
        (CheckState.MET, {"evidence": " "}, True),
        (CheckState.MET, {}, False),
        (CheckState.PLANNED, {}, True),
        (CheckState.PLANNED, {"planned_until": TODAY - timedelta(days=1)}, True),
        (CheckState.PLANNED, {"planned_until": TODAY + timedelta(days=60)}, False),
        (CheckState.NOT_APPLICABLE, {}, True),
    ],
)
def test_an_answer_says_what_it_rests_on(
    zone: HomeCareZone, state: str, more: dict[str, object], *, refused: bool
) -> None:
    case = make.candidate(zone)
    if refused:
        with pytest.raises(RuleBroken, match="D11"):
            answer(case, "H1", state, **more)
    else:
        answer(case, "H1", state, **more)
        assert case.checks.get(requirement__code="H1").state == state


def test_designating_needs_every_mandatory_item_met_or_waived(
    zone: HomeCareZone,
) -> None:
    case = make.in_review(zone)
    for code in ("H1", "H2", "H3"):
        answer(case, code, CheckState.MET)
    answer(case, "H4", CheckState.PLANNED, planned_until=TODAY + timedelta(days=90))
    with pytest.raises(RuleBroken) as refused:
        decide(case)
    assert [m[:6] for m in refused.value.messages] == ["D6：H4「", "D6：H5「"]
    answer(case, "H4", CheckState.MET)
    answer(case, "H5", CheckState.NOT_MET, waiver_reason="広報を町が行うため")
    assert decide(case).status == "designated"


def test_an_effort_duty_does_not_stand_in_the_way(zone: HomeCareZone) -> None:
    town = zone.memberships.order_by("pk").first().municipality
    clinic = facilities.facility(town, beds_state=BedsState.NONE)
    case = make.in_review(zone, make.institution(clinic), Kind.ACTIVE)
    for code in ("A1", "A2", "A4", "A5"):
        answer(case, code, CheckState.MET)
    assert decide(case).status == "designated"


def test_a_waiver_is_an_officials_to_give(zone: HomeCareZone) -> None:
    case = make.candidate(zone)
    clerk = people.clerk(places.health_centre())
    answer(case, "H1", CheckState.MET, by=clerk)
    with pytest.raises(NotAllowed):
        answer(case, "H5", CheckState.NOT_MET, waiver_reason="事情", by=clerk)


def test_an_answer_makes_an_approval_read_before_it_stale(zone: HomeCareZone) -> None:
    case = make.in_review(zone)
    for code in ("H1", "H2", "H3", "H4", "H5"):
        answer(case, code, CheckState.MET)
    case.refresh_from_db()
    read = case.version
    answer(case, "H5", CheckState.MET, evidence="差し替え")
    with pytest.raises(StaleDesignation):
        designate(
            designation=case,
            decided_on=DAY,
            effective_from=DAY,
            document_number="地医第1号",
            version=read,
            on=TODAY,
            by=people.official(),
        )


def test_what_was_decided_before_carries_its_reason_at_each_item(
    zone: HomeCareZone,
) -> None:
    made = make.entered(zone)
    reasons = set(made.checks.values_list("waiver_reason", flat=True))
    assert reasons == {"既決の指定の登録：試験のため"}


def test_the_page_says_what_is_missing_and_takes_an_answer(
    client: Client, zone: HomeCareZone
) -> None:
    case = make.in_review(zone)
    client.force_login(people.official())
    shown = client.get(case.get_absolute_url()).content.decode()
    assert "必須の事項があと5つ必要です" in shown
    item = Requirement.objects.get(code="H1")
    url = reverse("designations:check", args=[case.pk, item.pk])
    bad = client.post(url, {"version": case.version, "state": "met"})
    assert "根拠を入力してください" in bad.content.decode()
    client.post(
        url, {"version": case.version, "state": "met", "evidence": "年6回の会議"}
    )
    shown = client.get(case.get_absolute_url()).content.decode()
    assert "必須の事項があと4つ必要です" in shown
    assert "年6回の会議" in shown
