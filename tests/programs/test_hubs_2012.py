"""The hubs of FY2012 on their page, number by number, and today's hubs read in the same kinds."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from designations.kinds import OperatorKind
from facilities.kinds import FacilityKind
from programs.hubs_2012 import kind_then
from tests.factories import designations, facilities, people, places
from tests.factories import programs as make
from tests.fixture_rows import rows
from tests.programs.sheets import below, sheets_of

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 20)
ASKED = {"year": 2025, "on": DAY.isoformat()}
PAGE = "programs:hubs-2012"


@pytest.fixture
def official() -> User:
    make.seeds()
    return people.official()


def test_the_workbook_has_each_number_of_the_paper(
    official: User, client: Client
) -> None:
    client.force_login(official)
    sites, operators, prefectures, outcomes = sheets_of(client, PAGE, **ASKED)[:4]
    listed = below(sites, "番号")
    printed = {int(r["site_no"]): r for r in rows("hub_sites_2012")}
    numbered = [row for row in listed if row[0] is not None]
    assert [row[0] for row in numbered] == sorted(
        printed, key=lambda n: (printed[n]["prefecture_code"], n)
    )
    for number, prefecture, code, town, count, *_ in numbered:
        fact = printed[number]
        assert (prefecture, code, town, count) == (
            fact["prefecture"],
            fact["municipality_code5"],
            fact["municipality"],
            int(fact["cells_printed"]),
        )
    assert sum(row[4] for row in listed) == 105
    assert [(row[0], row[2]) for row in below(prefectures, "都道府県コード")] == [
        (r["prefecture_code"], int(r["sites_read"]))
        for r in rows("hub_sites_2012_by_prefecture")
    ]
    assert [
        (str(row[0]).removeprefix("うち"), row[1])
        for row in below(operators, "実施主体")
    ] == [(r["operator_kind"], int(r["sites"])) for r in rows("operators_2012")]
    values = {row[2]: row[3] for row in below(outcomes, "性質")}
    for fact in rows("outcomes_2012"):
        said = values[fact["indicator"]].replace(",", "")
        assert (fact["value"] or fact["text"]) in said


def test_every_doubt_of_the_paper_is_marked_on_the_page(
    official: User, client: Client
) -> None:
    client.force_login(official)
    page = client.get(reverse(PAGE), ASKED).content.decode()
    doubts = {
        r["doubt"]
        for name in ("hub_sites_2012", "outcomes_2012")
        for r in rows(name)
        if r["confidence"] == "unconfirmed"
    }
    assert len(doubts) >= 4
    assert [doubt for doubt in doubts if doubt not in page] == []
    assert page.count("未確認") > len(doubts)


@pytest.mark.parametrize(
    ("kind", "then"),
    [
        (OperatorKind.MUNICIPALITY, "OP1"),
        (OperatorKind.HEALTH_CENTRE, "OP1"),
        (OperatorKind.MEDICAL_ASSOCIATION, "OP4"),
        (OperatorKind.NPO, "OP7"),
        (OperatorKind.SUPPORT_CENTRE, "OP7"),
    ],
)
def test_a_body_of_today_is_read_as_a_kind_of_then(kind: str, then: str) -> None:
    where = places.municipality("01101") if kind == OperatorKind.MUNICIPALITY else None
    assert kind_then(designations.association(kind=kind, municipality=where)) == then


@pytest.mark.parametrize(
    ("kind", "then"),
    [
        (FacilityKind.HOSPITAL, "OP2"),
        (FacilityKind.CLINIC, "OP3"),
        (FacilityKind.NURSING_STATION, "OP5"),
        (FacilityKind.PHARMACY, "OP6"),
        (FacilityKind.CARE_MANAGER, "OP7"),
    ],
)
def test_an_institution_of_today_is_read_as_a_kind_of_then(
    kind: str, then: str
) -> None:
    assert kind_then(designations.institution(facilities.facility(kind=kind))) == then


def test_todays_hubs_stand_beside_their_forerunners(
    official: User, client: Client
) -> None:
    town = places.municipality("01209", "夕張市")
    other = places.municipality("01103", "札幌市東区")
    plan = places.plan({"南空知": [town], "札幌": [other]}).plan
    hub = designations.association("試験夕張医師会")
    designations.entered(plan.zones.get(name="南空知"), hub, by=official)
    make.activity(operator=hub, kind="meetings", zone=plan.zones.get(name="南空知"))
    client.force_login(official)
    sites, operators, _, outcomes = sheets_of(client, PAGE, **ASKED)[:4]
    today = {row[3]: (row[5], row[6]) for row in below(sites, "番号") if row[5]}
    assert today == {
        "夕張市": ("南空知", "試験夕張医師会"),
        "札幌市東区": ("札幌", "なし"),
    }
    counted = {row[0]: (row[1], row[3]) for row in below(operators, "実施主体")}
    assert counted["医師会等医療関係団体"] == (16, 1)
    assert counted["合計"] == (105, 1)
    beside = {row[1]: row[4] for row in below(outcomes, "性質") if row[4]}
    assert beside == {
        "多職種連携会議": "1／1拠点（100%）",
        "24時間対応": "0／1拠点（0%）",
        "普及啓発": "0／1拠点（0%）",
    }


def test_a_clerk_is_not_told_of_hubs_outside_the_own_area(
    official: User, client: Client
) -> None:
    town = places.municipality("01209", "夕張市")
    other = places.municipality("01103", "札幌市東区")
    plan = places.plan({"南空知": [town], "札幌": [other]}).plan
    designations.entered(plan.zones.get(name="南空知"), by=official)
    client.force_login(people.clerk(places.health_centre([other])))
    sites, operators, *_ = sheets_of(client, PAGE, **ASKED)
    today = {row[3]: row[6] for row in below(sites, "番号") if row[5]}
    assert today == {"夕張市": None, "札幌市東区": "なし"}
    assert {row[0]: row[3] for row in below(operators, "実施主体")}["合計"] == 0


def test_sites_are_found_by_place_prefecture_and_doubt(
    official: User, client: Client
) -> None:
    client.force_login(official)

    def towns(**more: object) -> list[object]:
        sites = sheets_of(client, PAGE, **ASKED, **more)[0]
        return [row[3] for row in below(sites, "番号")]

    assert towns(of="01") == ["札幌市手稲区", "札幌市東区", "札幌市豊平区", "夕張市"]
    assert towns(q="夕張") == ["夕張市"]
    assert len(towns(doubtful="on")) == sum(
        r["confidence"] == "unconfirmed" for r in rows("hub_sites_2012")
    ) + sum(
        r["confidence"] == "unconfirmed" and int(r["unnamed_cells"]) > 0
        for r in rows("hub_sites_2012_by_prefecture")
    )
