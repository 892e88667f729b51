"""A day that is typed is said back when the box is left, right or wrong, without leaving the page."""

import pytest
from playwright.sync_api import expect

from tests.browser import NARROW, WIDE
from tests.factories import people

# The script is the same on either database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_typed_day_is_said_back(open_page, viewport):
    page = open_page(user=people.official(), viewport=viewport)
    page.goto("/changes/")
    box = page.get_by_label("いつから")
    box.fill("Ｒ７．４．１")
    box.press("Tab")
    said = page.locator("#since-day")
    expect(said).to_have_text("令和7年4月1日（2025年4月1日・火曜日）　令和7年度")
    box.fill("R7.2.30")
    box.press("Tab")
    expect(said).to_contain_text("暦にない日付です")
    box.fill("")
    box.press("Tab")
    expect(said).to_have_count(0)
