"""A draft of zones beside those in force: computed anew, and nothing changed by looking."""

from datetime import date, timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.urls import reverse

from facilities.models import Facility
from indicators.figures import as_object
from indicators.kinds import AreaKind
from indicators.models import VisitDemand
from indicators.picture import Picture
from indicators.presenters.drafts import Comparison
from indicators.reach import Reach
from tests.factories import people, places
from tests.factories.facilities import LISTED_ON
from zones.actions import create_zone, move_municipalities
from zones.days import AskedDay
from zones.plan_actions import adopt_version, draft_next_plan, draft_version

pytestmark = pytest.mark.django_db
ON = {"on": LISTED_ON.isoformat()}


@pytest.fixture
def official(corner, client):
    user = people.official()
    client.force_login(user)
    return user


@pytest.fixture
def draft(corner, official):
    """試験町 leaves 札幌 for a zone of its own."""
    made = draft_version(version=corner.version, name="第2版（案）", by=official)
    north = create_zone(plan=made.plan, code="Z03", name="北", by=official)
    move_municipalities(
        version=made,
        municipalities=[corner.town.pk],
        zone=north,
        reason="試験",
        by=official,
    )
    for where in (corner.city, corner.town, corner.obihiro, corner.bare):
        places.population(where, 1000, year=2050, kind="projection")
    for area, visits in (("0104", 300), ("0119", 80)):
        VisitDemand.objects.create(
            prefecture_id="01",
            area_code=area,
            area_name=area,
            fiscal_year=2050,
            kind="projection",
            visits_per_month=visits,
        )
    return made


@pytest.fixture
def compared(draft, official):
    asked = AskedDay(LISTED_ON, "")
    prefecture = places.prefecture("01")
    return Comparison(
        Reach(official, prefecture, asked), Reach(official, prefecture, asked, draft)
    )


def column(sheet, header):
    at = [one.header for one in sheet.columns].index(header)
    return {row[0]: row[at] for row in sheet.table().rows}


def test_every_figure_is_computed_for_both_sets_of_zones(compared):
    sheet = compared.sheet()
    assert column(sheet, "変わること") == {
        "札幌": "区域が変わる",
        "十勝": "変わらない",
        "北": "新しい圏域",
    }
    assert column(sheet, "75歳以上（今）") == {"札幌": 2500, "十勝": 500, "北": None}
    assert column(sheet, "75歳以上") == {"札幌": 2000, "十勝": 500, "北": 500}
    assert column(sheet, "在支診（今）") == {"札幌": 2, "十勝": 0, "北": None}
    assert column(sheet, "在支診") == {"札幌": 1, "十勝": 0, "北": 1}
    assert column(sheet, "在支病") == {"札幌": 0, "十勝": 1, "北": 0}
    assert "拠点なし" in column(sheet, "足りないもの")["北"]


def test_demand_and_people_follow_the_zones_to_2050(compared):
    sheet = compared.outlook_sheet()
    assert column(sheet, "75歳以上 2050年") == {"札幌": 1000, "十勝": 2000, "北": 1000}
    assert column(sheet, "需要 2050年度（今）")["札幌"] == 300
    assert column(sheet, "需要 2050年度") == {"札幌": 150, "十勝": 80, "北": 150}


def test_the_municipalities_that_move_are_named(compared, corner):
    (row,) = compared.moves_sheet().rows
    assert row == [corner.town.name, corner.town.pk, "札幌", "北"]


def test_the_present_stays_what_it_is(compared, corner):
    zones = corner.picture().areas(AreaKind.ZONE)
    assert [(zone.name, zone.people.over75) for zone in zones] == [
        ("札幌", 2500),
        ("十勝", 500),
    ]


def test_adopting_leaves_every_figure_as_it_was_until_its_day(corner, draft, official):
    first_day = date(2027, 4, 1)
    eve = first_day - timedelta(days=1)

    def told(day):
        picture = Picture(day, "01")
        areas = [area for kind in AreaKind for area in picture.areas(kind)]
        return [as_object(picture, area) for area in areas]

    before = told(LISTED_ON), told(eve)
    adopt_version(version=draft, effective_from=first_day, reason="告示", by=official)
    assert (told(LISTED_ON), told(eve)) == before
    zones = [area.name for area in Picture(first_day, "01").areas(AreaKind.ZONE)]
    assert zones == ["札幌", "十勝", "北"]


def test_the_registry_is_counted_once(compared, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        compared.sheet()
        compared.outlook_sheet()
        compared.summary()
    assert (
        compared.before.reach.picture.registry is compared.after.reach.picture.registry
    )


def test_the_page_and_its_workbook(client, draft):
    url = reverse("indicators:draft", args=[draft.pk])
    page = client.get(url, ON)
    assert page.status_code == 200
    labels = [item["label"] for item in page.context["summary"]]
    assert "圏域の変わる市町村" in labels
    book = openpyxl.load_workbook(
        BytesIO(client.get(url, {**ON, "format": "xlsx"}).content)
    )
    assert book.sheetnames[:-1] == [sheet.title for sheet in page.context["sheets"]]
    csv = client.get(url, {**ON, "format": "csv", "sheet": "moves"})
    assert "試験町" in csv.content.decode("utf-8-sig")


def test_a_number_of_a_proposed_zone_opens_what_it_counts(client, draft, corner):
    page = client.get(
        reverse("indicators:figures"), {**ON, "version": draft.pk, "by": "zone"}
    )
    (sheet,) = page.context["sheets"]
    (row,) = [row for row in sheet.rows if row[0].value == "北"]
    cell = row[2]
    assert cell.value == 1
    query = parse_qs(urlsplit(cell.url).query)
    assert query["towns"] == [corner.town.pk]
    listed = client.get(cell.url)
    assert [one.pk for one in listed.context["table"].data] == [
        Facility.objects.get(municipality=corner.town).pk
    ]


@pytest.mark.parametrize(
    "tab", ["list", "figures", "matrix", "map", "demand", "progress", "logic"]
)
def test_every_page_can_speak_of_the_draft(client, draft, tab):
    page = client.get(reverse(f"indicators:{tab}"), {**ON, "version": draft.pk})
    assert page.status_code == 200
    assert page.context["reach"].version == draft
    assert f"version={draft.pk}" in page.context["reach"].query()


def test_a_version_that_is_not_ones_own_is_not_found(client, draft):
    client.force_login(people.official("15"))
    assert client.get(reverse("indicators:draft", args=[draft.pk])).status_code == 404
    client.force_login(people.clerk(places.health_centre()))
    assert client.get(reverse("indicators:draft", args=[draft.pk])).status_code == 403
    query = {"version": draft.pk}
    assert client.get(reverse("indicators:figures"), query).status_code == 404


def test_the_page_of_a_version_has_a_map_that_leads_to_the_boxes(client, draft, corner):
    for where in (corner.city, corner.town, corner.obihiro, corner.bare):
        places.put_on_the_map(where)
    page = client.get(reverse("zones:version", args=[draft.pk]))
    assert f'href="#town-{corner.town.pk}"' in page.text
    assert f'id="town-{corner.town.pk}"' in page.text
    assert "この案の数字" in page.text
    present = client.get(reverse("zones:version", args=[corner.version.pk]))
    assert "この案の数字" not in present.text


def test_the_next_plan_is_drafted_through_the_form(client, draft):
    url = reverse("zones:next-plan", args=[draft.pk])
    given = {"name": "次期計画", "first_fiscal_year": 2030, "last_fiscal_year": 2029}
    refused = client.post(url, given)
    assert "令和12年度以後の年度" in refused.text
    made = client.post(url, {**given, "last_fiscal_year": 2035})
    assert made.status_code == 302
    again = client.post(url, {**given, "last_fiscal_year": 2035})
    assert "もうあります" in again.text


def test_a_draft_of_the_next_plan_has_the_same_figures(corner, official):
    draft = draft_next_plan(
        version=corner.version,
        name="次期計画",
        first_fiscal_year=2030,
        last_fiscal_year=2035,
        by=official,
    )
    asked = AskedDay(LISTED_ON, "")
    prefecture = places.prefecture("01")
    compared = Comparison(
        Reach(official, prefecture, asked), Reach(official, prefecture, asked, draft)
    )
    assert compared.moved() == []
    sheet = compared.sheet()
    assert column(sheet, "在支診（今）") == column(sheet, "在支診")
