"""What changed between two days: each kind of change, its region, and the page that lists them."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from portal.changes import changes_between, since_last_meeting
from tests.factories import (
    designations,
    facilities,
    indicators,
    people,
    places,
    reports,
    uploads,
)

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2025, 10, 1), date(2025, 12, 31)


def texts(user, since=SINCE, until=UNTIL):
    return [change.text for change in changes_between(user, since, until)]


def one_zone():
    town = places.municipality("01601", "帯広市")
    places.plan({"十勝": [town]})
    return places.zone("十勝"), town


def test_decision_names_zone_kind_and_operator():
    zone, _ = one_zone()
    designations.entered(zone, designations.association("試験十勝医師会"))
    assert texts(people.official()) == [
        "十勝の拠点の既決の指定を登録（試験十勝医師会）"
    ]


def test_decision_outside_the_days_is_left_out():
    zone, _ = one_zone()
    designations.entered(zone)
    assert texts(people.official(), until=date(2025, 11, 19)) == []
    assert texts(people.official(), since=date(2025, 11, 21)) == []


def test_change_of_another_prefecture_is_not_shown():
    zone, _ = one_zone()
    designations.entered(zone)
    assert texts(people.official("15")) == []


def test_change_outside_a_clerks_area_is_not_shown():
    zone, town = one_zone()
    designations.entered(zone)
    elsewhere = places.health_centre([places.municipality("01101")])
    assert texts(people.clerk(elsewhere)) == []
    assert len(texts(people.clerk(places.health_centre([town])))) == 1


def test_filings_are_told_by_day_and_symbol():
    _, town = one_zone()
    for starts_on in (date(2025, 11, 1), date(2025, 11, 1), date(2025, 4, 1)):
        facilities.filing(facilities.facility(town), "支援診1", starts_on=starts_on)
    facilities.filing(facilities.facility(town), "支援病3", ends_on=date(2025, 12, 1))
    found = changes_between(people.official(), SINCE, UNTIL)
    assert [(c.day, c.text, c.note) for c in found] == [
        (date(2025, 12, 1), "在支診・在支病などの届出の終了 1件", "支援病３ 1"),
        (date(2025, 11, 1), "在支診・在支病などの届出の算定開始 2件", "支援診１ 2"),
    ]


def test_closed_facility_is_told():
    _, town = one_zone()
    facilities.facility(town, name="閉じた診療所", closed_on=date(2025, 11, 1))
    assert texts(people.official()) == ["閉じた診療所を廃止"]


def test_applied_list_is_told_on_the_day_it_was_applied():
    uploads.region()
    me = people.official()
    uploads.applied(uploads.in_chuo(), by=me)
    today = timezone.localdate()
    assert any("を適用" in text for text in texts(me, today, today))


def test_entered_values_are_told_once_an_indicator():
    _, town = one_zone()
    made = indicators.indicator(town.zone_memberships.get().version, name="訪問診療")
    for code in ("01601", "01602"):
        indicators.value(made, 10, kind="municipality", code=code)
    indicators.value(made, 9, year=2023)
    today = timezone.localdate()
    [change] = changes_between(people.official(), today, today)
    assert change.text == "指標「訪問診療」の実績を登録"
    assert change.note == "令和5年度、令和6年度　3件"


def test_decisions_stand_before_what_was_entered_on_the_same_day():
    zone, town = one_zone()
    designations.entered(zone)
    made = indicators.indicator(town.zone_memberships.get().version)
    value = indicators.value(made, 10)
    value.history.update(history_date=datetime(2025, 11, 20, tzinfo=UTC))
    kinds = [c.kind for c in changes_between(people.official(), SINCE, UNTIL)]
    assert kinds == ["designation", "indicator"]


def test_published_report_is_told_and_a_draft_is_not():
    reports.edition()
    reports.edition(status="draft")
    today = timezone.localdate()
    assert [t[-3:] for t in texts(people.official(), today, today)] == ["を公表"]


def test_committee_member_and_administrator_get_no_changes():
    zone, _ = one_zone()
    designations.entered(zone)
    assert texts(people.committee_member()) == []
    assert texts(people.administrator()) == []


def test_without_a_meeting_the_period_is_half_a_year():
    period = since_last_meeting(people.official(), date(2025, 11, 20))
    assert period.since == date(2025, 5, 21)
    assert period.words == "この半年の変更"


def page(query: str) -> str:
    client = Client()
    client.force_login(people.official())
    return client.get(f"/changes/{query}").content.decode()


def test_page_takes_days_in_any_spelling_and_either_order():
    zone, _ = one_zone()
    designations.entered(zone)
    assert "十勝の拠点" in page("?since=R7.10.1&until=2025-12-31")
    assert "十勝の拠点" in page("?since=令和7年12月31日&until=令和7年10月1日")


def test_page_narrows_to_one_kind():
    zone, town = one_zone()
    designations.entered(zone)
    facilities.facility(town, name="閉じた診療所", closed_on=date(2025, 11, 1))
    shown = page("?since=2025-10-01&until=2025-12-31&kind=facility")
    assert "閉じた診療所を廃止" in shown
    assert "十勝の拠点" not in shown


def test_page_says_which_day_it_could_not_read():
    assert "2025-13-40" in page("?since=2025-13-40")


def test_page_says_when_nothing_changed():
    assert "この期間の変更はありません" in page("?since=2020-01-01&until=2020-01-02")


def test_time_near_midnight_belongs_to_the_day_in_japan():
    reports.edition(
        published_at=datetime(
            2025, 12, 31, 23, 59, tzinfo=timezone.get_current_timezone()
        )
    )
    assert len(texts(people.official())) == 1
