"""The parts in a real browser at both widths: no accessibility or policy complaint, and keys suffice."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser import NARROW, WIDE, axe
from tests.factories.people import PASSWORD, person

# Markup and script are the same on either database.
pytestmark = [pytest.mark.urls("tests.portal.urls"), pytest.mark.sqlite]


@pytest.fixture
def official(transactional_db):
    return person(Role.OFFICIAL, "sato", display_name="佐藤 美咲")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("path", ["/styleguide/", "/nothing/", "/account/password/"])
def test_page_breaks_no_rule_and_needs_no_sideways_scrolling(
    open_page, official, viewport, path
):
    page = open_page(user=official, viewport=viewport)
    page.goto(path)
    axe(page)
    page.emulate_media(contrast="more")
    # Only colours are others.
    axe(page, "color-contrast")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= viewport["width"]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_sign_in_by_keyboard_with_a_mistake_first(open_page, official, viewport):
    page = open_page(viewport=viewport)
    page.goto("/account/login/")
    axe(page)
    page.get_by_label("利用者ID").focus()
    page.keyboard.type("sato")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    axe(page)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/")


@pytest.mark.urls("config.urls")
def test_room_that_is_open_is_in_sight_on_a_phone(open_page, official):
    page = open_page(user=official, viewport=NARROW)
    page.goto("/imports/")
    here = page.locator(".rooms [aria-current]")
    expect(here).to_have_text("名簿の取込")
    expect(here).to_be_in_viewport()


def test_first_tab_skips_to_the_text(open_page, official):
    page = open_page(user=official)
    page.goto("/styleguide/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="本文へ移動")).to_be_focused()
    page.keyboard.press("/")
    expect(
        page.get_by_role("searchbox", name="医療機関・圏域・指定・報告書を検索")
    ).to_be_focused()


def test_sorting_changes_the_list_in_place_and_keeps_the_focus(open_page, official):
    page = open_page(user=official)
    page.goto("/styleguide/?keep=1")
    page.get_by_role("link", name="75歳以上人口").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#results th[aria-sort=ascending]")).to_contain_text(
        "75歳以上人口"
    )
    expect(page.locator("#sort-elderly")).to_be_focused()
    expect(page.locator("#live")).to_have_text("3圏域中 1〜3圏域")
    assert page.url.endswith("?keep=1&sort=elderly")


def test_menu_opens_and_closes_by_keyboard(open_page, official):
    page = open_page(user=official)
    page.goto("/styleguide/")
    page.locator(".who summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="サインアウト")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="サインアウト")).to_be_hidden()
    expect(page.locator(".who summary")).to_be_focused()


def test_dialog_says_what_happens_and_leaves_by_escape(open_page, official):
    page = open_page(user=official)
    page.goto("/styleguide/")
    page.locator("[data-dialog]").click()
    dialog = page.get_by_role("dialog", name="取込 #131 を取り消しますか")
    expect(dialog).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_end_of_session_is_announced_and_can_be_put_off(open_page, official, settings):
    settings.SESSION_IDLE_SECONDS = 9 * 60
    page = open_page(user=official)
    page.goto("/styleguide/")
    warning = page.get_by_role("alert").filter(
        has_text="まもなく自動でサインアウトします"
    )
    expect(warning).to_contain_text("あと9分です")
    settings.SESSION_IDLE_SECONDS = 60 * 60
    warning.get_by_role("button", name="このまま使う").click()
    expect(warning).to_be_hidden()
