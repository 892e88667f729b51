"""A hub's yearly report from the reminder to the committee: head office asks and reminds, the health
centre finds the reminder, sends the form out, uploads what comes back, and the numbers of the hub
stand in the published PDF.
"""

import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from programs.models import HubReport
from tests.browser import OpenPage, axe
from tests.factories import designations, people, places
from tests.factories import programs as make
from tests.journeys.steps import download, publish_report
from zones.models import HealthCentre

HUB = "試験札幌医師会"
YEAR = 2025


@pytest.fixture
def centre(transactional_db: None) -> HealthCentre:
    """The health centre of a zone with a hub in force; and a program of the year."""
    town = places.municipality("01101", "札幌試験市")
    version = places.plan({"札幌": [town]})
    zone = version.plan.zones.get()
    designations.entered(zone, designations.association(HUB))
    make.year(make.program("01"), fiscal_year=YEAR)
    return places.health_centre([town])


def ask_and_remind(page: Page) -> None:
    page.goto(f"/programs/reports/?year={YEAR}")
    expect(page.get_by_text("依頼していない")).to_be_visible()
    page.get_by_role("link", name="年次報告を依頼する").press("Enter")
    page.get_by_label("提出期限").fill("R8.4.30")
    page.get_by_role("button", name="依頼する").press("Enter")
    expect(page.get_by_text("期限を過ぎて未提出")).to_be_visible()
    axe(page)
    page.get_by_role("link", name=re.compile(f"督促 ?：{HUB}")).press("Enter")
    page.get_by_label("保健所への連絡").fill("至急お願いします")
    page.get_by_role("button", name="督促する").press("Enter")
    expect(page.get_by_text("督促しました。")).to_be_visible()


def fill_in_form(page: Page, folder: Path) -> Path:
    """From the notice to the form, which the hub fills in."""
    page.goto("/")
    expect(page.get_by_text("期限を過ぎた依頼", exact=True)).to_be_visible()
    page.goto("/notices/")
    expect(page.get_by_text("至急お願いします")).to_be_visible()
    axe(page)
    page.get_by_role("button", name=re.compile("内容を見る.*督促が届きました")).press(
        "Enter"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text(HUB)
    axe(page)
    with page.expect_download() as answer:
        page.get_by_role("link", name="様式（Excel）").press("Enter")
    path = folder / "様式.xlsx"
    answer.value.save_as(path)
    book = load_workbook(path)
    sheet = book["取組"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for kind, cells in {
        "会議の開催": {"回数（回）": 97, "参加者の合計（延べ人）": 982},
        "研修の実施": {
            "回数（回）": 19,
            "医師（人）": 524,
            "看護師・保健師（人）": 700,
        },
    }.items():
        row = next(r for r in range(2, 12) if sheet.cell(r, 1).value == kind)
        for head, value in {"取組の名称": f"{kind}の試験", **cells}.items():
            sheet.cell(row, heads[head]).value = value
    book.save(path)
    return path


def upload(page: Page, path: Path) -> None:
    page.get_by_role("link", name="様式を取り込む").press("Enter")
    page.get_by_label("ファイル").set_input_files(path)
    page.get_by_role("button", name="確かめて登録する").press("Enter")
    expect(page.get_by_text("年次報告を取り込みました。")).to_be_visible()
    expect(page.get_by_text("116回、延べ2,206人")).to_be_visible()
    axe(page)
    page.goto("/")
    expect(page.get_by_text("期限を過ぎた依頼", exact=True)).to_have_count(0)


def check(page: Page) -> None:
    page.goto("/notices/")
    page.get_by_role(
        "button", name=re.compile("内容を見る.*年次報告が提出されました")
    ).press("Enter")
    page.get_by_role("link", name="確認済みにする").press("Enter")
    page.get_by_role("button", name="確認済みにする").press("Enter")
    expect(page.get_by_text("確認済みにしました。")).to_be_visible()


def test_the_report_of_a_hub_reaches_the_committee(
    centre: HealthCentre, open_page: OpenPage, tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext: sudo apt-get install -y poppler-utils")
    official = open_page(user=people.official())
    clerk = open_page(user=people.clerk(centre))
    for page in (official, clerk):
        page.set_default_timeout(15_000)
    ask_and_remind(official)
    upload(clerk, fill_in_form(clerk, tmp_path))
    check(official)
    assert HubReport.objects.get().status == "checked"

    publish_report(official, open_page(user=people.official()), "R8.3.31")
    member = open_page(user=people.committee_member())
    text = download(member, tmp_path)
    for kind, sessions, heads in (
        ("会議の開催", "97", "982"),
        ("研修の実施", "19", "1,224"),
    ):
        line = next(
            row
            for row in text.splitlines()
            if kind in row and "令和7年度" in row and heads in row
        )
        assert re.findall(r"[\d,]+", line.split(kind)[1]) == ["1", sessions, heads, "1"]
