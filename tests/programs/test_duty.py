"""Cooperating doctors: who sees them, the days of a month, and the sheet of a year."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from programs.actions.duty import (
    add_doctor,
    copy_duty_month,
    edit_doctor,
    set_duty_month,
)
from programs.duty import duty_lines, month_of, same_weekdays
from programs.errors import NotAllowed, RuleBroken, Stale
from programs.models import CooperatingDoctor, DutyMonth
from tests.factories import facilities, people, places, schedules
from tests.programs.sheets import below, rows_of
from zones.models import HealthCentre

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2025, 11, 1), date(2025, 12, 1)
NAME = "試験 花子"


@pytest.fixture
def centre() -> HealthCentre:
    return places.health_centre([places.municipality("01101", "試験市")])


@pytest.fixture
def clerk(centre: HealthCentre) -> User:
    return people.clerk(centre)


@pytest.fixture
def doctor(centre: HealthCentre) -> CooperatingDoctor:
    return schedules.doctor(centre, name=NAME, specialties="内科")


def readers(centre: HealthCentre) -> dict[str, User]:
    away = places.health_centre([places.municipality("01207", "離れた市")])
    return {
        "official": people.official(),
        "clerk": people.clerk(centre),
        "clerk elsewhere": people.clerk(away),
        "official elsewhere": people.official("15"),
        "committee": people.committee_member(),
        "administrator": people.administrator(),
    }


def test_the_health_centre_and_head_office_alone_see_a_doctor(
    centre: HealthCentre, doctor: CooperatingDoctor, client: Client
) -> None:
    DutyMonth.objects.create(doctor=doctor, month=NOVEMBER, days=[3])
    places.municipality("15201", prefecture_code="15")
    addresses = [
        reverse("programs:duty"),
        reverse("programs:duty-year"),
        reverse("programs:doctor", args=[doctor.pk]),
        reverse("programs:duty") + "?format=csv",
        reverse("portal:search") + "?q=花子",
    ]
    for who, user in readers(centre).items():
        client.force_login(user)
        seen = [NAME in client.get(one).content.decode() for one in addresses]
        may = who in {"official", "clerk"}
        assert seen == [may, may, may, may, False], who
        assert DutyMonth.objects.visible_to(user).exists() == may
        assert CooperatingDoctor.objects.editable_by(user).exists() == may


def test_only_the_health_centre_and_head_office_write(
    centre: HealthCentre, doctor: CooperatingDoctor
) -> None:
    values = {"health_centre": centre, "name": "架空 太郎"}
    for who, user in readers(centre).items():
        if who in {"official", "clerk"}:
            add_doctor(values=values, by=user)
            continue
        with pytest.raises(NotAllowed), transaction.atomic():
            add_doctor(values=values, by=user)
        with pytest.raises(NotAllowed):
            set_duty_month(doctor=doctor, month=NOVEMBER, version=0, days=[1], by=user)


def test_the_record_of_who_did_what_names_no_doctor(
    centre: HealthCentre, clerk: User, client: Client
) -> None:
    made = add_doctor(values={"health_centre": centre, "name": NAME}, by=clerk)
    edit_doctor(doctor=made, version=1, values={"note": "火曜だけ"}, by=clerk)
    set_duty_month(doctor=made, month=NOVEMBER, version=0, days=[4], by=clerk)
    client.force_login(clerk)
    client.get(reverse("programs:duty"), {"format": "xlsx"})
    events = AuditEvent.objects.filter(action__contains="du").order_by("pk")
    assert list(events.values_list("action", flat=True)) == [
        "set_duty_month",
        "export_duty",
    ]
    assert not [e for e in AuditEvent.objects.all() if NAME in f"{e.target}{e.detail}"]


def test_days_are_days_of_the_month_up_to_the_end(
    doctor: CooperatingDoctor, clerk: User
) -> None:
    with pytest.raises(RuleBroken, match="11月に31日はありません"):
        set_duty_month(doctor=doctor, month=NOVEMBER, version=0, days=[31], by=clerk)
    edit_doctor(
        doctor=doctor, version=1, values={"ended_on": date(2025, 11, 10)}, by=clerk
    )
    with pytest.raises(RuleBroken, match="終了日"):
        set_duty_month(doctor=doctor, month=NOVEMBER, version=0, days=[11], by=clerk)
    set_duty_month(doctor=doctor, month=NOVEMBER, version=0, days=[10, 3, 3], by=clerk)
    assert doctor.months.get().days == [3, 10]
    doctors = CooperatingDoctor.objects.all()
    assert len(duty_lines(doctors, [NOVEMBER])) == 1
    assert duty_lines(doctors, [DECEMBER]) == []


def test_the_second_of_two_edits_of_a_month_is_noticed(
    doctor: CooperatingDoctor, clerk: User
) -> None:
    set_duty_month(doctor=doctor, month=NOVEMBER, version=0, days=[1], by=clerk)
    set_duty_month(doctor=doctor, month=NOVEMBER, version=1, days=[2], by=clerk)
    with pytest.raises(Stale):
        set_duty_month(doctor=doctor, month=NOVEMBER, version=1, days=[3], by=clerk)
    assert doctor.months.get().history.count() == 2


def test_a_doctor_has_one_record_a_month(doctor: CooperatingDoctor) -> None:
    DutyMonth.objects.create(doctor=doctor, month=NOVEMBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyMonth.objects.create(doctor=doctor, month=NOVEMBER)


def test_a_place_of_another_prefecture_is_refused(
    centre: HealthCentre, clerk: User
) -> None:
    far = facilities.facility(places.municipality("15201", prefecture_code="15"))
    values = {"health_centre": centre, "name": NAME, "facility": far}
    with pytest.raises(RuleBroken, match="D1"):
        add_doctor(values=values, by=clerk)


def test_the_next_month_begins_with_the_same_weekdays(
    centre: HealthCentre, doctor: CooperatingDoctor, clerk: User
) -> None:
    tuesdays = [4, 11, 18, 25]
    assert same_weekdays(tuesdays, NOVEMBER, DECEMBER) == [2, 9, 16, 23, 30]
    set_duty_month(
        doctor=doctor, month=NOVEMBER, version=0, days=tuesdays, capacity=2, by=clerk
    )
    assert copy_duty_month(health_centre=centre, to=DECEMBER, by=clerk) == 1
    copied = doctor.months.get(month=DECEMBER)
    assert (copied.days, copied.capacity) == ([2, 9, 16, 23, 30], 2)
    assert copy_duty_month(health_centre=centre, to=DECEMBER, by=clerk) == 0
    stranger = readers(centre)["clerk elsewhere"]
    january = date(2026, 1, 1)
    assert copy_duty_month(health_centre=centre, to=january, by=stranger) == 0


def test_the_sheet_of_a_year_has_a_mark_a_month_and_the_specialty(
    centre: HealthCentre, clerk: User, client: Client
) -> None:
    """As in the sample of 2012: institution, name, sex, April to March, specialty."""
    clinic = facilities.facility(places.municipality("01101"), name="試験医院")
    doctor = schedules.doctor(
        centre, name=NAME, sex="female", specialties="内科", facility=clinic
    )
    set_duty_month(
        doctor=doctor, month=NOVEMBER, version=0, days=[4], capacity=2, by=clerk
    )
    set_duty_month(doctor=doctor, month=DECEMBER, version=0, days=[2], by=clerk)
    client.force_login(clerk)
    rows = rows_of(client, "programs:duty-year", year=2025)
    heads = next(row for row in rows if row[0] == "保健所")
    assert heads[2:8] == ["医療機関", "氏名", "性別", "4月", "5月", "6月"]
    (line,) = below(rows, "保健所")
    assert line[2:5] == ["試験医院", NAME, "女性"]
    marks = dict(zip(heads[5:17], line[5:17], strict=True))
    assert {month for month, mark in marks.items() if mark} == {"11月", "12月"}
    assert (marks["11月"], marks["12月"]) == ("○2", "○")
    assert line[17] == "診療科目：内科"


def test_a_month_counts_who_can_take_a_patient_on_each_day(
    doctor: CooperatingDoctor, clerk: User, client: Client
) -> None:
    client.force_login(clerk)
    address = reverse("programs:duty-month", args=[doctor.pk]) + "?month=2025-11"
    assert "5日（水）" in client.get(address).content.decode()
    answer = client.post(address, {"days": ["5", "12"], "capacity": "1"})
    assert answer.status_code == 302
    rows = rows_of(client, "programs:duty", month="2025-11")
    heads = next(row for row in rows if row[0] == "保健所")
    (line,) = below(rows, "保健所")
    taken = [h for h, cell in zip(heads, line, strict=True) if cell == "○"]
    assert taken == ["5日（水）", "12日（水）"]
    filtered = rows_of(client, "programs:duty", month="2025-11", q="外科")
    assert below(filtered, "保健所") == []


def test_a_month_that_nobody_can_read_is_the_present_one() -> None:
    day = date(2025, 11, 20)
    assert month_of("2025-13", day) == NOVEMBER
    assert month_of("", day) == NOVEMBER
    assert month_of("2026-02", day) == date(2026, 2, 1)


def test_a_facility_of_another_area_cannot_be_named(
    centre: HealthCentre, clerk: User, client: Client
) -> None:
    away = facilities.facility(places.municipality("01207"))
    client.force_login(clerk)
    values: dict[str, Any] = {
        "health_centre": centre.pk,
        "name": NAME,
        "role": "both",
        "institution": away.code,
    }
    page = client.post(reverse("programs:doctor-create"), values)
    assert "担当する地域にありません" in page.content.decode()
    assert not CooperatingDoctor.objects.exists()


def test_an_institution_is_found_by_a_part_of_its_name(
    centre: HealthCentre, clerk: User, client: Client
) -> None:
    town = places.municipality("01101")
    first, second = (
        facilities.facility(town, name=f"医療法人 試験{n}診療所") for n in ("東", "西")
    )
    client.force_login(clerk)
    values: dict[str, Any] = {"health_centre": centre.pk, "name": NAME, "role": "both"}
    address = reverse("programs:doctor-create")
    page = client.post(address, values | {"institution": "試験"}).content.decode()
    assert "2件見つかりました。1つを選んでください。" in page
    assert first.code in page
    chosen = values | {"institution": "試験", "picked": str(second.pk)}
    assert client.post(address, chosen).status_code == 302
    assert CooperatingDoctor.objects.get().facility == second
    assert client.post(address, values | {"institution": "東"}).status_code == 302
    assert CooperatingDoctor.objects.filter(facility=first).exists()
