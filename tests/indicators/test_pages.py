"""The pages: what each shows to whom, that numbers open, and that every table can be taken."""

import io
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from designations.kinds import Kind
from facilities.models import OfficialList
from formats.tables import Column
from indicators.models import Indicator, IndicatorValue
from indicators.sheets import Cell, Sheet
from tests.factories import (
    designations,
    facilities,
    indicators,
    people,
    places,
    uploads,
)
from tests.factories.facilities import LISTED_ON

ON = {"on": LISTED_ON.isoformat()}
TABS = ["list", "progress", "figures", "matrix", "map", "demand", "logic", "quality"]


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def official(corner):
    return client_of(people.official())


@pytest.fixture
def clerk(corner):
    return client_of(people.clerk(places.health_centre([corner.obihiro], code="HC9")))


def text(response):
    assert response.status_code == 200
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split()
    )


def test_what_no_list_reaches_is_named_beside_the_sums(official, corner):
    for name in ("figures", "matrix", "map"):
        page = text(official.get(reverse(f"indicators:{name}"), ON))
        assert "名簿のない市区町村" not in page
    OfficialList.objects.all().delete()
    facilities.official_list(municipalities=[corner.obihiro.pk])
    for name in ("figures", "matrix", "map"):
        page = text(official.get(reverse(f"indicators:{name}"), ON))
        assert "名簿のない市区町村：試験政令市、試験町、試験村（3市区町村）" in page


def test_each_number_opens_as_many_facilities_as_it_says(official, corner):
    page = official.get(
        reverse("indicators:figures"),
        {**ON, "by": "secondary_area", "group": "functions"},
    )

    links = re.findall(
        r'<a href="(/facilities/[^"]+)">([\d,]+)</a>', page.content.decode()
    )
    assert len(links) > 10
    for href, number in links:
        listed = official.get(unescape(href)).content.decode()
        assert re.search(rf'class="count"[^>]*>\s*<b>{number}</b>', listed), href


def test_the_municipalities_without_either_open_as_a_list(official, corner):
    page = official.get(
        reverse("indicators:figures"), {**ON, "by": "zone", "group": "rates"}
    )
    (sheet,) = page.context["sheets"]
    at = [one.header for one in sheet.columns].index("在支診も在支病もない市町村")
    found = {row[0].value: row[at] for row in sheet.rows}
    assert (found["北海道"].value, found["札幌"].value) == (1, 0)
    for name, towns in (("十勝", ["試験村"]), ("札幌", []), ("北海道", ["試験村"])):
        listed = official.get(found[name].url)
        (rows,) = (one.rows for one in listed.context["sheets"])
        assert [row[0].value for row in rows] == towns
    assert "十勝の市町村のうち" in official.get(found["十勝"].url).text


def test_a_clerk_sees_the_own_zone_and_the_prefecture_to_compare(clerk):
    page = text(clerk.get(reverse("indicators:figures"), ON))

    assert "北海道 01" in page
    assert "十勝 Z02" in page
    assert "札幌" not in page


def test_the_matrix_says_what_a_zone_lacks_in_words(official, corner):
    page = text(official.get(reverse("indicators:matrix"), ON))

    assert "拠点なし" in page
    assert "退院支援の担い手なし" in page


def test_the_matrix_knows_who_is_designated(official, corner):
    body = designations.institution(facilities.facility(corner.town))
    designations.entered(places.zone("札幌"), body, kind=Kind.ACTIVE)

    page = official.get(reverse("indicators:matrix"), ON).content.decode()
    assert re.search(r"札幌.*?zone=Z01&amp;kind=active\">1</a>", page, re.DOTALL)


@pytest.mark.parametrize("tab", TABS)
def test_every_table_goes_to_excel_with_source_and_day(official, corner, tab):
    indicators.target(indicators.indicator(corner.version, "ZS90"), 5)
    response = official.get(reverse(f"indicators:{tab}"), {**ON, "format": "xlsx"})

    if tab == "map":
        # Nothing to draw: neither borders nor offices are known.
        assert response["Content-Type"].startswith("text/html")
        return
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames[-1] == "出典"
    assert len(book.sheetnames) > 1


def test_the_list_can_be_narrowed(official, corner):
    indicators.indicator(corner.version, "ZP01", name="患者の指標", level="process")
    indicators.indicator(corner.version, "ZS01", name="施設の指標", level="structure")

    page = text(official.get(reverse("indicators:list"), {**ON, "level": "process"}))
    assert "患者の指標" in page
    assert "施設の指標" not in page


def test_the_catalogue_of_a_past_day_is_that_of_the_version_in_force(official, corner):
    indicators.indicator(corner.version, "ZP01", name="患者の指標")

    page = text(official.get(reverse("indicators:list"), {"on": "2023-04-01"}))
    assert "患者の指標" not in page


def test_an_official_records_a_value_through_the_form(official, corner):
    one = indicators.indicator(corner.version, "ZP01")
    address = reverse("indicators:value-record", args=[one.pk])

    refused = official.post(address, {"area": "prefecture:01", "year": 2024})
    assert "値を入力してください" in text(refused)
    sent = {"area": "prefecture:01", "year": 2024, "value": "1200", "as_of": "R7.3.31"}
    assert official.post(address, sent).status_code == 302
    assert IndicatorValue.objects.get().as_of.isoformat() == "2025-03-31"


@pytest.mark.parametrize(
    ("page", "asked", "year"),
    [
        ("value-record", {}, 2024),
        ("value-record", {"year": "2023"}, "2023"),
        ("target-set", {}, 2029),
    ],
)
def test_forms_begin_with_the_year_that_is_mostly_meant(
    official, corner, page, asked, year
):
    one = indicators.indicator(corner.version, "ZP01")
    address = reverse(f"indicators:{page}", args=[one.pk])
    form = official.get(address, {**ON, **asked}).context["form"]
    assert form["year"].value() == year


def test_an_official_adds_edits_and_confirms_a_definition(official, corner):
    sent = {
        "code": "ZZ01",
        "name": "新しい指標",
        "level": "process",
        "function": "daily",
        "numerator": "患者の数",
        "unit": "人",
        "value_kind": "count",
        "direction": "higher",
        "smallest_area": "municipality",
        "order": 10,
        "status": "unconfirmed",
    }
    assert official.post(reverse("indicators:create"), sent).status_code == 302
    made = Indicator.objects.get(code="ZZ01")
    official.post(
        reverse("indicators:edit", args=[made.pk]), {**sent, "unit": "延べ人"}
    )
    official.post(reverse("indicators:step", args=[made.pk, "confirm"]))
    made.refresh_from_db()
    assert (made.unit, made.status) == ("延べ人", "confirmed")


def test_a_share_needs_a_denominator(official, corner):
    one = indicators.indicator(corner.version, "ZP01")
    sent = {"name": "割合", "value_kind": "share", "unit": "%"}

    page = official.post(reverse("indicators:edit", args=[one.pk]), sent)
    assert "割合と人口当たりには分母" in text(page)


def test_progress_shows_grade_path_and_rule(official, corner):
    one = indicators.indicator(corner.version, "ZP01", required_national_target=True)
    indicators.target(one, 100, year=2023, baseline=True)
    indicators.target(one, 160)
    indicators.value(one, 105, year=2025)

    page = text(official.get(reverse("indicators:progress"), {"on": "2026-04-01"}))
    assert "C 遅れている" in page
    assert "国が目標を求める指標" in page
    assert "A 最後の目標値に達した" in page


def test_an_unreadable_day_is_said_and_today_is_shown(official):
    page = text(official.get(reverse("indicators:figures"), {"on": "きのう"}))

    assert "「きのう」は日付として読めません" in page


def test_quality_finds_what_is_missing(official, corner):
    indicators.indicator(
        corner.version, "ZP01", name="値のない指標", status="confirmed"
    )
    facilities.facility(corner.town, kind="medical", name="区分の分からない医院")
    lost = facilities.facility(corner.town, name="\ue000田医院")
    lost.municipality = None
    lost.save()
    address = reverse("indicators:quality")

    def check(key):
        return text(official.get(address, {**ON, "check": key}))

    assert "値のない指標" in check("values")
    assert "区分の分からない医院" in check("kind")
    assert "〓田医院" in check("address")
    assert "U+E000" in check("characters")
    assert "〓田医院" in check("unconfirmed")


def test_quality_counts_the_uploads_that_wait_for_a_match(official, corner):
    waiting = uploads.bare(places.health_centre([corner.town]))
    waiting.prefecture_id, waiting.counts = "01", {"ambiguous": 3}
    waiting.save(update_fields=["prefecture", "counts"])
    page = text(official.get(reverse("indicators:quality"), {**ON, "check": "matches"}))
    assert re.search(r"名簿\.csv .* 3 ", page)


def test_words_of_a_table_are_escaped():
    columns = [Column("名称"), Column("数", kind="integer")]
    cell = Cell(1, url="/?a=1&b=2", note='"注"')
    (line,) = Sheet("t", "表", columns, [["<b>医院</b>", cell]]).lines()
    assert "".join(one.html for one in line) == (
        '<th scope="row">&lt;b&gt;医院&lt;/b&gt;</th>'
        '<td class="num"><a href="/?a=1&amp;b=2">1</a><span class="unit">&quot;注&quot;</span></td>'
    )
