"""The residents' pages, the office's side of them and the help in a real browser, at both widths."""

import pytest
from playwright.sync_api import expect

from tests.browser import NARROW, WIDE, axe
from tests.factories import people
from tests.portal.public.ground import Ground


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_resident_finds_a_desk_without_script(
    transactional_db, open_page, settings, viewport
):
    settings.PUBLIC_PAGES = True
    ground = Ground()
    ground.released()
    page = open_page(viewport=viewport)
    page.goto("/public/")
    axe(page)
    page.get_by_label("お住まいの市町村").select_option("01631")
    page.get_by_label("探しているもの").select_option("desk")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="音更の相談窓口").click()
    axe(page)
    expect(page.get_by_role("link", name="0155-00-0001")).to_be_visible()
    page.goto("/public/01/dictionary/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@pytest.mark.sqlite
def test_the_help_is_accessible_at_the_width_of_a_desk(transactional_db, open_page):
    """``tests/authz/test_every_page.py`` looks at it, as at every page, at that of a telephone."""
    page = open_page(user=people.official())
    for path in ("/manual/", "/manual/designations/", "/glossary/", "/sources/"):
        page.goto(path)
        axe(page)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_an_official_publishes_and_an_administrator_issues_a_key(
    transactional_db, open_page, settings, viewport
):
    settings.PUBLIC_PAGES = True
    ground = Ground()
    page = open_page(user=ground.official, viewport=viewport)
    page.goto("/releases/")
    axe(page)
    page.get_by_role("button", name="下書きを作る").click()
    axe(page)
    page.get_by_role("link", name="公表に進む").click()
    axe(page)
    page.get_by_role("button", name="公表する").click()
    expect(page.get_by_text("住民向けに公表しました。")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page = open_page(user=people.administrator(), viewport=viewport)
    page.goto("/api-keys/")
    axe(page)
    page.get_by_label("システムの名称").fill("地域医療DB")
    page.get_by_label("閲覧範囲とする利用者").select_option(str(ground.official.pk))
    page.get_by_role("button", name="発行する").click()
    expect(page.get_by_text("キーを発行しました")).to_be_visible()
    axe(page)
