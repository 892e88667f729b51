"""The tables of the seeds come out of the portal number by number, and doubts stay marked."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from programs.figures import totals_of
from programs.measures_table import MeasuresTable, measures_table
from programs.models import (
    Activity,
    HubSite2012,
    OperatorCount2012,
    Outcome2012,
    Program,
)
from programs.summary import sheet, sheets_on
from tests.factories import people
from tests.fixture_rows import rows

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)

# The status column of the 北海道 R6 paper, as printed: program, sites, thousand yen.
PRINTED = {
    "提供体制の整備（資源の確保）": [
        ("【医師】", "グループ診療等運営事業", 16, 94_420),
        ("【医師】", "訪問診療用ポータブル機器等整備事業", 76, 25_500),
        ("【歯科医師・歯科衛生士】", "在宅歯科医療連携室整備事業", 1, 38_270),
        ("【薬剤師】", "訪問薬剤管理指導実施体制整備促進事業", 1, 5_580),
        ("【看護師】", "在宅医療推進事業", 9, 15_050),
        ("【医療機関全般】", "在宅医療推進事業", 9, 15_050),
    ],
    "提供体制の整備（人材の育成）": [
        ("【医師】", "グループ診療等運営事業", 16, 94_420),
        (
            "【歯科医師・歯科衛生士】",
            "歯科医療従事者認知症対応力向上研修事業",
            None,
            3_007,
        ),
        ("【歯科医師・歯科衛生士】", "食・口腔機能改善専門職等養成事業", None, 2_166),
        ("【薬剤師】", "薬剤師認知症対応力向上研修事業", None, 2_906),
        ("【看護師】", "看護職員出向支援事業", None, 10_241),
        ("【看護師】", "訪問看護推進事業", None, 10_788),
    ],
    "地域における連携の促進": [
        ("＜その他＞", "在宅医療多職種連携ICTネットワーク構築事業", 3, 20_470),
    ],
    "情報提供・普及啓発": [],
}
# Counted results of the same paper: sessions, participants, areas.
COUNTED = {
    "M2.10": (1, None, None),
    "M2.11": (1, None, None),
    "M2.12": (19, 1_224, 12),
    "M3.01": (1, None, None),
    "M3.02": (97, 982, 21),
    "M4.01": (1, None, 1),
    "M4.02": (0, None, None),
}


@pytest.fixture
def paper(seeds: None) -> MeasuresTable:
    return measures_table("01", 2024, TODAY)


def test_the_hokkaido_paper_prints_each_amount_where_the_seed_has_it(
    paper: MeasuresTable,
) -> None:
    printed = {
        area.name: [
            (row.group, entry.text, entry.sites, entry.budget)
            for row in area.rows
            for entry in row.entries
            if entry.program
        ]
        for area in paper.areas
    }
    assert {
        name: [(group, sites, budget) for group, _, sites, budget in lines]
        for name, lines in printed.items()
    } == {
        name: [(group, sites, budget) for group, _, sites, budget in lines]
        for name, lines in PRINTED.items()
    }
    for name, lines in PRINTED.items():
        for wanted, got in zip(lines, printed[name], strict=True):
            assert wanted[1] in got[1]


def test_each_program_is_counted_once_and_repeats_are_marked(
    paper: MeasuresTable,
) -> None:
    assert paper.total == 228_398
    assert paper.printed == 337_868
    assert sum(area.budget for area in paper.areas) == paper.total
    repeated = [(e.program_code, e.budget) for e in paper.entries if e.repeated]
    assert repeated == [("P06", 15_050), ("P02", 94_420)]
    assert paper.printed - sum(budget for _, budget in repeated) == paper.total
    assert paper.unlinked == ()


def test_counts_of_the_paper_come_from_the_activities(paper: MeasuresTable) -> None:
    counted = {
        entry.measures[0]: (entry.sessions, entry.participants, entry.areas)
        for entry in paper.entries
        if entry.sessions is not None
    }
    assert counted == COUNTED
    meetings = Activity.objects.filter(measure__code="M3.02")
    assert totals_of(meetings).words() == "97回、延べ982人"
    training = Activity.objects.filter(fiscal_year=2023, kind="training")
    assert totals_of(training).words() == "19回、延べ1,224人"


def test_every_measure_of_the_fixture_stands_in_the_paper(paper: MeasuresTable) -> None:
    shown = [m.code for area in paper.areas for row in area.rows for m in row.measures]
    wanted = [
        r["measure_code"] for r in rows("measures") if r["node_type"] == "measure"
    ]
    assert sorted(shown) == sorted(wanted)
    assert len(shown) == 30
    statuses = {r["measure_code"]: r["status_text"] for r in rows("measures")}
    for entry in paper.entries:
        if not entry.program:
            assert entry.text == statuses[entry.measures[0]]


def test_the_support_centre_sheet_needs_no_plan(seeds: None) -> None:
    (found,) = sheets_on("15", TODAY)
    assert found.row.budget == 85_419
    assert (found.row.shares.national, found.row.shares.prefecture) == (56_946, 28_473)
    assert found.row.shares.computed
    assert found.row.sites == 17
    assert [figure.words for figure in found.figures] == [
        "17か所",
        "16／16医師会",
        "12／16医師会",
        "15／30市町村",
    ]
    assert [title for title, _ in found.sections] == [
        "取組の背景",
        "事業目的",
        "事業概要",
        "取組の特長",
        "事業の成果等",
        "在宅医療・介護連携推進事業との連携",
        "事業推進上の課題",
        "横展開に向けての提言",
    ]
    texts = [text.text for _, texts in found.sections for text in texts]
    assert texts == [r["text"] for r in rows("program_sheets")]
    assert all(text.unconfirmed for _, texts in found.sections for text in texts)
    assert found.row.region == "新潟県（推定）"
    assert found.row.unconfirmed
    assert "推定" in found.row.doubt


def test_a_sheet_of_a_year_without_the_program_is_none(seeds: None) -> None:
    program = Program.objects.get(code="P20")
    assert sheet(program, 2022) is not None
    assert sheet(program, 2023) is None
    assert sheets_on("15", date(2015, 9, 30)) == ()


def test_the_hub_program_of_2012_adds_up_as_printed(seeds: None) -> None:
    sites = HubSite2012.objects.all()
    assert sum(site.sites for site in sites) == 105
    numbered = sites.filter(number__isnull=False)
    assert numbered.count() == 96
    assert len(set(numbered.values_list("municipality_code", flat=True))) == 96
    by_prefecture: dict[str, int] = {}
    for site in sites:
        code = site.prefecture_id
        by_prefecture[code] = by_prefecture.get(code, 0) + site.sites
    assert by_prefecture == {
        r["prefecture_code"]: int(r["sites_read"])
        for r in rows("hub_sites_2012_by_prefecture")
    }
    saga = sites.get(prefecture="41")
    assert (saga.number, saga.municipality, saga.unconfirmed) == (None, "", True)


def test_operators_of_2012_are_those_of_the_seed(seeds: None) -> None:
    kinds = OperatorCount2012.objects.filter(whole=None).exclude(code="OPT")
    assert dict(kinds.values_list("name", "sites")) == {
        "自治体": 14,
        "病院": 32,
        "診療所": 29,
        "医師会等医療関係団体": 16,
        "訪問看護ステーション": 10,
        "薬局": 1,
        "その他(NPO法人等)": 3,
    }
    assert sum(kinds.values_list("sites", flat=True)) == 105
    parts = OperatorCount2012.objects.exclude(whole=None)
    assert dict(parts.values_list("whole__name", "sites")) == {"病院": 14, "診療所": 28}
    shares = Outcome2012.objects.filter(nature="outcome").order_by("code")
    assert list(shares.values_list("value", "unconfirmed")) == [
        (74, True),
        (60, True),
        (93, True),
    ]


def test_every_doubt_of_the_paper_stands_on_its_page(
    seeds: None, client: Client
) -> None:
    client.force_login(people.official())
    page = client.get(reverse("programs:measures"), {"year": 2024}).content.decode()
    assert "228,398" in page
    assert "再掲" in page
    doubts = {
        r["doubt"]
        for r in rows("measures")
        if r["doubt"] and r["node_type"] == "measure"
    }
    assert doubts
    for doubt in doubts:
        assert doubt in page
    listed = client.get(reverse("programs:list"), {"year": 2024}).content.decode()
    for row in rows("programs"):
        if row["prefecture_code"] == "01" and row["doubt"]:
            assert row["doubt"] in listed
