"""The list of facilities: what it finds, how it sorts and pages, and how little it asks."""

from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from facilities.kinds import CareFunction, FacilityKind
from tests.factories import facilities, people, places

pytestmark = pytest.mark.django_db
URL = "/facilities/"


@pytest.fixture
def town():
    return places.municipality("01207", "帯広市")


@pytest.fixture
def village():
    return places.municipality("01639", "更別村")


@pytest.fixture
def official(client):
    user = people.official()
    client.force_login(user)
    return user


def names(response):
    return [row.facility.name for row in response.context["rows"]]


def found(client, **query):
    return names(client.get(URL, query))


def test_list_shows_the_facilities_of_the_region_only(client, official, town):
    facilities.facility(town, name="十勝診療所")
    abroad = places.municipality("15201", prefecture_code="15")
    facilities.facility(abroad, name="新潟診療所")
    assert found(client) == ["十勝診療所"]


@pytest.mark.parametrize(
    "typed",
    [
        "髙橋クリニック",
        "高橋くりにっく",
        "ﾀｶﾊｼ",
        "たかはし",
        "0110001234",
        "０１１０００１２３４",
    ],
)
def test_search_finds_any_width_kana_and_old_form(client, official, town, typed):
    facilities.facility(
        town, name="高橋クリニック", kana="タカハシクリニック", code="0110001234"
    )
    facilities.facility(town, name="山崎医院")
    assert found(client, q=typed) == ["高橋クリニック"]


def test_search_takes_every_word(client, official, town):
    facilities.facility(town, name="高橋クリニック", address="帯広市西一条")
    facilities.facility(town, name="高橋医院", address="帯広市東二条")
    assert found(client, q="高橋 西一条") == ["高橋クリニック"]


def test_filter_by_filing_takes_the_class_of_the_day(client, official, town):
    changed = facilities.facility(town, name="変わった診療所")
    facilities.filing(
        changed, "支援診3", starts_on=date(2018, 4, 1), ends_on=date(2024, 3, 31)
    )
    facilities.filing(changed, "支援診1", starts_on=date(2024, 4, 1))
    facilities.filing(facilities.facility(town, name="病院"), "支援病3")
    assert found(client, filing="zaishishin-enhanced") == ["変わった診療所"]
    assert found(client, filing="zaishishin-conventional") == []
    past = {"on": "R6.3.31"}
    assert found(client, filing="zaishishin-conventional", **past) == ["変わった診療所"]
    both = ["zaishishin-enhanced", "zaishibyo-conventional"]
    assert sorted(found(client, filing=both)) == ["変わった診療所", "病院"]


def test_filter_by_filing_finds_those_that_are_neither(client, official, town):
    facilities.filing(facilities.facility(town, name="支援診療所"), "支援診3")
    visits = facilities.facility(town, name="訪問診療所")
    facilities.filing(visits, "在医総管1")
    facilities.facility(town, name="ほかの診療所")
    assert sorted(found(client, filing="none")) == ["ほかの診療所", "訪問診療所"]
    assert found(client, filing="home_visits") == ["訪問診療所"]


def test_filter_by_function_asks_for_all_of_them(client, official, town):
    both = facilities.facility(town, name="両方の診療所")
    facilities.filing(both, "支援診3")
    facilities.provision(both, CareFunction.EOL)
    facilities.filing(facilities.facility(town, name="片方の診療所"), "支援診3")
    assert found(client, function=["acute", "eol"]) == ["両方の診療所"]
    assert sorted(found(client, function="acute")) == ["両方の診療所", "片方の診療所"]


def test_filter_by_place_takes_zone_area_and_city_with_its_wards(client, official):
    area = places.secondary_area("0104", "札幌")
    city = places.municipality("01100", "札幌市", area=area)
    ward = places.municipality("01101", "札幌市中央区", area=area, parent=city)
    other = places.municipality("01207", "帯広市")
    places.plan({"札幌": [city], "十勝": [other]})
    facilities.facility(ward, name="中央区診療所")
    facilities.facility(other, name="帯広診療所")
    assert found(client, zone=places.zone("札幌").pk) == ["中央区診療所"]
    assert found(client, area="0104") == ["中央区診療所"]
    assert found(client, municipality="01100") == ["中央区診療所"]
    assert found(client, municipality="01207") == ["帯広診療所"]


def test_filter_by_kind_and_state(client, official, town):
    facilities.facility(town, name="薬局", kind=FacilityKind.PHARMACY)
    yesterday = timezone.localdate() - timedelta(days=1)
    facilities.facility(town, name="廃止した診療所", closed_on=yesterday)
    assert found(client, kind="pharmacy") == ["薬局"]
    assert found(client) == ["薬局"]
    assert found(client, state="closed") == ["廃止した診療所"]
    assert len(found(client, state="all")) == 2


def test_a_condition_that_cannot_be_read_is_named_and_not_used(client, official, town):
    facilities.facility(town, name="十勝診療所")
    response = client.get(URL, {"zone": "999", "on": "いつか"})
    assert names(response) == ["十勝診療所"]
    page = response.content.decode()
    assert "読めない条件がありました" in page
    assert "「いつか」は日付として読めません" in page


def test_list_that_is_empty_says_why(client, official):
    page = client.get(URL, {"q": "どこにもない"}).content.decode()
    assert "条件に合う医療機関はありません" in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("beds", ["乙病院", "甲病院", "丙診療所"]),
        ("-beds", ["甲病院", "乙病院", "丙診療所"]),
        ("starts", ["甲病院", "乙病院", "丙診療所"]),
        ("-starts", ["乙病院", "甲病院", "丙診療所"]),
        ("zone", ["丙診療所", "甲病院", "乙病院"]),
    ],
)
def test_sort_puts_what_is_unknown_last(
    client, official, town, village, sort, expected
):
    places.plan({"北": [village], "南": [town]})
    known = {"kind": FacilityKind.HOSPITAL, "beds_state": "known"}
    first = facilities.facility(town, name="甲病院", beds=90, **known)
    second = facilities.facility(town, name="乙病院", beds=20, **known)
    facilities.facility(village, name="丙診療所")
    facilities.filing(first, "支援病3", starts_on=date(2018, 4, 1))
    facilities.filing(second, "支援病3", starts_on=date(2020, 4, 1))
    assert found(client, sort=sort) == expected


def test_pages_hold_every_facility_once(client, official, town):
    facilities.many_facilities(120, [town])
    seen = [name for page in (1, 2, 3) for name in found(client, page=page)]
    assert len(seen) == len(set(seen)) == 120
    assert len(found(client, page=999)) == 20
    assert len(found(client, per_page=100)) == 100
    assert len(found(client, per_page=100000)) == 50


def test_list_says_the_count_and_the_list_it_rests_on(client, official, town):
    facilities.facility(town)
    facilities.official_list(as_of=date(2025, 10, 1))
    page = client.get(URL).content.decode()
    assert '<p class="count" role="status"><b>1</b>件中 1〜1件</p>' in page
    assert "届出受理医療機関名簿　令和7年10月1日現在" in page


def test_links_of_the_list_keep_its_state(client, official, town):
    facilities.many_facilities(60, [town])
    query = {"filing": "zaishishin-conventional", "sort": "-code", "on": "2025-11-20"}
    page = client.get(URL, query).content.decode()
    kept = "filing=zaishishin-conventional&amp;sort=-code&amp;on=2025-11-20"
    assert f"?{kept}&amp;page=2" in page
    assert f"?{kept}&amp;format=xlsx" in page


def test_htmx_gets_the_results_only(client, official, town):
    facilities.facility(town)
    part = client.get(URL, headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith('<div id="results"')
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(URL, headers=back).content.decode()


def test_private_use_characters_are_shown_as_geta(client, official, town):
    facilities.facility(town, name="高\ue000医院")
    facilities.facility(town, name="山\ue000医院", corrected_name="山﨑医院")
    page = client.get(URL).content.decode()
    assert "高〓医院" in page
    assert "山﨑医院" in page
    assert "\ue000" not in page


def test_columns_can_be_chosen(client, official, town):
    one = facilities.facility(town, phone="0155-00-0000")
    page = client.get(URL, {"col": ["code", "phone"]}).content.decode()
    assert one.code in page
    assert "0155-00-0000" in page
    assert "算定開始</a>" not in page


def test_workbook_holds_the_rows_and_columns_of_the_page(
    client, official, town, tmp_path
):
    one = facilities.facility(town, name="=高橋医院", phone="0155")
    facilities.filing(one, "支援診1", starts_on=date(2022, 4, 1))
    facilities.facility(town, name="山崎医院")
    query = {"q": "高橋", "col": ["filing", "starts", "eol"], "format": "xlsx"}
    answer = client.get(URL, query)
    file = tmp_path / "list.xlsx"
    file.write_bytes(answer.content)
    sheet = openpyxl.load_workbook(file)["医療機関"]
    rows = list(sheet.values)
    assert rows[0] == ("名称", "届出", "算定開始", "看取り")
    assert [str(v) for v in rows[1]][1:] == ["支援診１", "2022-04-01 00:00:00", "あり"]
    assert len(rows) == 2
    assert sheet["A2"].data_type == "s"


def test_csv_holds_all_pages(client, official, town):
    facilities.many_facilities(60, [town])
    answer = client.get(URL, {"format": "csv"}).content.decode("utf-8-sig")
    assert len(answer.strip().split("\r\n")) == 61


def _queries(client, **query):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(URL, query).status_code == 200
    return asked.captured_queries


ASKED = (
    {},
    {"sort": "-starts", "filing": "zaishishin-conventional", "function": "daily"},
    {"q": "試験", "page": 2},
)


def test_list_asks_the_same_at_10_and_at_3000_facilities(client, official, town):
    places.plan({"十勝": [town]})
    facilities.many_facilities(10, [town])
    few = [_queries(client, **query) for query in ASKED]
    facilities.many_facilities(2990, [town])
    for query, before in zip(ASKED, few, strict=True):
        many = _queries(client, **query)
        assert len(many) == len(before), query
        # How many, and the rows of the page; the rest is the person and the region.
        of_rows = [q for q in many if 'FROM "facilities_' in q["sql"].split("WHERE")[0]]
        assert len(of_rows) == 2, query
        # The person's: session, who it is and may do what, region, bell, saved views. The
        # filter's: places.
        assert len(many) == 8, query
