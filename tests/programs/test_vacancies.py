"""The weekly list of free beds: whose it is, and when it is stale."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from facilities.models import Facility
from programs.actions.vacancies import Free, record_vacancies
from programs.errors import NotAllowed, RuleBroken
from programs.models import ShortStayVacancy
from programs.vacancies import todo_for, vacancy_lines
from tests.factories import facilities, people, places, schedules
from tests.programs.sheets import below, rows_of

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)
WEEK = date(2025, 11, 17)


@pytest.fixture
def clerk() -> User:
    return people.clerk(places.health_centre([places.municipality("01101", "試験市")]))


@pytest.fixture
def home(clerk: User) -> Facility:
    return schedules.short_stay(places.municipality("01101"))


def recorded(home: Facility, beds: int, on: date, by: User) -> int:
    """Read and write at once, as nobody does who takes a moment over the form."""
    seen = ShortStayVacancy.objects.filter(facility=home, week=WEEK).first()
    said = Free(beds, version=seen.version if seen else 0)
    return record_vacancies(week=WEEK, free={home: said}, on=on, by=by)


@pytest.mark.parametrize(
    ("days", "stale"), [(0, False), (7, False), (8, True), (30, True)]
)
def test_a_number_is_stale_after_seven_days(
    home: Facility, clerk: User, days: int, stale: bool
) -> None:
    recorded(home, 2, TODAY - timedelta(days=days), clerk)
    (line,) = vacancy_lines([home], TODAY)
    assert line.is_stale(TODAY) == stale


def test_what_nobody_ever_said_is_stale(home: Facility) -> None:
    (line,) = vacancy_lines([home], TODAY)
    assert line.is_stale(TODAY)


def test_confirming_the_same_number_makes_it_fresh_again(
    home: Facility, clerk: User
) -> None:
    assert recorded(home, 2, TODAY - timedelta(days=9), clerk) == 1
    assert recorded(home, 2, TODAY, clerk) == 1
    assert recorded(home, 2, TODAY, clerk) == 0
    one = ShortStayVacancy.objects.get()
    assert (one.free, one.confirmed_on, one.history.count()) == (2, TODAY, 2)


def test_a_week_is_named_by_its_monday(home: Facility, clerk: User) -> None:
    with pytest.raises(RuleBroken, match="月曜日"):
        record_vacancies(week=TODAY, free={home: Free(1)}, on=TODAY, by=clerk)


def test_others_do_not_write_and_only_short_stays_are_written(
    home: Facility, clerk: User
) -> None:
    away = schedules.short_stay(places.municipality("01207", "離れた市"))
    clinic = facilities.facility(places.municipality("01101"))
    for facility, by in (
        (away, clerk),
        (clinic, clerk),
        (home, people.committee_member()),
        (home, people.official("15")),
    ):
        with pytest.raises(NotAllowed):
            recorded(facility, 1, TODAY, by)
    assert not ShortStayVacancy.objects.exists()


def test_the_page_shows_the_own_area_and_marks_what_is_stale(
    home: Facility, clerk: User, client: Client
) -> None:
    other = schedules.short_stay(places.municipality("01101"))
    schedules.short_stay(places.municipality("01207", "離れた市"))
    recorded(home, 3, TODAY, clerk)
    client.force_login(clerk)
    asked = {"on": TODAY.isoformat()}
    page = client.get(reverse("programs:vacancies"), asked).content.decode()
    assert "7日以内に確認" in page
    assert "登録なし" in page
    found = below(rows_of(client, "programs:vacancies", **asked), "コード")
    assert [(row[0], row[6], row[-1]) for row in found] == [
        (home.code, 3, "7日以内に確認"),
        (other.code, None, "登録なし"),
    ]
    for condition, wanted in (("stale", other), ("free", home)):
        narrowed = rows_of(client, "programs:vacancies", **asked, **{condition: "on"})
        assert [row[0] for row in below(narrowed, "コード")] == [wanted.code]


def test_the_form_writes_the_numbers_that_were_typed(
    home: Facility, clerk: User, client: Client
) -> None:
    other = schedules.short_stay(places.municipality("01101"))
    client.force_login(clerk)
    address = reverse("programs:vacancies-edit") + "?week=2025-11-19"
    answer = client.post(address, {f"free_{home.pk}": "2", f"note_{home.pk}": "女性"})
    assert answer.status_code == 302
    one = ShortStayVacancy.objects.get()
    assert (one.facility, one.week, one.free, one.note) == (home, WEEK, 2, "女性")
    page = client.post(address, {f"free_{other.pk}": "-1"})
    assert page.status_code == 200
    assert ShortStayVacancy.objects.count() == 1


def test_the_second_of_two_who_write_the_same_week_sees_both_numbers(
    home: Facility, clerk: User, client: Client
) -> None:
    client.force_login(clerk)
    address = reverse("programs:vacancies-edit") + "?week=2025-11-19"
    typed = {f"free_{home.pk}": "2", f"version_{home.pk}": "0"}
    recorded(home, 5, TODAY, clerk)
    answer = client.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ほかの人が先に保存しました" in page
    assert "5床" in page
    assert ShortStayVacancy.objects.get().free == 5
    again = typed | {f"version_{home.pk}": "1"}
    assert f'name="version_{home.pk}" value="1"' in page
    assert client.post(address, again).status_code == 302
    assert ShortStayVacancy.objects.get().free == 2


def test_the_health_centre_is_asked_to_confirm_what_is_stale(
    home: Facility, clerk: User
) -> None:
    schedules.short_stay(places.municipality("01207", "離れた市"))
    assert [todo["count"] for todo in todo_for(clerk, TODAY)] == [1]
    assert todo_for(people.official(), TODAY) == []
    recorded(home, 0, TODAY, clerk)
    assert todo_for(clerk, TODAY) == []
