"""Schedule, doctors, free beds, layers, cases and the hubs of 2012 in a real browser at both widths."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from programs.actions.duty import set_duty_month
from programs.actions.vacancies import Free, record_vacancies
from programs.models import CaseElement, Milestone
from tests.browser import NARROW, WIDE, OpenPage, axe
from tests.factories import designations, people, places, schedules
from tests.factories import programs as make

DAY = date(2025, 11, 20)


@pytest.fixture
def official(transactional_db: None) -> Any:
    """A prefecture with one of everything that these pages show."""
    make.seeds()
    town = places.municipality("01101", "試験市")
    zone = places.plan({"試験": [town]}).plan.zones.get()
    official = people.official()
    centre = places.health_centre([town], code="HC01")
    designations.entered(zone, designations.association("試験医師会"), by=official)
    schedules.milestone(zone=zone, title="多職種連携協議会", due_on=date(2025, 11, 10))
    doctor = schedules.doctor(centre, name="試験 花子", specialties="内科")
    set_duty_month(
        doctor=doctor, month=date(2025, 11, 1), version=0, days=[4, 11], by=official
    )
    home = schedules.short_stay(town)
    record_vacancies(week=date(2025, 11, 17), free={home: Free(2)}, on=DAY, by=official)
    case = schedules.case(zone=zone, title="夜間の輪番", released=True)
    CaseElement.objects.create(case=case, order=1, name="当番表", text="月ごとに配る")
    return official, zone, doctor, case


# The markup is the same on either database.
@pytest.mark.sqlite
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pages_break_no_rule_and_need_no_sideways_scrolling(
    open_page: OpenPage, official: Any, viewport: dict[str, int]
) -> None:
    user, zone, doctor, case = official
    asked = f"?year=2025&on={DAY.isoformat()}"
    page = open_page(user=user, viewport=viewport)
    for path in (
        f"/programs/schedule/{asked}",
        f"/programs/duty/{asked}&month=2025-11",
        f"/programs/duty/year/{asked}",
        f"/programs/doctors/{doctor.pk}/month/?month=2025-11",
        f"/programs/vacancies/{asked}",
        f"/programs/layers/{zone.pk}/{asked}",
        f"/programs/cases/{asked}",
        f"/programs/cases/{case.pk}/",
        f"/programs/hubs-2012/{asked}",
        f"/programs/rules/{asked}",
    ):
        page.goto(path)
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= viewport["width"], path


def test_an_official_marks_what_is_late_as_done(
    open_page: OpenPage, official: Any
) -> None:
    page = open_page(user=official[0])
    page.goto(f"/programs/schedule/?year=2025&on={DAY.isoformat()}")
    expect(page.get_by_role("table").get_by_text("期限超過")).to_be_visible()
    page.get_by_role("link", name="の日を記録：多職種連携協議会").click()
    page.get_by_label("完了日").fill("R7.11.9")
    page.get_by_role("button", name="保存する").click()
    expect(
        page.get_by_role("table").get_by_text("完了", exact=True).first
    ).to_be_visible()
    assert Milestone.objects.get().done_on == date(2025, 11, 9)
