"""The main job from end to end: a clerk uploads the official list, an official designates an
institution and publishes the report, a committee member downloads it and reads the right numbers.
"""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

import designations.reference
import facilities.reference
import zones.reference
from facilities.figures import figures_on
from facilities.models import Facility
from imports.models import Upload
from imports.sample import sample_places, write_sample
from portal.demonstration import make_accounts
from tests.browser import OpenPage, axe
from tests.journeys.steps import download, publish_report, sign_in, tick, work
from zones.models import HomeCareZone
from zones.placement import placement

FIXTURES = settings.BASE_DIR / "fixtures"


@pytest.fixture
def portal(transactional_db: None) -> None:
    """Reference data and the demonstration accounts; no facility yet."""
    for room in (zones, facilities, designations):
        room.reference.load_reference(FIXTURES)
    make_accounts()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "届出受理医療機関名簿.xlsx"
    write_sample(path, sample_places(FIXTURES), facilities=600, rows=6_000)
    return path


def upload_and_apply(page: Page, workbook: Path) -> None:
    page.goto("/imports/new/")
    page.get_by_label("名簿のファイル").set_input_files(workbook)
    page.get_by_role("button", name="送って検査する").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # The waiting page asks again by itself; leave it before the worker is done.
    page.goto("/imports/")
    work()
    page.goto(Upload.objects.get().get_absolute_url())
    expect(page.get_by_text("管轄外").first).to_be_visible()
    axe(page)
    assert not Facility.objects.exists(), "the preview writes nothing"
    page.get_by_role("button", name="適用する").press("Enter")
    expect(page.get_by_text("適用済み").first).to_be_visible()
    axe(page)


def designate(page: Page, facility: Facility, zone: HomeCareZone) -> None:
    page.goto("/designations/operators/")
    page.get_by_label("名称・コード").last.fill(facility.code)
    page.get_by_role("button", name="探す").press("Enter")
    page.get_by_role("link", name=facility.shown_name).press("Enter")
    tick(page.get_by_label("既決の指定を登録する"))
    tick(page.get_by_label("在宅医療において積極的役割を担う医療機関"))
    tick(page.get_by_label(zone.name, exact=True).first)
    page.get_by_label("効力の始まり").fill("令和7年10月1日")
    page.get_by_label("決定日").fill("R7.9.20")
    page.get_by_label("文書番号").fill("試第1号")
    page.get_by_label("根拠").fill("試験要綱")
    page.get_by_label("理由", exact=True).fill("試験のため")
    page.get_by_role("button", name="保存する").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(facility.shown_name)
    axe(page)


def test_the_list_becomes_a_designation_and_a_report(
    portal: None, workbook: Path, open_page: OpenPage, tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext: sudo apt-get install -y poppler-utils")
    day = timezone.localdate().replace(year=2025, month=10, day=1)

    clerk = open_page()
    sign_in(clerk, "hc-sapporo")
    upload_and_apply(clerk, workbook)
    towns = set(Facility.objects.values_list("municipality__secondary_area", flat=True))
    assert towns == {"0104"}, "a clerk's upload writes the own area only"

    facility = Facility.objects.with_class("zaishibyo", day).order_by("code").first()
    placed = placement("01", day)
    zone = placed.zone(facility.municipality_id)
    official = open_page()
    sign_in(official, "pref")
    designate(official, facility, zone)
    second = open_page()
    sign_in(second, "pref2")
    publish_report(official, second, "R7.10.1")

    member = open_page()
    sign_in(member, "committee")
    text = download(member, tmp_path)
    counted = figures_on(day, prefecture="01").of(placed.members(zone))
    line = next(row for row in text.splitlines() if row.strip().startswith("札幌  "))
    numbers = re.findall(r"[\d,.]+", line)
    assert numbers[0] == "379,210", "people of 75 and over"
    assert numbers[1] == str(counted.zaishishin)
    assert numbers[3] == str(counted.zaishibyo)
    assert facility.shown_name.split()[-1] in text.replace("\n", "")
    assert "試第1号" in text
    finds_no_way_into_the_registry(member)


def finds_no_way_into_the_registry(member: Page) -> None:
    for path in ("/facilities/", "/imports/", "/designations/"):
        assert member.goto(path).status == 403
        axe(member)
