"""In a browser: an official writes and makes an edition, a second one checks it, it is published and
corrected, and a committee member finds the correction and what stood before."""

import base64
import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from reports.actions import making
from reports.models import Edition
from reports.rendering import RenderedPdf
from tests.browser import NARROW, OpenPage, axe
from tests.factories import people, places

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsA6GXQAAAABJRU5ErkJggg=="
)


@pytest.fixture
def portal(transactional_db, monkeypatch, report: RenderedPdf):
    """A plan, two officials and a member; typesetting has tests of its own, so one PDF serves all."""
    monkeypatch.setattr(making, "render_pdf", lambda values, **kwargs: report)
    monkeypatch.setattr(making, "page_pictures", lambda pdf: [(1, PIXEL)])
    places.plan({"札幌": [places.municipality("01101", "札幌市中央区")]})
    return {
        "first": people.official(),
        "second": people.official(),
        "member": people.committee_member(),
    }


def work() -> None:
    call_command("db_worker", queue_name="*", batch=True, interval=0, reload=False)


def press(page: Page, words: str) -> None:
    """The link that leads to a step, and the button of the page that asks."""
    page.get_by_role("link", name=words, exact=True).press("Enter")
    axe(page)
    page.get_by_role("button", name=words, exact=True).press("Enter")


def make(page: Page, words: str) -> None:
    """Freeze what is prepared, and wait until the files are there."""
    press(page, words)
    expect(page.get_by_text("PDFとExcelを作っています").last).to_be_visible()
    address = page.url
    page.goto("/reports/compare/")  # the waiting page asks again by itself
    work()
    page.goto(address)
    expect(page.get_by_role("link", name="PDF", exact=True)).to_be_visible()


def test_an_edition_is_made_checked_published_and_corrected(
    portal, open_page: OpenPage
) -> None:
    first, second, member = (open_page(user=portal[who]) for who in portal)
    for page in (first, second, member):
        page.set_default_timeout(15_000)

    first.goto("/reports/new/")
    axe(first)
    first.get_by_label("基準日").fill("R7.10.1")
    first.get_by_label("会議の名称").fill("第2回 小委員会")
    first.get_by_label("課題の順").fill("")
    first.get_by_role("button", name="文章を書いてから作る").press("Enter")
    first.get_by_role("link", name="文章を書く").press("Enter")
    axe(first)
    first.get_by_label("はじめに").fill("初めての版の言葉")
    first.get_by_label("札幌").fill("拠点は調整中")
    first.get_by_role("button", name="保存してプレビュー").press("Enter")
    expect(first.get_by_text("まだ凍結していません")).to_be_visible()
    expect(first.get_by_text("初めての版の言葉")).to_be_visible()
    axe(first)
    first.get_by_role("link", name="この版に戻る").press("Enter")
    make(first, "凍結して作る")
    axe(first)

    # The maker cannot check it, and the member does not see it.
    press(first, "確認済みにする")
    expect(first.get_by_text("自分で確認できません")).to_be_visible()
    address = first.url
    assert member.goto(address).status == 404

    second.goto(address)
    press(second, "確認済みにする")
    press(second, "公表する")
    expect(second.get_by_text("公表しました")).to_be_visible()
    axe(second)

    second.get_by_role("link", name="訂正版を作る").press("Enter")
    second.get_by_label("理由").fill("指定日の誤り")
    second.get_by_label("訂正した箇所").fill("表4の札幌\n図2")
    axe(second)
    second.get_by_role("button", name="訂正版を準備する").press("Enter")
    expect(second.get_by_text("第1版を訂正した版です")).to_be_visible()
    make(second, "凍結して作る")
    correction = second.url
    first.goto(correction)
    press(first, "確認済みにする")
    press(first, "公表する")

    member.goto("/reports/")
    axe(member)
    expect(member.get_by_text("旧版").first).to_be_visible()
    expect(member.get_by_text("第1版の訂正：指定日の誤り")).to_be_visible()
    member.goto(address)
    expect(member.get_by_text("訂正版があります")).to_be_visible()
    member.get_by_role("link", name="第2版を見る").press("Enter")
    expect(member.get_by_text("表4の札幌、図2")).to_be_visible()
    link = member.get_by_role("link", name="PDF", exact=True)
    answer = member.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    member.get_by_role("link", name="訂正する前の版と比べる").press("Enter")
    expect(member.get_by_role("heading", name="版の違い")).to_be_visible()
    axe(member)

    new = Edition.objects.get(number=2)
    assert re.search("拠点は調整中", new.snapshot)  # the words came along
    narrow = open_page(user=portal["member"], viewport=NARROW)
    narrow.goto(f"/reports/compare/?before={new.corrects_id}&after={new.pk}")
    axe(narrow)
