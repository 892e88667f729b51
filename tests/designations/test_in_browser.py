"""From candidate to designated in a real browser: clerk and official, checklist, and axe on each page."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from designations.kinds import Kind, Status
from designations.models import Designation
from designations.reference import load_reference
from facilities.kinds import BedsState
from tests.browser import OpenPage, axe
from tests.factories import designations as make
from tests.factories import facilities, people, places

pytestmark = pytest.mark.django_db(transaction=True)
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
MUST = ("A1", "A2", "A4", "A5")


def take(page: Any, label: str) -> None:
    """Open a step from the case page and confirm it."""
    page.get_by_role("link", name=label, exact=True).click()
    axe(page)
    page.get_by_role("button", name=label, exact=True).click()


def test_from_candidate_to_designated_with_checklist(open_page: OpenPage) -> None:
    town = places.municipality("01711", "試験町", area=places.secondary_area())
    places.plan({"試験圏域": [town]}, hubs_per_zone="one")
    clinic = facilities.facility(town, name="青葉診療所", beds_state=BedsState.NONE)
    facilities.filing(clinic, "支援診1")
    load_reference(FIXTURES)
    centre = places.health_centre([town])

    clerk = open_page(user=people.clerk(centre))
    clerk.goto(f"{reverse('designations:candidates')}?municipality={town.pk}")
    axe(clerk)
    clerk.get_by_role("button", name="候補にする").click()
    case = Designation.objects.get()
    assert case.selection_step == "SA2"
    axe(clerk)
    take(clerk, "調整を始める")
    for code in MUST:
        item = clerk.locator(".check > li").filter(has_text=code)
        item.get_by_role("link").click()
        axe(clerk)
        clerk.get_by_label("充足", exact=True).check()
        clerk.get_by_label("根拠").fill("令和7年度の記録")
        clerk.get_by_role("button", name="記録する").click()
    take(clerk, "審査に付す")
    assert clerk.get_by_role("link", name="指定する", exact=True).count() == 0

    official = open_page(user=people.official())
    official.goto(case.get_absolute_url())
    official.get_by_role("link", name="指定する", exact=True).click()
    official.get_by_label("決定日").fill("令和7年12月1日")
    official.get_by_label("効力の始まり").fill("R8.1.1")
    official.get_by_label("文書番号").fill("地医第123号")
    axe(official)
    official.get_by_role("button", name="指定する").click()
    official.wait_for_load_state()
    axe(official)

    case.refresh_from_db()
    assert (case.status, case.effective_from) == (Status.DESIGNATED, date(2026, 1, 1))
    official.goto(f"{reverse('designations:list')}?view=kind&on=2026-01-01")
    assert official.get_by_role("link", name="青葉診療所").count() == 1


# The markup is the same on either database.
@pytest.mark.sqlite
@pytest.mark.parametrize(
    "name", ["list", "candidates", "rule", "compliance", "roadmap", "register", "bulk"]
)
def test_pages_of_the_room_break_no_rule_of_accessibility(
    open_page: OpenPage, name: str
) -> None:
    town = places.municipality("01711", "試験町", area=places.secondary_area())
    places.plan({"試験圏域": [town]}, hubs_per_zone="one")
    load_reference(FIXTURES)
    zone, by = places.zone("試験圏域"), people.official()
    make.entered(zone, by=by)
    for _ in range(2):
        clinic = facilities.facility(town)
        make.entered(zone, make.institution(clinic), Kind.ACTIVE, by=by)
    page = open_page(user=by)
    page.goto(reverse(f"designations:{name}"))
    axe(page)
