"""Lists in a real browser: with script off, and with the menus open."""

import pytest
from django.conf import settings
from django.test import Client

from tests.browser import axe
from tests.factories import designations, people, places

# Markup and script are the same on either database.
pytestmark = pytest.mark.sqlite


@pytest.fixture
def official(transactional_db):
    version = places.plan({"十勝": [places.municipality("01207", "帯広市")]})
    designations.candidate(version.plan.zones.get(), designations.association("試験"))
    return people.official()


def test_list_works_without_script(new_context, live_server, official):
    """Columns, length of a page and a saved view, with script off."""
    client = Client()
    client.force_login(official)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session,
                "url": live_server.url,
            }
        ]
    )
    page = context.new_page()
    page.goto("/designations/?view=cases")
    page.get_by_text("列を選ぶ").click()
    page.get_by_label("根拠").check()
    page.get_by_role("button", name="表示する").click()
    assert page.get_by_role("columnheader", name="根拠").count() == 1
    page.locator("#per_page").select_option("100")
    page.get_by_role("button", name="変える").click()
    assert "per_page=100" in page.url
    page.locator("summary", has_text="見方").click()
    page.get_by_label("今の条件・並び・列に名前を付けて保存").fill("根拠つき")
    page.get_by_role("button", name="保存する").click()
    assert page.get_by_text("見方：根拠つき").count() == 1
    assert "per_page=100" in page.url


def test_menus_of_a_list_are_accessible(open_page, official):
    page = open_page(user=official)
    page.goto("/designations/?view=cases")
    page.locator("summary", has_text="見方").click()
    axe(page)
