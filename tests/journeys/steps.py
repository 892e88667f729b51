"""Steps that several journeys take: signing in, publishing a report, reading its PDF."""

import re
import subprocess
from pathlib import Path

from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from portal.demonstration import PASSWORD
from tests.browser import axe


def work() -> None:
    """What the task worker does: everything that waits."""
    call_command("db_worker", queue_name="*", batch=True, interval=0, reload=False)


def tick(box: Locator) -> None:
    """With the space bar, as all of a journey is walked by keys."""
    if not box.is_checked():
        box.press("Space")


def sign_in(page: Page, username: str) -> None:
    page.set_default_timeout(15_000)
    page.goto("/")
    page.get_by_label("利用者ID").fill(username)
    page.get_by_label("パスワード", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="サインイン").press("Enter")
    expect(page.get_by_role("navigation", name="主なメニュー")).to_be_visible()


def publish_report(page: Page, second: Page, as_of: str) -> None:
    """Make the progress report of a day, have it checked by a second person, and publish it."""
    page.goto("/reports/new/")
    page.get_by_label("基準日").fill(as_of)
    page.get_by_role("button", name="凍結して作る").press("Enter")
    expect(page.get_by_text("PDFとExcelを作っています")).to_be_visible()
    address = page.url
    page.goto("/reports/")
    work()
    second.goto(address)
    axe(second)
    second.get_by_role("link", name="確認済みにする").press("Enter")
    second.get_by_role("button", name="確認済みにする").press("Enter")
    page.goto(address)
    page.get_by_role("link", name="公表する").press("Enter")
    page.get_by_role("button", name="公表する").press("Enter")
    expect(page.get_by_text("公表しました")).to_be_visible()


def download(page: Page, folder: Path) -> str:
    """The text of the newest report as PDF."""
    page.goto("/reports/")
    axe(page)
    address = page.get_by_role("link", name=re.compile("^PDF")).get_attribute("href")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    path = folder / "report.pdf"
    path.write_bytes(answer.body())
    run = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True
    )
    return run.stdout
