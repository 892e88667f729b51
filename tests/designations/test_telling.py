"""Who is told what: findings go to who answers for them, cases to who decides and back."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import Notice
from designations.actions import advance, confirm_entry, designate, run_compliance
from designations.kinds import Kind
from designations.reference import load_reference
from designations.workflow import Move
from tests.factories import designations as make
from tests.factories import facilities, people
from zones.models import HomeCareZone

pytestmark = pytest.mark.django_db
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
DAY, TODAY = make.BEGINS, make.TODAY
CHECK = {"prefecture": "01", "day": TODAY, "cause": "名簿の取込", "by": None}


@pytest.fixture
def zone() -> HomeCareZone:
    return make.zone()


def tasks_of(user: object) -> list[str]:
    rows = Notice.objects.visible_to(user).open_tasks()
    return [row.text for row in rows]


def test_what_zones_lack_is_one_task_a_rule_for_the_officials(
    zone: HomeCareZone,
) -> None:
    make.zone("もう一つの圏域", first_fiscal_year=2025)
    official, abroad = people.official(), people.official("15")
    run_compliance(**CHECK)
    run_compliance(**CHECK)
    assert tasks_of(official) == [
        "適合確認：拠点のない圏域があります",
        "適合確認：積極的役割のない圏域があります",
    ]
    task = Notice.objects.get(key="compliance:01:C1:all")
    assert task.due_on == TODAY + timedelta(days=14)
    assert "名簿の取込" in task.detail
    assert task.link == f"{reverse('designations:compliance')}?code=C1"
    assert tasks_of(abroad) == []
    assert tasks_of(people.committee_member()) == []


def test_a_lost_filing_is_a_task_of_who_approved_the_act(zone: HomeCareZone) -> None:
    by, other, third = (people.official() for _ in range(3))
    town = zone.memberships.order_by("pk").first().municipality
    facilities.official_list()
    clinic = facilities.facility(town)
    filing = facilities.filing(clinic, "支援診1")
    act = make.entered(zone, make.institution(clinic), Kind.ACTIVE, by=by)
    confirm_entry(designation=act, on=TODAY, by=other)
    run_compliance(**CHECK)
    assert not any("届出" in text for text in tasks_of(other))
    filing.ends_on = TODAY - timedelta(days=1)
    filing.save(update_fields=["ends_on"])
    run_compliance(**CHECK)
    (lost,) = [text for text in tasks_of(other) if "届出" in text]
    assert clinic.name in lost
    assert not any("届出" in text for text in tasks_of(third))

    filing.ends_on = None
    filing.save(update_fields=["ends_on"])
    run_compliance(**CHECK)
    assert not any("届出" in text for text in tasks_of(other))


def test_a_task_of_who_left_goes_to_all_officials(zone: HomeCareZone) -> None:
    by, other = people.official(), people.official()
    make.entered(zone, by=by, effective_until=TODAY + timedelta(days=30))
    by.is_active = False
    by.save(update_fields=["is_active"])
    run_compliance(**CHECK)
    assert any("に終わります" in text for text in tasks_of(other))


def test_what_many_acts_share_is_one_task_of_who_answers_for_them(
    zone: HomeCareZone,
) -> None:
    load_reference(FIXTURES)
    by, other = people.official(), people.official()
    for name in ("試験東医師会", "試験西医師会"):
        zone.plan.hubs_per_zone = "many"
        zone.plan.save()
        act = make.entered(zone, make.association(name), by=by)
        confirm_entry(designation=act, on=TODAY, by=other)
    later = TODAY + timedelta(days=400)
    run_compliance(prefecture="01", day=later, by=None)
    old = [text for text in tasks_of(other) if "1年より前" in text]
    assert old == ["適合確認：根拠の確認が1年より前の事項があります"]
    task = Notice.objects.get(text=old[0])
    assert task.detail == "試験東医師会、試験西医師会"
    assert not any("1年より前" in text for text in tasks_of(by))


def test_a_case_in_review_is_a_task_until_it_is_decided(zone: HomeCareZone) -> None:
    proposer, approver = people.official(), people.official()
    case = make.in_review(zone, by=proposer)
    assert tasks_of(approver) == [
        f"{case.case_number} {case.shown_name}の指定の審査をお願いします"
    ]
    back = advance(
        designation=case, move=Move.SEND_BACK, on=TODAY, reason="書類", by=approver
    )
    assert tasks_of(approver) == []
    told = Notice.objects.visible_to(proposer).get(user=proposer)
    assert "差し戻されました" in told.text
    assert "書類" in told.detail
    again = advance(designation=back, move=Move.SUBMIT, on=TODAY, by=proposer)
    assert len(tasks_of(approver)) == 1
    designate(
        designation=again,
        decided_on=DAY,
        effective_from=DAY,
        document_number="試第1号",
        on=TODAY,
        by=approver,
    )
    assert tasks_of(approver) == []
    assert Notice.objects.filter(
        user=proposer, text__contains="指定されました"
    ).exists()
