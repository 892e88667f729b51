"""Histories of every kind of record, and values put back."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.records.history import changes_of, history_url, with_restoring
from accounts.records.kinds import RECORDS
from indicators.actions import record_value, set_target
from programs.actions import edit_year
from tests.factories import facilities, indicators, people, places, programs, uploads
from tests.portal.records.editing import edit

FACILITY = "facility"


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
        assert kind.has_history or not kind.restorable


def test_every_model_with_a_history_has_a_page_for_it():
    models = {
        model
        for model in apps.get_models()
        if hasattr(model, "history") and not hasattr(model, "history_id")
    }
    assert models == {k.model for k in RECORDS.values() if k.has_history}


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


def test_upload_that_is_not_the_readers_is_told_without_file_or_link(
    client, official, clinic, town
):
    upload = uploads.bare(places.health_centre())
    edit(clinic, official, reason=f"取込 {upload.pk}", phone="0155-22-2222")
    assert (
        changes_of(clinic, reader=official)[0].upload_url == upload.get_absolute_url()
    )
    client.force_login(people.clerk(places.health_centre([town])))
    page = client.get(clinic.get_absolute_url()).content.decode()
    whole = client.get(reverse("facilities:history", args=[clinic.pk])).content.decode()
    for shown in (page, whole, history(client, clinic)):
        assert "0155-11-1111" in shown
        assert "ほかの担当の取込" in shown
        assert str(upload.pk) not in shown
        assert upload.file_name not in shown


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
