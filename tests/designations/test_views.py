"""The pages: what they show, what they write, and what they answer to whom."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from designations.kinds import EndKind, Kind, Status
from designations.models import Designation, Operator
from tests.factories import designations as make
from tests.factories import facilities, people, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def official() -> User:
    return people.official()


@pytest.fixture
def page(client: Client, official: User) -> Client:
    client.force_login(official)
    return client


def address(name: str, act: Designation | None = None, **more: str) -> str:
    kwargs = {"pk": act.pk} if act else {}
    return reverse(f"designations:{name}", kwargs=kwargs | more)


def typed(zone: Any, **more: object) -> dict[str, object]:
    """A filled-in form as the browser sends it."""
    return {
        "mode": "entered",
        "kind": Kind.HUB,
        "zones": [zone.pk],
        "effective_from": "令和7年10月1日",
        "decided_on": "R7.9.1",
        "document_number": "地医第1号",
        "reason": "制度の開始前の決定",
        **more,
    }


def test_the_list_shows_what_is_in_force_on_the_chosen_day(page: Client) -> None:
    zone = make.zone("東試験")
    act = make.entered(zone, published_name="東試験連携センター")
    shown = page.get(address("list"), {"on": "令和7年10月1日"}).content.decode()
    before = page.get(address("list"), {"on": "2025-09-30"}).content.decode()
    assert act.shown_name in shown
    assert "積極的役割なし" in shown
    assert act.shown_name not in before
    assert "どちらもなし" in before


def test_a_day_that_cannot_be_read_is_said_beside_the_list_of_today(
    page: Client,
) -> None:
    make.zone()
    shown = page.get(address("list"), {"on": "令和7年13月1日"})
    assert shown.status_code == 200
    assert "暦にない日付" in shown.content.decode()


def test_the_list_by_kind_can_be_narrowed_by_kind_zone_and_name(page: Client) -> None:
    zone = make.zone(hubs_per_zone="many")
    hub = make.entered(zone, make.association("試験北医師会"))
    other = make.entered(zone, make.association("試験南医師会"))
    query = {"view": "kind", "on": "2025-10-01", "q": "ｼｹﾝ北", "kind": "hub"}
    shown = page.get(address("list"), query | {"q": "北医師会"}).content.decode()
    assert hub.shown_name in shown
    assert other.shown_name not in shown
    assert "この日に効力のある指定はありません" in (
        page.get(address("list"), query | {"kind": "active"}).content.decode()
    )


def test_the_cases_show_what_is_on_its_way(page: Client) -> None:
    zone = make.zone(hubs_per_zone="many")
    case, done = make.candidate(zone), make.entered(zone)
    shown = page.get(address("list"), {"view": "cases"}).content.decode()
    assert case.case_number in shown
    assert done.case_number not in shown


def test_the_lists_ask_as_often_for_many_acts_as_for_few(
    page: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    zone = make.zone(hubs_per_zone="many")
    by = people.official()
    for view in ("zone", "kind", "cases"):
        make.entered(zone, by=by)
        make.candidate(zone, by=by)
        url = f"{address('list')}?view={view}"
        with django_assert_num_queries(40, exact=False) as few:
            page.get(url)
        for _ in range(8):
            make.entered(zone, by=by)
            make.candidate(zone, by=by)
        with django_assert_num_queries(len(few)):
            page.get(url)


def test_an_official_enters_a_designation_for_a_facility(page: Client) -> None:
    zone = make.zone()
    town = zone.memberships.order_by("pk").first().municipality
    facility = facilities.facility(town)
    url = f"{address('create')}?facility={facility.pk}"
    assert not Operator.objects.exists()
    answer = page.post(url, typed(zone, kind=Kind.ACTIVE, functions=["eol"]))
    made = Designation.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.status, made.operator.facility) == (Status.DESIGNATED, facility)
    assert (made.decided_on, made.effective_from) == (date(2025, 9, 1), make.BEGINS)
    assert made.functions == ["eol"]


def test_a_part_of_a_zone_is_named_by_its_municipalities(page: Client) -> None:
    zone = make.zone()
    town = zone.memberships.order_by("municipality").first().municipality
    operator = make.association()
    url = f"{address('create')}?operator={operator.pk}"
    page.post(url, typed(zone, municipalities=[town.pk]))
    part = Designation.objects.get().parts.get()
    assert list(part.municipalities.all()) == [town]
    shown = page.get(part.designation.get_absolute_url()).content.decode()
    assert "対象外" in shown


def test_an_overlap_is_said_in_the_form_and_keeps_what_was_typed(page: Client) -> None:
    zone, operator = make.zone(), make.association()
    first = make.entered(zone, operator)
    url = f"{address('create')}?operator={operator.pk}"
    answer = page.post(url, typed(zone, document_number="地医第77号"))
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert first.case_number in shown
    assert "地医第77号" in shown
    assert Designation.objects.count() == 1


def test_a_clerk_can_only_propose_candidates(client: Client) -> None:
    zone = make.zone()
    town = zone.memberships.order_by("pk").first().municipality
    client.force_login(people.clerk(places.health_centre([town])))
    url = f"{address('create')}?municipality={town.pk}"
    assert "既決の指定を登録する" not in client.get(url).content.decode()
    client.post(url, typed(zone))
    assert Designation.objects.get().status == Status.CANDIDATE


def test_a_clerk_does_not_find_zones_of_another_area(client: Client) -> None:
    zone, other = make.zone("近く"), make.zone("遠く", first_fiscal_year=2020)
    town = zone.memberships.order_by("pk").first().municipality
    client.force_login(people.clerk(places.health_centre([town])))
    url = f"{address('create')}?municipality={town.pk}"
    answer = client.post(url, typed(other))
    assert "一覧にあるものから選んでください" in answer.content.decode()
    assert not Designation.objects.exists()


def test_steps_are_taken_from_the_page(client: Client) -> None:
    zone = make.zone()
    case = make.candidate(zone)
    client.force_login(people.official())
    for move in ("coordinate", "submit"):
        case.refresh_from_db()
        client.post(address("move", case, move=move), {"version": case.version})
    case.refresh_from_db()
    assert case.status == Status.IN_REVIEW
    client.force_login(people.official())
    data = {
        "version": case.version,
        "decided_on": "令和7年12月1日",
        "effective_from": "令和8年1月1日",
        "document_number": "地医第123号",
    }
    client.post(address("move", case, move="designate"), data)
    case.refresh_from_db()
    assert (case.status, case.effective_from) == (Status.DESIGNATED, date(2026, 1, 1))


def test_a_step_without_its_reason_is_asked_for_again(
    page: Client, official: User
) -> None:
    case = make.in_review(make.zone())
    url = address("move", case, move="send_back")
    answer = page.post(url, {"version": case.version, "reason": " "})
    assert "理由を入力してください" in answer.content.decode()
    case.refresh_from_db()
    assert case.status == Status.IN_REVIEW


def test_a_step_decided_on_an_old_page_is_asked_again(page: Client) -> None:
    case = make.in_review(make.zone())
    url = address("move", case, move="decline")
    answer = page.post(url, {"version": case.version - 1, "reason": "時期尚早"})
    assert answer.status_code == 409
    assert "ほかの人がこの案件を直しました" in answer.content.decode()
    assert "時期尚早" in answer.content.decode()
    case.refresh_from_db()
    assert case.status == Status.IN_REVIEW


def test_an_ending_is_entered_from_the_page(page: Client) -> None:
    act = make.entered(make.zone())
    data = {
        "version": act.version,
        "kind": EndKind.RESIGNED,
        "decided_on": "R7.11.1",
        "last_day": "令和7年12月31日",
        "document_number": "地医第9号",
        "reason": "辞退届",
    }
    page.post(address("move", act, move="end"), data)
    act.refresh_from_db()
    assert (act.end_kind, act.effective_until) == ("resigned", date(2025, 12, 31))


def test_the_second_of_two_edits_sees_both_values_and_loses_nothing(
    page: Client,
) -> None:
    zone = make.zone()
    case = make.candidate(zone, published_name="はじめ")
    old = case.version
    form = {**typed(zone), "kind": case.kind}
    page.post(address("edit", case), form | {"version": old, "published_name": "先"})
    second = form | {"version": old, "published_name": "後", "note": "長い覚え"}
    answer = page.post(address("edit", case), second)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "<td>先</td><td><b>後</b></td>" in shown
    assert "長い覚え" in shown
    case.refresh_from_db()
    assert case.published_name == "先"
    again = second | {"version": answer.context["form"]["version"].value()}
    page.post(address("edit", case), again)
    case.refresh_from_db()
    assert (case.published_name, case.note) == ("後", "長い覚え")


def test_the_form_of_an_edit_carries_the_version_it_was_read_at(page: Client) -> None:
    case = make.candidate(make.zone())
    shown = page.get(address("edit", case)).content.decode()
    assert f'name="version" value="{case.version}"' in shown


def test_a_change_of_a_designated_one_leaves_it_as_it_is(page: Client) -> None:
    zone = make.zone()
    act = make.entered(zone)
    data = typed(zone, mode="candidate", effective_from="R8.4.1")
    page.post(address("succeed", act), data)
    made = Designation.objects.get(predecessor=act)
    assert made.status == Status.CANDIDATE
    act.refresh_from_db()
    assert act.effective_until is None


def test_operators_are_found_by_name_and_registered_when_missing(page: Client) -> None:
    town = make.zone().memberships.order_by("pk").first().municipality
    facilities.facility(town, name="試験はまなす病院")
    shown = page.get(address("choose-operator"), {"q": "はまなす"}).content.decode()
    assert "試験はまなす病院" in shown
    data = {"kind": "npo", "name": "試験NPO", "municipality": town.pk}
    answer = page.post(address("create-operator"), data)
    made = Operator.objects.get(name="試験NPO")
    assert answer.headers["Location"].endswith(f"?operator={made.pk}")


def test_a_page_of_another_prefecture_does_not_exist(client: Client) -> None:
    act = make.entered(make.zone())
    client.force_login(people.official("15"))
    assert client.get(act.get_absolute_url()).status_code == 404
    client.force_login(people.committee_member())
    assert client.get(act.get_absolute_url()).status_code == 403
