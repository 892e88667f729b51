"""Searching everything: what is found in which spelling, by whom, and at what cost."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.search import search
from reports.models import Edition
from tests.factories import (
    designations,
    facilities,
    indicators,
    people,
    places,
    programs,
    reports,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)


def found(user, text):
    """Titles by kind."""
    return {g.key: [h.title for h in g.hits] for g in search(user, text, TODAY)}


def tokachi():
    town = places.municipality("01207", "帯広市", kana="おびひろし")
    places.plan({"十勝": [town]})
    return places.zone("十勝"), town


@pytest.mark.parametrize(
    "text", ["高木", "髙木", "ﾀｶｷﾞ", "たかぎ", "０１１９９", "01199"]
)
def test_facility_is_found_in_any_width_kana_or_form(text):
    _, town = tokachi()
    facilities.facility(town, name="髙木診療所", kana="タカギ", code="0119900001")
    assert found(people.official(), text) == {"facilities": ["髙木診療所"]}


def test_every_word_must_stand_in_what_is_found():
    _, town = tokachi()
    facilities.facility(town, name="高木診療所", address="西5条")
    facilities.facility(town, name="高木医院", address="東2条")
    assert found(people.official(), "高木　西5条") == {"facilities": ["高木診療所"]}


@pytest.mark.parametrize("text", ["十勝", "十勝圏域", "Z01", "ｚ０１"])
def test_zone_is_found_by_name_and_code(text):
    tokachi()
    assert found(people.official(), text)["zones"] == ["十勝"]


@pytest.mark.parametrize("text", ["帯広", "オビヒロ", "01207", "012076"])
def test_municipality_is_found_by_name_kana_and_both_codes(text):
    tokachi()
    [group] = search(people.official(), text, TODAY)
    assert group.hits[0].title == "帯広市"
    assert group.hits[0].url == "/zones/municipalities/01207/"


def test_ward_leads_to_its_city():
    city = places.municipality("01100", "札幌市")
    places.municipality("01101", "中央区", parent=city)
    [group] = search(people.official(), "中央区", TODAY)
    assert (group.hits[0].title, group.hits[0].url) == (
        "札幌市中央区",
        "/zones/municipalities/01100/",
    )


def test_designation_is_found_by_operator_and_number():
    zone, _ = tokachi()
    act = designations.entered(zone, designations.association("試験十勝医師会"))
    me = people.official()
    assert found(me, "十勝医師会") == {"designations": ["試験十勝医師会"]}
    assert found(me, act.case_number) == {"designations": ["試験十勝医師会"]}


def test_program_indicator_and_report_are_found():
    _, town = tokachi()
    programs.program(name="訪問診療の車の補助")
    programs.measure(name="訪問診療の研修")
    version = town.zone_memberships.get().version
    indicators.indicator(version, name="訪問診療の実施件数")
    reports.edition(meeting_name="訪問診療部会")
    assert found(people.official(), "訪問診療") == {
        "programs": ["訪問診療の車の補助", "訪問診療の研修"],
        "indicators": ["訪問診療の実施件数"],
        "reports": [str(Edition.objects.get())],
    }


def test_report_is_found_by_its_number_its_file_and_the_number_of_the_paper():
    made = reports.edition(meeting_paper="資料２－１")
    reports.edition(meeting_paper="資料９")
    for text in (f"第{made.number}版", f"{made.file_stem}.xlsx", "資料2-1"):
        assert found(people.official(), text) == {"reports": [str(made)]}


def test_exact_name_comes_first():
    towns = [
        places.municipality(code, name)
        for code, name in (("01301", "北見町"), ("01208", "北"), ("01302", "北竜町"))
    ]
    assert towns
    [group] = search(people.official(), "北", TODAY)
    assert [hit.title for hit in group.hits] == ["北", "北見町", "北竜町"]


def test_clerk_finds_nothing_of_another_area():
    zone, town = tokachi()
    facilities.facility(town, name="高木診療所")
    designations.entered(zone, designations.association("高木医師会"))
    elsewhere = places.health_centre([places.municipality("01101", "札幌市")])
    assert found(people.clerk(elsewhere), "高木") == {}
    assert found(people.clerk(elsewhere), "帯広") == {}
    assert set(found(people.clerk(places.health_centre([town])), "高木")) == {
        "facilities",
        "designations",
    }


def test_committee_member_finds_published_reports_and_nothing_else():
    _, town = tokachi()
    facilities.facility(town, name="在宅診療所")
    reports.edition()
    reports.edition(status="draft")
    shown = found(people.committee_member(), "在宅")
    assert list(shown) == ["reports"]
    assert len(shown["reports"]) == 1


def test_administrator_finds_accounts_and_no_business_data():
    _, town = tokachi()
    facilities.facility(town, name="花子診療所")
    people.official()
    assert found(people.administrator(), "花子") == {"accounts": ["県庁 花子"]}


@pytest.mark.parametrize("text", ["", "　", "\u200b", "%", "'; DROP TABLE", "あ" * 500])
def test_odd_input_finds_nothing_and_breaks_nothing(text):
    tokachi()
    client = Client()
    client.force_login(people.official())
    response = client.get("/search/", {"q": text})
    assert response.status_code == 200
    assert "/municipalities/" not in response.content.decode()


def test_percent_is_a_character_and_not_a_pattern():
    _, town = tokachi()
    facilities.facility(town, name="高木診療所")
    assert found(people.official(), "高%所") == {}


def test_result_page_escapes_what_was_typed():
    client = Client()
    client.force_login(people.official())
    page = client.get("/search/", {"q": "<b>x</b>"}).content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page
    assert "見つかりませんでした" in page


def test_more_than_fit_are_counted_and_led_to():
    _, town = tokachi()
    for number in range(11):
        facilities.facility(town, name=f"高木{number}診療所")
    [group] = search(people.official(), "高木", TODAY)
    assert (len(group.hits), group.total) == (8, 11)
    client = Client()
    client.force_login(people.official())
    assert "一覧で見る" in client.get("/search/", {"q": "高木"}).content.decode()
    assert "高木10診療所" in client.get(group.more).content.decode()


def test_designations_that_do_not_fit_are_led_to_by_the_same_words(monkeypatch):
    monkeypatch.setattr("portal.search.MOST", 1)
    zone, _ = tokachi()
    me = people.official()
    acts = [
        designations.candidate(zone, designations.association(f"髙木{n}医師会"))
        for n in (1, 2)
    ]
    designations.candidate(zone, designations.association("別の医師会"))
    [group] = search(me, "高木", TODAY)
    client = Client()
    client.force_login(me)
    page = client.get(group.more).content.decode()
    assert group.total == 2
    assert all(act.shown_name in page for act in acts)
    assert "別の医師会" not in page
    wide = acts[0].case_number.translate({at: at + 0xFEE0 for at in range(0x21, 0x7F)})
    assert found(me, wide)["designations"] == [acts[0].shown_name]


def test_queries_do_not_grow_with_what_is_found():
    zone, town = tokachi()
    me = people.official()

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            search(me, "試験", TODAY)
        return len(seen)

    for number in range(9):
        facilities.facility(town, name=f"試験{number}診療所")
    designations.entered(zone, designations.association("試験医師会"))
    few = queries()
    facilities.many_facilities(50, [town])
    for number in range(9):
        programs.program(name=f"試験の補助{number}")
        designations.candidate(zone, designations.association(f"試験{number}会"))
    assert queries() <= few + 1
