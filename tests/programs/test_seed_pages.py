"""The tables of the seeds on their pages and in their workbook, with every doubt beside its fact."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from programs.models import Activity, Program
from tests.factories import people
from tests.fixture_rows import rows

pytestmark = pytest.mark.django_db
AREAS = [
    "提供体制の整備（資源の確保）",
    "提供体制の整備（人材の育成）",
    "地域における連携の促進",
    "情報提供・普及啓発",
]


def test_the_workbook_of_the_paper_adds_up_as_the_page_does(
    seeds: None, client: Client
) -> None:
    client.force_login(people.official())
    answer = client.get(reverse("programs:measures"), {"year": 2024, "format": "xlsx"})
    book = load_workbook(io.BytesIO(answer.content), data_only=True)
    areas, sums = book.worksheets[:4], book["令和6年度の合計"]
    assert [area.title for area in areas] == AREAS
    printed = counted = 0
    for area in areas:
        heads, *lines = area.iter_rows(values_only=True)
        at = {head: place for place, head in enumerate(heads)}
        for line in lines:
            if isinstance(line[at["予算額（千円）"]], int):
                printed += line[at["予算額（千円）"]]
                counted += line[at["合計に数える額（千円）"]] or 0
    assert (printed, counted) == (337_868, 228_398)
    totals = dict(row[:2] for row in sums.iter_rows(min_row=2, values_only=True))
    assert totals["合計（事業ごとに1回）"] == 228_398
    assert sum(totals[name] for name in AREAS) == 228_398


def test_the_page_of_the_support_centre_marks_every_doubt(
    seeds: None, client: Client
) -> None:
    client.force_login(people.official("15"))
    program = Program.objects.get(code="P20")
    page = client.get(program.get_absolute_url()).content.decode()
    for words in (
        "85,419",
        "56,946",
        "28,473",
        "新潟県（推定）",
        "未確認の内容があります",
    ):
        assert words in page
    for row in rows("program_sheets"):
        assert row["text"] in page
    for activity in program.activities.filter(unconfirmed=True):
        assert activity.doubt in page
    assert "15</b><span>／30</span><span>市町村" in page
    matrix = client.get(reverse("programs:initiatives")).content.decode()
    assert "30市町村のうち<b>15</b>が委託しています" in matrix


def test_every_doubt_of_an_activity_stands_beside_it(
    seeds: None, client: Client
) -> None:
    client.force_login(people.official())
    doubtful = Activity.objects.filter(prefecture="01", unconfirmed=True)
    assert doubtful.count() >= 3
    for activity in doubtful:
        query = {"year": activity.fiscal_year}
        page = client.get(reverse("programs:activities"), query).content.decode()
        assert activity.doubt in page
        assert (
            activity.doubt in client.get(activity.get_absolute_url()).content.decode()
        )


def test_the_measures_are_cut_to_what_is_asked_for(seeds: None, client: Client) -> None:
    client.force_login(people.official())

    def shown(**query: str) -> list[str]:
        page = client.get(reverse("programs:measures"), {"year": 2024, **query})
        areas = (one["area"] for one in page.context["areas"])
        return [m.code for area in areas for row in area.rows for m in row.measures]

    hubs = [r for r in rows("measures") if r["node_type"] == "measure"]
    assert shown(implementer="hub") == [
        r["measure_code"]
        for r in hubs
        if "拠点" in r["implementer"].split("|")
        or "連携の拠点" in r["implementer"].split("|")
    ]
    assert len(shown(doubtful="on")) == 9
    assert set(shown(level="prefecture")) == {
        r["measure_code"] for r in hubs if r["level"] == "全道単位"
    }
    assert 0 < len(shown(q="薬剤師")) < 30
    assert shown(q="どこにもない言葉") == []
