"""The compliance check: each rule found and not found, tasks opened once, command and page."""

import json
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from designations.actions import confirm_entry, run_compliance
from designations.compliance import findings_on
from designations.kinds import Kind
from designations.models import ComplianceTask, Designation
from designations.reference import load_reference
from designations.work import compliance_badge, todo_for
from facilities.kinds import CareFunction, FacilityKind
from facilities.models import Facility
from tests.factories import designations as make
from tests.factories import facilities, people, places
from zones.models import HomeCareZone

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
DAY, TODAY = make.BEGINS, make.TODAY


@pytest.fixture
def zone() -> HomeCareZone:
    return make.zone("試験圏域", hubs_per_zone="many")


def codes(day: date = TODAY) -> list[str]:
    return [finding.code for finding in findings_on("01", day)]


def clinic(zone: HomeCareZone, symbol: str = "支援診1", **more: object) -> Facility:
    """A clinic of the zone with a filing, on a list of 1 October."""
    town = zone.memberships.order_by("pk").first().municipality
    made = facilities.facility(town, **more)
    if symbol:
        facilities.filing(made, symbol)
    facilities.official_list()
    return made


def active(zone: HomeCareZone, facility: Facility, **more: object) -> Designation:
    return make.entered(zone, make.institution(facility), Kind.ACTIVE, **more)


def test_a_zone_without_hub_and_active_is_found_until_they_come(
    zone: HomeCareZone,
) -> None:
    assert {"C1", "C2"} <= set(codes())
    make.entered(zone)
    active(zone, clinic(zone))
    assert not {"C1", "C2"} & set(codes())
    assert {"C1", "C2"} <= set(codes(DAY - timedelta(days=1)))


def test_more_hubs_than_the_plan_allows_are_found(zone: HomeCareZone) -> None:
    make.entered(zone)
    make.entered(zone)
    assert "C3" not in codes()
    zone.plan.hubs_per_zone = "one"
    zone.plan.save()
    assert "C3" in codes()


def test_an_active_institution_that_is_no_hospital_or_clinic_is_found(
    zone: HomeCareZone,
) -> None:
    pharmacy = clinic(zone, "", kind=FacilityKind.PHARMACY)
    active(zone, pharmacy, non_medical_reason="以前から")
    assert "C4" in codes()
    zone.plan.non_medical_active = True
    zone.plan.save()
    assert "C4" not in codes()


def test_a_closed_body_is_found_from_its_closing_on(zone: HomeCareZone) -> None:
    facility = clinic(zone)
    active(zone, facility)
    facility.closed_on = date(2025, 11, 1)
    facility.save()
    assert "C5" in codes()
    assert "C5" not in codes(date(2025, 10, 31))


def test_a_body_that_moved_out_of_the_zone_is_found(zone: HomeCareZone) -> None:
    facility = clinic(zone)
    active(zone, facility)
    assert "C6" not in codes()
    facility.municipality = places.municipality("01999", "遠町")
    facility.save()
    assert "C6" in codes()


def test_a_body_that_lost_its_filing_at_an_import_is_found_with_the_day(
    zone: HomeCareZone,
) -> None:
    facility = clinic(zone)
    active(zone, facility)
    assert "C7" not in codes()
    facility.filings.update(ends_on=date(2025, 10, 31), ended_inferred=True)
    found = next(f for f in findings_on("01", TODAY) if f.code == "C7")
    assert "支援診１の届出が令和7年10月31日で終わり" in found.message
    assert "C7" not in codes(date(2025, 10, 31))


def test_before_the_first_list_no_filing_can_be_missing(zone: HomeCareZone) -> None:
    town = zone.memberships.order_by("pk").first().municipality
    active(zone, facilities.facility(town))
    assert "C7" not in codes()
    facilities.official_list(as_of=TODAY)
    assert "C7" in codes()
    assert "C7" not in codes(TODAY - timedelta(days=1))


def test_a_backup_filing_is_not_enough(zone: HomeCareZone) -> None:
    active(zone, clinic(zone, "在後病"))
    assert "C7" in codes()


def test_evidence_older_than_a_year_is_found(zone: HomeCareZone) -> None:
    load_reference(FIXTURES)
    make.entered(zone)
    year_later = TODAY + timedelta(days=365)
    assert "C8" not in codes(year_later)
    assert codes(year_later + timedelta(days=1)).count("C8") == 5


def test_an_end_within_90_days_is_found(zone: HomeCareZone) -> None:
    make.entered(zone, effective_until=TODAY + timedelta(days=90))
    assert "C9" in codes()
    assert "C9" not in codes(TODAY - timedelta(days=1))


def test_a_function_that_nobody_takes_on_is_found(zone: HomeCareZone) -> None:
    facility = clinic(zone)
    taken = {f.part for f in findings_on("01", TODAY) if f.code == "C10"}
    assert CareFunction.DISCHARGE in taken
    active(zone, facility, functions=["discharge"])
    left = {f.part for f in findings_on("01", TODAY) if f.code == "C10"}
    assert left == taken - {CareFunction.DISCHARGE}
    facilities.provision(facility, CareFunction.EOL)
    assert CareFunction.EOL not in {
        f.part for f in findings_on("01", TODAY) if f.code == "C10"
    }


def test_an_entry_waits_for_another_to_confirm(zone: HomeCareZone) -> None:
    act = make.entered(zone)
    assert "C11" in codes()
    confirm_entry(designation=act, on=TODAY, by=people.official())
    assert "C11" not in codes()


def test_a_planned_item_is_found_when_its_day_has_passed(zone: HomeCareZone) -> None:
    load_reference(FIXTURES)
    act = make.entered(zone)
    act.checks.filter(requirement__code="H1").update(
        state="planned", planned_until=TODAY, waiver_reason=""
    )
    assert "C12" not in codes(TODAY)
    assert codes(TODAY + timedelta(days=1)).count("C12") == 1


def test_tasks_are_opened_once_and_close_when_it_holds_again(
    zone: HomeCareZone,
) -> None:
    given = {"prefecture": "01", "day": TODAY, "cause": "名簿の取込", "by": None}
    first = run_compliance(**given)
    assert first.opened == first.found > 0
    again = run_compliance(**given)
    assert (again.opened, again.closed) == (0, 0)
    make.entered(zone)
    after = run_compliance(**given)
    assert after.closed == 1
    assert ComplianceTask.objects.get(code="C1").closed_at is not None


def test_a_task_of_an_act_goes_to_who_answers_for_it(zone: HomeCareZone) -> None:
    by, other = people.official(), people.official()
    act = make.entered(zone, by=by, unconfirmed=True)
    confirm_entry(designation=act, on=TODAY, by=other)
    run_compliance(prefecture="01", day=TODAY, by=None)
    assert ComplianceTask.objects.get(code="C11").responsible == other


def test_the_badge_and_the_work_list_count_what_waits(zone: HomeCareZone) -> None:
    official = people.official()
    assert compliance_badge(official) is None
    make.in_review(zone)
    run_compliance(prefecture="01", day=TODAY, by=None)
    badge = compliance_badge(official)
    assert (badge["count"], badge["tone"]) == (2, "bad")
    titles = {item["title"]: item["count"] for item in todo_for(official, TODAY)}
    assert titles["指定の承認を待っています"] == 1
    assert titles["適合確認の課題があります"] == 2
    assert compliance_badge(people.official("15")) is None
    assert compliance_badge(people.committee_member()) is None


def test_the_check_asks_as_often_for_many_acts_as_for_few(zone: HomeCareZone) -> None:
    load_reference(FIXTURES)
    by, counts = people.official(), []
    for number in (1, 6):
        for _ in range(number):
            active(zone, clinic(zone), by=by)
            make.entered(zone, by=by)
        with CaptureQueriesContext(connection) as asked:
            findings_on("01", TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_command_exits_well_whatever_it_finds(zone: HomeCareZone) -> None:
    out = StringIO()
    call_command("compliance", "--as-of", "2025-11-20", "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["as_of"], answer["prefecture"]) == ("2025-11-20", "01")
    assert answer["counts"] == {"C1": 1, "C2": 1}
    assert {f["zone_name"] for f in answer["findings"]} == {"試験圏域"}
    assert not ComplianceTask.objects.exists()


def test_the_page_and_the_workbook_show_the_same(
    client: Client, zone: HomeCareZone
) -> None:
    client.force_login(people.official())
    url = reverse("designations:compliance")
    shown = client.get(url, {"on": "2025-11-20"}).content.decode()
    assert "試験圏域に拠点がありません" in shown
    sheet = client.get(reverse("designations:compliance-sheet"), {"on": "2025-11-20"})
    rows = list(load_workbook(BytesIO(sheet.content))["適合確認"].values)
    assert [row[0] for row in rows[1:]] == ["C1", "C2"]
    client.post(reverse("designations:check-compliance"))
    assert ComplianceTask.objects.waiting().count() == 2


def test_a_clerk_sees_the_findings_of_the_own_area(
    client: Client, zone: HomeCareZone
) -> None:
    town = zone.memberships.order_by("pk").first().municipality
    url = reverse("designations:compliance")
    client.force_login(people.clerk(places.health_centre([town])))
    assert "試験圏域に拠点がありません" in client.get(url).content.decode()
    client.force_login(people.clerk(places.health_centre()))
    assert "試験圏域に拠点がありません" not in client.get(url).content.decode()
    assert client.post(reverse("designations:check-compliance")).status_code == 403
