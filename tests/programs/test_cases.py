"""Cases worth sharing: who reads them before and after release, and how they are found."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs.actions import confirm_fact
from programs.actions.cases import (
    add_case,
    add_element,
    edit_case,
    edit_element,
    release_case,
    remove_case,
    remove_element,
)
from programs.cases import Wanted, cases_of
from programs.errors import NotAllowed, RuleBroken, Stale
from programs.models import CaseElement, CaseExample
from tests.factories import people, places, schedules
from tests.factories import programs as make
from tests.fixture_rows import rows
from tests.programs.sheets import below, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(official: User) -> CaseExample:
    values = {
        "title": "夜間の輪番",
        "organisation": "試験医師会",
        "functions": ["acute"],
        "summary": "副主治医が当番で往診する",
    }
    return add_case(prefecture=places.prefecture(), values=values, by=official)


def titles(user: User, **wanted: object) -> list[str]:
    conditions = Wanted(**wanted)
    return [c.example.title for c in cases_of(user) if conditions.holds(c)]


def test_a_case_is_read_by_all_staff_once_released(
    case: CaseExample, official: User
) -> None:
    clerk = people.clerk(places.health_centre([places.municipality("01101")]))
    places.municipality("15201", prefecture_code="15")
    elsewhere = people.official("15")
    staff = (clerk, elsewhere)
    assert titles(official) == ["夜間の輪番"]
    assert [titles(user) for user in staff] == [[], []]
    release_case(case=case, version=1, released=True, by=official)
    assert [titles(user) for user in staff] == [["夜間の輪番"], ["夜間の輪番"]]
    assert titles(people.committee_member()) == []
    for user in staff:
        with pytest.raises(NotAllowed):
            release_case(case=case, version=2, released=False, by=user)
        with pytest.raises(NotAllowed):
            add_element(case=case, values={"name": "要素", "text": "内容"}, by=user)
    release_case(case=case, version=2, released=False, by=official)
    assert [titles(user) for user in staff] == [[], []]


def test_an_empty_case_is_not_released_and_a_released_one_not_removed(
    official: User,
) -> None:
    empty = schedules.case()
    with pytest.raises(RuleBroken, match="概要か要素"):
        release_case(case=empty, version=1, released=True, by=official)
    add_element(case=empty, values={"name": "会議", "text": "月1回"}, by=official)
    release_case(case=empty, version=1, released=True, by=official)
    with pytest.raises(RuleBroken, match="公開している"):
        remove_case(case=empty, by=official)
    release_case(case=empty, version=2, released=False, by=official)
    remove_case(case=empty, by=official)
    assert not CaseExample.objects.exists()
    assert CaseExample.history.filter(history_type="-").count() == 1


def test_elements_stand_in_their_order_with_their_history(
    case: CaseExample, official: User
) -> None:
    first = add_element(case=case, values={"name": "一", "text": "x"}, by=official)
    second = add_element(case=case, values={"name": "二", "text": "y"}, by=official)
    assert [one.order for one in case.elements.all()] == [1, 2]
    assert edit_element(element=first, version=1, values={"count": 3}, by=official)
    with pytest.raises(Stale):
        edit_element(element=first, version=1, values={"count": 4}, by=official)
    remove_element(element=second, by=official)
    assert CaseElement.history.count() == 4


def test_a_zone_of_another_prefecture_is_refused(
    case: CaseExample, official: User
) -> None:
    town = places.municipality("15201", prefecture_code="15")
    far = places.plan({"新潟": [town]}, prefecture_code="15").plan.zones.get()
    with pytest.raises(RuleBroken, match="圏域"):
        edit_case(case=case, version=1, values={"zone": far}, by=official)


def test_the_five_cases_of_the_papers_are_found_by_word_function_and_kind() -> None:
    make.seeds()
    official = people.official()
    found = cases_of(official)
    wanted = rows("case_examples")
    assert sum(len(case.elements) for case in found) == len(wanted) == 34
    assert {c.example.code: len(c.elements) for c in found} == {
        code: sum(r["case_code"] == code for r in wanted)
        for code in ("CE1", "CE2", "CE3", "CE4", "CE5")
    }
    assert titles(official, words="ｉＰａｄ") == ["宗像市医師会の取組"]
    assert titles(official, words="空き 毎週") == ["14のアクションプランを計画・実行"]
    assert titles(official, kind="consultation") == ["板橋区医師会の取組"]
    assert titles(official, prefecture="20") == ["須高在宅ネットワークの体制の構築"]
    assert titles(official, doubtful=True) == [
        "板橋区医師会の取組",
        "在宅医療推進センターとICTの整備",
    ]
    assert titles(official, words="どこにもない") == []


def test_functions_and_zones_narrow_the_list(case: CaseExample, official: User) -> None:
    zone = places.plan({"東": [places.municipality("01101")]}).plan.zones.get()
    edit_case(case=case, version=1, values={"zone": zone}, by=official)
    assert titles(official, function="acute") == ["夜間の輪番"]
    assert titles(official, function="eol") == []
    assert titles(official, zone=zone.pk) == ["夜間の輪番"]
    assert titles(official, release="draft") == ["夜間の輪番"]
    assert titles(official, release="released") == []


def test_list_booklet_and_workbook_hold_the_same_cases(client: Client) -> None:
    make.seeds()
    client.force_login(people.official())
    listed = client.get(reverse("programs:cases"), {"of": "13"}).content.decode()
    book = client.get(reverse("programs:case-book"), {"of": "13"}).content.decode()
    for page in (listed, book):
        assert "板橋区医師会の取組" in page
        assert "宗像市医師会の取組" not in page
        assert "表の内容が崩れており" in page
    assert "Care&amp;Cure会議" in book
    found = below(rows_of(client, "programs:cases", of="13"), "都道府県")
    assert [row[6] for row in found] == [
        r["element"] for r in rows("case_examples") if r["case_code"] == "CE4"
    ]


def test_a_released_case_is_found_by_the_search_of_the_portal(
    case: CaseExample, official: User, client: Client
) -> None:
    address = reverse("portal:search")
    for user, found in ((official, True), (people.official("15"), False)):
        client.force_login(user)
        page = client.get(address, {"q": "夜間の輪番"}).content.decode()
        assert (case.get_absolute_url() in page) == found


def test_a_doubt_of_an_element_is_taken_off_with_its_ground(client: Client) -> None:
    element = CaseElement.objects.create(
        case=schedules.case(),
        order=1,
        name="様式",
        text="例",
        unconfirmed=True,
        doubt="表が崩れている",
    )
    official = people.official()
    client.force_login(official)
    page = client.get(element.get_absolute_url()).content.decode()
    assert "表が崩れている" in page
    confirm_fact(fact=element, version=1, reason="原本で確認", by=official)
    page = client.get(element.get_absolute_url()).content.decode()
    assert "表が崩れている" not in page.split("変更の履歴")[0]
    assert "原本で確認" in page
