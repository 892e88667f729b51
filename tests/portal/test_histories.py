"""Histories, values put back, changes in bulk and their undoing, for every kind of record."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.models import BulkChange
from accounts.records.actions import AlreadyUndone, change_in_bulk, undo_bulk_change
from accounts.records.history import changes_of, history_url, with_restoring
from accounts.records.kinds import RECORDS, Refused
from facilities.actions import update_facility
from facilities.kinds import FacilityKind
from facilities.models import Facility
from indicators.actions import record_value, set_target
from programs.actions import edit_year
from tests.browser import axe
from tests.factories import facilities, indicators, people, places, programs, uploads

FACILITY = "facility"


@pytest.fixture
def town(db):
    return places.municipality("01207", "帯広市")


@pytest.fixture
def official(client, town):
    user = people.official()
    client.force_login(user)
    return user


@pytest.fixture
def clinic(town):
    return facilities.facility(town, name="十勝診療所", phone="0155-11-1111")


def edit(facility, by, reason="電話で確認", **values):
    return update_facility(
        facility=facility, version=facility.version, values=values, reason=reason, by=by
    )


def history(client, thing, **query):
    address = reverse("portal:record-history", args=[FACILITY, thing.pk])
    return client.get(address, query).content.decode()


def test_every_kind_names_fields_that_exist_and_leads_to_its_list():
    assert set(RECORDS) >= {"facility", "zone", "designation", "program", "activity"}
    for kind in RECORDS.values():
        for name in (*kind.restorable, *kind.bulk):
            assert kind.field(name).concrete, f"{kind.key}.{name}"
        if kind.bulk:
            assert reverse(kind.which)
        assert hasattr(kind.model, "history")


def test_every_model_with_a_history_has_a_page_for_it():
    models = {
        model
        for model in apps.get_models()
        if hasattr(model, "history") and not hasattr(model, "history_id")
    }
    assert models == {kind.model for kind in RECORDS.values()}


@pytest.mark.parametrize("key", sorted(RECORDS))
def test_no_history_is_open_to_who_has_no_registry(key, db):
    for person in (people.committee_member(), people.administrator()):
        kind = RECORDS[key]
        assert not kind.visible(person).exists()
        assert not kind.may_write(person, kind.model())
        assert not person.may(kind.view)


def test_value_of_an_indicator_is_put_back(client, official, town):
    version = places.plan({"十勝": [town]})
    indicator = indicators.indicator(version=version)
    made = {
        "indicator": indicator,
        "area_kind": "municipality",
        "area_code": town.pk,
        "year": 2024,
    }
    row = record_value(**made, value=Decimal(10), by=official)
    record_value(**made, value=Decimal(12), source="調査", by=official)
    page = client.get(reverse("indicators:detail", args=[indicator.pk]))
    changes = page.context["page"].history
    value = next(change for change in changes if change.name == "value")
    assert (value.before, value.after) == ("10", "12")
    assert "帯広市" in value.field
    client.post(value.restore_url, {"reason": "二重に数えた"})
    row.refresh_from_db()
    assert (row.value, row.source) == (10, "調査")
    assert changes_of(row)[0].why == "二重に数えた"
    whole = client.get(history_url(row)).content.decode()
    assert "二重に数えた" in whole


def test_target_outside_the_plan_cannot_be_put_back(client, official, town):
    version = places.plan({"十勝": [town]})
    indicator = indicators.indicator(version=version)
    place = {"area_kind": "prefecture", "area_code": "01", "year": 2026}
    set_target(indicator=indicator, **place, value=Decimal(5), by=official)
    target = set_target(indicator=indicator, **place, value=Decimal(6), by=official)
    change = with_restoring(changes_of(target), RECORDS["target"])[0]
    client.post(change.restore_url, {"reason": "協議会"})
    target.refresh_from_db()
    assert target.value == 5
    version.plan.last_fiscal_year = 2025
    version.plan.save()
    change = with_restoring(changes_of(target), RECORDS["target"])[0]
    said = client.post(change.restore_url, {"reason": "戻す"}).content.decode()
    assert "2025" in said or "令和7年度" in said
    target.refresh_from_db()
    assert target.value == 5


def test_year_of_a_program_is_put_back(client, official):
    year = programs.year()
    edit_year(
        year=year,
        version=year.version,
        values={"status_text": "8圏域で実施"},
        reason="実績",
        by=official,
    )
    edit_year(
        year=year,
        version=year.version,
        values={"status_text": "9圏域で実施"},
        reason="訂正",
        by=official,
    )
    change = with_restoring(changes_of(year), RECORDS["program-year"])[0]
    client.post(change.restore_url, {"reason": "8圏域が正しい"})
    year.refresh_from_db()
    assert year.status_text == "8圏域で実施"


def test_history_says_who_when_what_and_why(client, official, clinic):
    edit(clinic, official, phone="0155-22-2222")
    page = history(client, clinic)
    for words in (
        "電話番号",
        "0155-11-1111",
        "0155-22-2222",
        "県庁 花子",
        "電話で確認",
    ):
        assert words in page


def test_history_leads_to_the_upload(client, official, clinic):
    number = "9dbaf2dc-5392-47f2-ba6a-334bc0e12522"
    edit(clinic, official, reason=f"取込 {number}", phone="0155-22-2222")
    change = changes_of(clinic)[0]
    assert change.upload_url == reverse("imports:detail", args=[number])
    assert change.why == "名簿の取込"
    assert change.upload_url in history(client, clinic)


def test_history_names_the_file_and_day_of_the_upload(client, official, clinic):
    upload = uploads.bare(places.health_centre())
    edit(clinic, official, reason=f"取込 {upload.pk}", phone="0155-22-2222")
    link = f'<a href="{upload.get_absolute_url()}">名簿.csv（'
    page = client.get(clinic.get_absolute_url()).content.decode()
    whole = client.get(reverse("facilities:history", args=[clinic.pk])).content.decode()
    for shown in (page, whole, history(client, clinic)):
        assert link in shown
        assert f"取込 {upload.pk}" not in shown


def test_day_on_which_a_list_last_had_it_is_no_change(clinic, official):
    edit(clinic, official, phone="0155-22-2222")
    clinic.refresh_from_db()
    clinic.last_seen_on = "2025-10-01"
    clinic.save(update_fields=["last_seen_on"])
    assert [one.name for one in changes_of(clinic) if one.name] == ["phone"]


def test_two_days_are_compared(client, official, clinic):
    edit(clinic, official, phone="0155-22-2222")
    clinic.history.filter(history_type="+").update(history_date="2025-04-01T00:00Z")
    page = history(client, clinic, first="R7.4.2", second="令和20年1月1日")
    assert "R7.4.2 → R20.1.1" in page
    early = history(client, clinic, first="R6.1.1", second="R7.4.2")
    assert "この日にはまだ登録がありません" in early
    assert "日付として読めません" in history(
        client, clinic, first="いつか", second="今日"
    )


def test_value_is_put_back_with_a_reason(client, official, clinic):
    edit(clinic, official, phone="0155-22-2222")
    state = clinic.history.get(phone="0155-11-1111").history_id
    address = reverse("portal:record-restore", args=[FACILITY, clinic.pk])
    address = f"{address}?state={state}&field=phone"
    assert address.replace("&", "&amp;") in history(client, clinic)
    asked = client.get(address).content.decode()
    assert "0155-22-2222" in asked
    assert "0155-11-1111" in asked
    assert "理由" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "誤りだった"})
    clinic.refresh_from_db()
    assert clinic.phone == "0155-11-1111"
    assert changes_of(clinic)[0].why == "誤りだった"


@pytest.mark.parametrize(
    "query", ["state=1&field=search_key", "state=x&field=phone", "state=0&field=phone"]
)
def test_what_cannot_be_put_back_is_not_found(client, official, clinic, query):
    address = reverse("portal:record-restore", args=[FACILITY, clinic.pk])
    assert client.get(f"{address}?{query}").status_code == 404
    assert client.post(f"{address}?{query}", {"reason": "x"}).status_code == 404


def test_state_of_another_record_is_not_found(client, official, clinic, town):
    other = facilities.facility(town)
    state = other.history.first().history_id
    address = reverse("portal:record-restore", args=[FACILITY, clinic.pk])
    assert client.get(f"{address}?state={state}&field=phone").status_code == 404


def test_designation_has_a_history_and_no_way_back(client, official):
    assert RECORDS["designation"].write is None
    assert client.get("/history/designation/bulk/").status_code == 404
    assert client.get("/history/unknown/bulk/").status_code == 404


def test_record_without_a_registered_kind_has_no_page(official):
    assert history_url(official) == ""


# --- Several at once ----------------------------------------------------------------------
@pytest.fixture
def two(clinic, town):
    return [clinic, facilities.facility(town, name="更別医院")]


def send(client, two, **more):
    sent = {"pk": [one.pk for one in two], "reason": "窓口の統一", **more}
    return client.post(reverse("portal:bulk", args=[FACILITY]), sent)


def test_all_that_a_list_shows_can_be_changed_at_once(client, official, town):
    made = facilities.many_facilities(60, [town])
    facilities.facility(town, name="薬局", kind=FacilityKind.PHARMACY)
    shown = client.get("/facilities/", {"kind": "clinic"}).content.decode()
    assert "条件に合う60件すべてを変更する" in shown
    address = reverse("portal:bulk", args=[FACILITY])
    asked = client.get(address, {"kind": "clinic", "all": "yes"})
    assert {one.pk for one in asked.context["chosen"]} == {one.pk for one in made}
    # One page shows all that is there.
    assert (
        "すべてを変更する"
        not in client.get("/facilities/?kind=pharmacy").content.decode()
    )


def test_all_that_a_list_shows_stays_in_the_region(client, official, town):
    abroad = places.municipality("15201", prefecture_code="15")
    facilities.facility(abroad)
    mine = facilities.facility(town)
    asked = client.get(reverse("portal:bulk", args=[FACILITY]), {"all": "yes"})
    assert asked.context["chosen"] == [mine]


def test_more_than_can_be_written_at_once_is_refused(client, official, town):
    facilities.many_facilities(501, [town])
    address = reverse("portal:bulk", args=[FACILITY])
    asked = client.get(address, {"all": "yes"})
    assert asked.context["chosen"] == []
    assert "一度に変えられるのは500件まで" in asked.content.decode()
    assert "すべてを変更する" not in client.get("/facilities/").content.decode()


def test_all_programs_and_activities_of_a_year(client, official):
    year = programs.year()
    activity = programs.activity()
    query = {"all": "yes", "prefecture": "01", "year": year.fiscal_year}
    asked = client.get(reverse("portal:bulk", args=["program"]), query)
    assert asked.context["chosen"] == [year.program]
    query["year"] = activity.fiscal_year
    asked = client.get(reverse("portal:bulk", args=["activity"]), query)
    assert asked.context["chosen"] == [activity]
    other = client.get(
        reverse("portal:bulk", args=["activity"]), query | {"prefecture": "15"}
    )
    assert other.status_code == 404


def test_change_is_shown_before_it_is_made(client, official, two):
    shown = send(client, two, contact_window="地域連携室").content.decode()
    assert "この内容で変える" in shown
    assert "地域連携室" in shown
    assert not Facility.objects.filter(contact_window="地域連携室").exists()
    send(client, two, contact_window="地域連携室", confirmed="yes")
    assert Facility.objects.filter(contact_window="地域連携室").count() == 2
    assert changes_of(two[0])[0].why == "窓口の統一"


def test_nothing_to_change_is_said(client, official, two):
    assert "変える項目を1つ以上選んでください" in send(client, two).content.decode()
    page = client.get(reverse("portal:bulk", args=[FACILITY]), {"pk": "x"})
    assert "何も選ばれていません" in page.content.decode()


def test_a_record_of_another_region_keeps_all_as_they_were(client, official, clinic):
    abroad = places.municipality("15201", prefecture_code="15")
    other = facilities.facility(abroad)
    answer = send(client, [clinic, other], note="確認済み", confirmed="yes")
    assert answer.status_code == 404
    assert not Facility.objects.filter(note="確認済み").exists()


def test_one_that_cannot_be_changed_keeps_all_as_they_were(official, two):
    stale = two[1]
    edit(Facility.objects.get(pk=stale.pk), official, note="先に直した")
    with pytest.raises(Refused, match="更別医院：ほかの人が先に直しました"):
        change_in_bulk(
            kind=RECORDS[FACILITY],
            things=two,
            values={"contact_window": "連携室"},
            reason="x",
            by=official,
        )
    assert not Facility.objects.filter(contact_window="連携室").exists()
    assert not BulkChange.objects.exists()


def test_field_outside_the_table_is_refused(official, two):
    with pytest.raises(Refused):
        change_in_bulk(
            kind=RECORDS[FACILITY],
            things=two,
            values={"name": "同じ名"},
            reason="x",
            by=official,
        )


def test_undo_puts_back_and_leaves_what_was_edited_since(client, official, two):
    send(client, two, kind=FacilityKind.PHARMACY, confirmed="yes")
    change = BulkChange.objects.get()
    edit(Facility.objects.get(pk=two[1].pk), official, kind=FacilityKind.HOSPITAL)
    address = reverse("portal:bulk-undo", args=[change.pk])
    assert "取り消しますか" in client.get(address).content.decode()
    page = client.post(address, {"reason": "誤り"}, follow=True).content.decode()
    assert "1件を元に戻しました" in page
    assert "そのまま残したもの：更別医院" in page
    kinds = dict(Facility.objects.values_list("name", "kind"))
    assert kinds == {"十勝診療所": "clinic", "更別医院": "hospital"}
    with pytest.raises(AlreadyUndone):
        undo_bulk_change(change=change, reason="もう一度", by=official)
    again = client.post(address, {"reason": "もう一度"}, follow=True)
    assert "すでに取り消されています" in again.content.decode()


def test_somebody_elses_change_is_not_mine_to_undo(client, official, two):
    send(client, two, note="x", confirmed="yes")
    client.force_login(people.official())
    address = reverse("portal:bulk-undo", args=[BulkChange.objects.get().pk])
    assert client.get(address).status_code == 404


def test_activity_gets_its_program_in_bulk_and_loses_it_again(client, official):
    made = programs.activity("01")
    program = programs.program("01")
    sent = {"pk": made.pk, "program": program.pk, "reason": "整理", "confirmed": "yes"}
    client.post(reverse("portal:bulk", args=["activity"]), sent)
    made.refresh_from_db()
    assert made.program == program
    undo_bulk_change(change=BulkChange.objects.get(), reason="戻す", by=official)
    made.refresh_from_db()
    assert made.program is None


def test_bulk_change_in_a_browser(open_page, official, two):
    page = open_page(user=official)
    page.goto("/facilities/")
    for name in ("十勝診療所", "更別医院"):
        page.get_by_label(f"{name}を選ぶ").check()
    page.get_by_role("button", name="選んだものをまとめて変更する").click()
    page.get_by_label("相談窓口").fill("地域連携室")
    page.get_by_label("理由").fill("窓口の統一")
    axe(page)
    page.get_by_role("button", name="内容を確かめる").click()
    axe(page)
    page.get_by_role("button", name="この内容で変える").click()
    page.get_by_text("2件を変えました").wait_for()
    axe(page)
    page.goto(history_url(two[0]))
    axe(page)
