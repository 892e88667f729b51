"""The administrator's pages in a real browser: readable, reachable, nothing refused by the policy."""

import pytest
from playwright.sync_api import expect

from accounts.audit import record
from tests.browser import NARROW, WIDE, axe
from tests.factories import people

# Markup and script are the same on either database.
pytestmark = pytest.mark.sqlite
PAGES = ["/records/", "/queue/", "/account/history/", "/account/reset/"]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pages_can_be_read_by_everybody(open_page, viewport):
    administrator = people.administrator()
    record("apply_upload", by=administrator, reason="試験", detail={"件数": 3})
    page = open_page(user=administrator, viewport=viewport)
    for address in PAGES:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        axe(page)


def test_a_code_is_shown_once(open_page):
    person = people.official()
    page = open_page(user=people.administrator())
    page.goto(f"/account/people/{person.pk}/code/")
    page.get_by_role("button", name="発行する").click()
    expect(page.get_by_text("番号を発行しました")).to_be_visible()
    axe(page)
