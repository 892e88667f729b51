"""The page of a facility and the pages that change it."""

from datetime import date

import pytest

from facilities.actions import update_facility
from facilities.kinds import CareFunction
from facilities.models import Facility
from tests.factories import facilities, people, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return places.municipality("01207", "帯広市")


@pytest.fixture
def clinic(town):
    return facilities.facility(town, name="青葉クリニック", phone="0155-1")


@pytest.fixture
def official(client):
    user = people.official()
    client.force_login(user)
    return user


def page(client, clinic, **query):
    return client.get(clinic.get_absolute_url(), query).content.decode()


# --- Who may ----------------------------------------------------------------------------
def test_page_answers_by_role_and_region(client, clinic, town):
    elsewhere = places.municipality("01101")
    answers = {
        people.official("01"): 200,
        people.official("15"): 404,
        people.clerk(places.health_centre([town])): 200,
        people.clerk(places.health_centre([elsewhere])): 404,
        people.committee_member(): 403,
        people.administrator(): 403,
    }
    for person, expected in answers.items():
        client.force_login(person)
        for address in ("", "edit/", "history/", "close/", "functions/new/"):
            got = client.get(clinic.get_absolute_url() + address).status_code
            assert got == expected, (person, address)


def test_page_sends_who_is_not_signed_in_to_the_sign_in(client, clinic):
    answer = client.get(clinic.get_absolute_url())
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


# --- What it shows ----------------------------------------------------------------------
def test_page_shows_filings_over_time(client, official, clinic):
    past = {"starts_on": date(2018, 4, 1), "ends_on": date(2022, 3, 31)}
    facilities.filing(clinic, "支援診3", **past, ended_inferred=True)
    facilities.filing(clinic, "支援診2", starts_on=date(2022, 4, 1))
    now = client.get(clinic.get_absolute_url()).context
    assert [r.state["text"] for r in now["filings"]] == ["有効", "終了"]
    assert now["filings"][1].note == "次の名簿にないため推定"
    assert now["figures"][0]["value"] == "支援診２"
    then = client.get(clinic.get_absolute_url(), {"on": "R4.3.31"}).context
    assert then["figures"][0]["value"] == "支援診３"
    assert [r.state["text"] for r in then["filings"]] == ["有効", "これから"]


def test_page_shows_each_ground_of_a_function(client, official, clinic):
    facilities.filing(clinic, "支援診3")
    facilities.provision(clinic, CareFunction.EOL, evidence_text="看取り3件")
    rows = client.get(clinic.get_absolute_url()).context["functions"]
    shown = {row["name"]: [g["words"] for g in row["grounds"]] for row in rows}
    assert shown["看取り"] == ["看取り3件"]
    assert shown["急変時の対応"] == ["支援診３（在宅療養支援診療所）"]
    assert shown["退院支援"] == []


def test_page_says_the_zone_of_the_day(client, official, clinic, town):
    places.plan({"十勝": [town]}, effective_from=date(2024, 4, 1))
    assert ">十勝</a>" in page(client, clinic)
    assert "圏域なし" in page(client, clinic, on="2024-03-31")


def test_page_never_shows_a_private_use_character(client, official, town):
    odd = facilities.facility(town, name="高\ue000医院")
    values = {"corrected_name": "髙医院"}
    update_facility(facility=odd, version=1, values=values, reason="確認", by=official)
    for address in ("", "history/", "edit/"):
        shown = client.get(odd.get_absolute_url() + address).content.decode()
        assert "\ue000" not in shown, address


def test_edit_of_an_unprintable_name_keeps_it_and_takes_the_corrected_one(
    client, official, town
):
    odd = facilities.facility(town, name="高\ue000医院")
    typed = form_of(odd, corrected_name="髙医院")
    del typed["name"]
    assert client.post(odd.get_absolute_url() + "edit/", typed).status_code == 302
    odd.refresh_from_db()
    assert (odd.name, odd.shown_name) == ("高\ue000医院", "髙医院")


def test_history_says_before_after_who_and_why(client, official, clinic):
    values = {"phone": "0155-2"}
    update_facility(
        facility=clinic, version=1, values=values, reason="電話で確認", by=official
    )
    change = client.get(clinic.get_absolute_url()).context["history"][0]
    assert (change.field, change.before, change.after) == (
        "電話番号",
        "0155-1",
        "0155-2",
    )
    assert "県庁 花子　電話で確認" in change.note


def test_two_days_are_compared(client, official, clinic):
    update_facility(
        facility=clinic,
        version=1,
        values={"phone": "0155-2"},
        reason="確認",
        by=official,
    )
    first, last = clinic.history.order_by("history_id")
    first.history_date = first.history_date.replace(year=2025, month=1, day=10)
    first.save()
    last.history_date = last.history_date.replace(year=2025, month=6, day=10)
    last.save()
    days = {"first": "R7.3.1", "second": "R7.7.1"}
    found = client.get(clinic.get_absolute_url(), days).context["compared"]
    assert [c.field for c in found.changes] == ["電話番号"]
    early = {"first": "R6.3.1", "second": "R7.7.1"}
    assert "まだ登録がありません" in page(client, clinic, **early)
    assert "日付として読めません" in page(client, clinic, first="あ", second="R7.7.1")


def test_page_asks_the_same_whatever_the_history(
    client, official, clinic, django_assert_max_num_queries
):
    for number in range(5):
        update_facility(
            facility=clinic,
            version=number + 1,
            values={"phone": str(number)},
            reason="確認",
            by=official,
        )
        facilities.filing(clinic, "支援診3", number=str(number))
    with django_assert_max_num_queries(25):
        page(client, clinic)


# --- What it changes --------------------------------------------------------------------
def form_of(clinic, **changed):
    names = ("name", "kind", "address", "phone", "beds_state", "version")
    values = {name: getattr(clinic, name) for name in names}
    values["municipality"] = clinic.municipality_id
    return {**values, "reason": "電話で確認", **changed}


def test_edit_saves_and_comes_back(client, official, clinic):
    typed = form_of(clinic, kana="アオバ", contact_window="地域連携室")
    answer = client.post(clinic.get_absolute_url() + "edit/", typed)
    assert answer.status_code == 302
    clinic.refresh_from_db()
    assert (clinic.kana, clinic.contact_window) == ("アオバ", "地域連携室")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"reason": ""}, "変更の理由を入力してください。"),
        ({"name": ""}, "名称を入力してください。"),
        ({"beds": "5", "beds_state": "none"}, "病床数に5床とあります。"),
        ({"beds": "", "beds_state": "known"}, "病床数を入力するか"),
        ({"corrected_name": "\ue000"}, "表示できない文字"),
    ],
)
def test_edit_says_what_is_wrong_and_writes_nothing(
    client, official, clinic, typed, message
):
    answer = client.post(clinic.get_absolute_url() + "edit/", form_of(clinic, **typed))
    assert message in answer.content.decode()
    clinic.refresh_from_db()
    assert clinic.version == 1


def test_edit_after_somebody_else_shows_both_values(client, official, clinic):
    typed = form_of(clinic, phone="0155-3")
    update_facility(
        facility=clinic, version=1, values={"phone": "0155-2"}, reason="先", by=official
    )
    answer = client.post(clinic.get_absolute_url() + "edit/", typed)
    assert answer.status_code == 409
    assert answer.context["conflict"] == [
        {"field": "電話番号", "theirs": "0155-2", "mine": "0155-3"}
    ]
    assert Facility.objects.get(pk=clinic.pk).phone == "0155-2"
    # What is typed again is written; what was left alone is not lost.
    kept = {name: answer.context["form"][name].value() for name in typed}
    again = client.post(clinic.get_absolute_url() + "edit/", kept)
    assert again.status_code == 302
    assert Facility.objects.get(pk=clinic.pk).phone == "0155-3"


def test_edit_after_somebody_else_keeps_what_this_person_left_alone(
    client, official, clinic
):
    typed = form_of(clinic, kana="アオバ")
    update_facility(
        facility=clinic, version=1, values={"phone": "0155-2"}, reason="先", by=official
    )
    answer = client.post(clinic.get_absolute_url() + "edit/", typed)
    assert [row["field"] for row in answer.context["conflict"]] == ["かな"]
    kept = {name: answer.context["form"][name].value() for name in typed}
    client.post(clinic.get_absolute_url() + "edit/", kept)
    saved = Facility.objects.get(pk=clinic.pk)
    assert (saved.phone, saved.kana) == ("0155-2", "アオバ")


def test_edit_offers_the_municipalities_of_the_region_only(client, clinic, town):
    places.municipality("01101", "札幌市中央区")
    client.force_login(people.clerk(places.health_centre([town])))
    form = client.get(clinic.get_absolute_url() + "edit/").context["form"]
    assert list(form.fields["municipality"].queryset) == [town]


def test_create_registers_what_no_list_brings(client, official, town):
    typed = {
        "code_system": "care_office",
        "code": "０１６０００００１１",
        "name": "十勝訪問看護ステーション",
        "kind": "nursing_station",
        "municipality": town.pk,
        "beds_state": "none",
        "since": "R6.4.1",
        "reason": "届出による",
    }
    answer = client.post("/facilities/new/", typed)
    made = Facility.objects.get(code="0160000011")
    assert answer.headers["Location"] == made.get_absolute_url()
    assert made.first_seen_on == date(2024, 4, 1)
    again = client.post("/facilities/new/", typed)
    assert "もう登録されています" in again.content.decode()


def test_close_and_reopen(client, official, clinic):
    address = clinic.get_absolute_url()
    typed = {"on": "令和7年10月31日", "reason": "廃止届", "version": 1}
    client.post(address + "close/", typed)
    clinic.refresh_from_db()
    assert clinic.closed_on == date(2025, 10, 31)
    assert "令和7年10月31日を最後に廃止になりました。" in page(client, clinic)
    client.post(address + "reopen/", {"reason": "誤り", "version": clinic.version})
    clinic.refresh_from_db()
    assert clinic.closed_on is None


def test_functions_are_confirmed_and_ended(client, official, clinic):
    address = clinic.get_absolute_url()
    typed = {"function": "eol", "starts_on": "R7.4.1", "evidence_text": "電話"}
    client.post(address + "functions/new/", typed)
    said = clinic.provisions.get()
    ends = f"{address}functions/{said.pk}/end/"
    early = client.post(ends, {"on": "R7.3.31", "reason": "体制"})
    assert "令和7年4月1日以降の日を入力" in early.content.decode()
    client.post(ends, {"on": "R7.9.30", "reason": "体制"})
    said.refresh_from_db()
    assert said.ends_on == date(2025, 9, 30)


def test_confirm_keeps_today(client, official, clinic):
    assert client.get(clinic.get_absolute_url() + "confirm/").status_code == 405
    client.post(clinic.get_absolute_url() + "confirm/")
    clinic.refresh_from_db()
    assert clinic.last_confirmed_on is not None


def test_page_tells_what_the_institution_said_of_its_visits(client, official, clinic):
    facilities.survey(clinic, 12, 30, intent="expand")
    page = client.get(clinic.get_absolute_url(), {"on": "2026-01-10"}).content.decode()
    assert "令和7年度の回答" in page
    assert "30人" in page
    before = client.get(clinic.get_absolute_url(), {"on": "2025-01-10"})
    assert "実態調査" not in before.content.decode()
