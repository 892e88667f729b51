"""The roadmap: targets, what is done and planned by fiscal year, and the present rate."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from designations.actions import schedule_zones
from designations.errors import NotAllowed, RuleBroken
from designations.models import Decision, ZoneSchedule
from designations.reference import load_reference
from designations.roadmap import Roadmap, board, chart, roadmap_on
from tests.factories import designations as make
from tests.factories import people, places
from zones.models import MedicalPlan

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
TODAY = date(2025, 11, 20)


@pytest.fixture
def plan() -> MedicalPlan:
    """Twelve zones and Hokkaido's targets."""
    zones = {f"圏域{at:02}": [places.municipality()] for at in range(12)}
    version = places.plan(zones, hubs_per_zone="one")
    load_reference(FIXTURES)
    return version.plan


def year(roadmap: Roadmap, number: int) -> object:
    return next(y for y in roadmap.years if y.fiscal_year == number)


def test_the_targets_are_those_of_the_seed_and_add_up(plan: MedicalPlan) -> None:
    found = roadmap_on("01", TODAY)
    targets = [
        (y.fiscal_year, y.target.zones_min, y.target.zones_max) for y in found.years
    ]
    assert targets == [
        (2024, 2, 3),
        (2025, 7, 8),
        (2026, 7, 8),
        (2027, 7, 8),
        (2028, 7, 8),
        (2029, 7, 8),
    ]
    assert (year(found, 2025).cumulative_min, year(found, 2025).cumulative_max) == (
        9,
        11,
    )
    assert year(found, 2029).cumulative_min == 12
    assert year(found, 2026).target.doubt


def test_a_zone_is_done_in_the_fiscal_year_of_its_first_hub(plan: MedicalPlan) -> None:
    make.entered(places.zone("圏域00"), effective_from=date(2025, 3, 31))
    make.entered(places.zone("圏域01"), effective_from=date(2025, 4, 1))
    make.entered(places.zone("圏域02"), effective_from=date(2025, 12, 1))
    found = roadmap_on("01", TODAY)
    assert [z.name for z in year(found, 2024).done] == ["圏域00"]
    assert [z.name for z in year(found, 2025).done] == ["圏域01"]
    assert [z.name for z in year(found, 2025).going] == ["圏域02"]
    assert found.done == 2


def test_what_is_planned_stands_in_its_year_and_what_is_late_says_so(
    plan: MedicalPlan,
) -> None:
    by = people.official()
    years = {
        places.zone("圏域00"): 2024,
        places.zone("圏域01"): 2026,
        places.zone("圏域02"): 2026,
    }
    assert schedule_zones(plan=plan, years=years, by=by) == 3
    assert schedule_zones(plan=plan, years=years, by=by) == 0
    make.candidate(places.zone("圏域02"))
    found = roadmap_on("01", TODAY)
    assert [z.name for z in year(found, 2026).planned] == ["圏域01"]
    assert [z.name for z in year(found, 2026).going] == ["圏域02"]
    items = {item["year"]: item for item in board(found)}
    assert items[2024]["note"] == "圏域00（遅れ）"
    assert len(found.unscheduled) == 9


def test_planning_outside_the_plan_or_by_a_clerk_is_refused(plan: MedicalPlan) -> None:
    years = {places.zone("圏域00"): 2031}
    with pytest.raises(RuleBroken, match="計画の期間"):
        schedule_zones(plan=plan, years=years, by=people.official())
    clerk = people.clerk(places.health_centre())
    with pytest.raises(NotAllowed):
        schedule_zones(plan=plan, years={}, by=clerk)


def test_the_present_rate_says_when_all_zones_are_reached(plan: MedicalPlan) -> None:
    assert roadmap_on("01", TODAY).complete_by is None
    for at in range(4):
        make.entered(places.zone(f"圏域{at:02}"), effective_from=date(2025, 10, 1))
    # 4 zones in two years: 8 more take four years.
    found = roadmap_on("01", date(2026, 4, 1))
    assert found.rate == pytest.approx(2.0, abs=0.01)
    assert found.complete_by == 2030
    assert found.is_late
    for at in range(4, 12):
        make.entered(places.zone(f"圏域{at:02}"), effective_from=date(2026, 3, 1))
    found = roadmap_on("01", date(2026, 4, 1))
    assert (found.complete_by, found.is_late) == (2026, False)


def test_the_chart_says_what_is_reached_and_what_is_expected(plan: MedicalPlan) -> None:
    make.entered(places.zone("圏域00"), effective_from=date(2025, 4, 1))
    drawn = chart(roadmap_on("01", TODAY))
    rows = {row[0]: row for row in drawn.table.rows}
    assert rows["R6"][1:] == [0, "2〜3", "実績"]
    assert rows["R7"][1:] == [1, "9〜11", "実績"]
    assert rows["R11"][-1] == "予定"
    assert 1 < rows["R8"][1] < rows["R11"][1] <= 12


def test_without_a_plan_there_is_no_roadmap(db: None) -> None:
    places.prefecture("01")
    assert roadmap_on("01", TODAY) is None


def test_the_page_shows_board_chart_and_decisions(
    client: Client, plan: MedicalPlan
) -> None:
    client.force_login(people.official())
    shown = client.get(reverse("designations:roadmap")).content.decode()
    assert "目標 7〜8圏域" in shown
    assert "<svg" in shown
    assert "拠点の取組内容" in shown


def test_years_and_decisions_are_entered_on_their_pages(
    client: Client, plan: MedicalPlan
) -> None:
    client.force_login(people.official())
    zone = places.zone("圏域03")
    client.post(reverse("designations:schedule"), {f"zone_{zone.pk}": "2027"})
    assert ZoneSchedule.objects.get().fiscal_year == 2027
    data = {"on": "R7.11.20", "body": "小委員会", "subject": "圏域の見直し"}
    client.post(reverse("designations:log-decision"), data)
    made = Decision.objects.get(subject="圏域の見直し")
    assert (made.date_from, made.number) == ("2025-11-20", 15)
    client.force_login(people.clerk(places.health_centre()))
    assert client.get(reverse("designations:schedule")).status_code == 403
