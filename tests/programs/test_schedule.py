"""The yearly schedule: who may write what, what is late on a day, and the next year from this."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs.actions.schedule import (
    a_year_later,
    add_milestone,
    copy_schedule,
    edit_milestone,
    finish_milestone,
    remove_milestone,
)
from programs.errors import NotAllowed, RuleBroken, Stale
from programs.kinds import Layer
from programs.models import Milestone
from programs.schedule import State, planned_on, state_on, todo_for
from tests.factories import people, places, schedules
from tests.programs.sheets import below, rows_of

pytestmark = pytest.mark.django_db
TODAY = schedules.TODAY
OWN, AWAY = "01101", "01207"


@pytest.fixture
def own() -> Any:
    version = places.plan(
        {"東": [places.municipality(OWN)], "西": [places.municipality(AWAY)]}
    )
    return version.plan.zones.order_by("code").first()


@pytest.fixture
def clerk(own: Any) -> User:
    return people.clerk(places.health_centre([places.municipality(OWN)]))


def said(**more: object) -> dict[str, object]:
    values = {
        "fiscal_year": 2025,
        "layer": Layer.HUB,
        "title": "試験の予定",
        "starts_on": date(2025, 10, 1),
        "due_on": date(2025, 11, 10),
    }
    return {**values, **more}


def added(by: User, **more: object) -> Milestone:
    return add_milestone(prefecture=places.prefecture(), values=said(**more), by=by)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 9, 30), State.COMING),
        (date(2025, 10, 1), State.RUNNING),
        (date(2025, 11, 10), State.RUNNING),
        (date(2025, 11, 11), State.LATE),
        (date(2025, 11, 14), State.LATE),
        (date(2025, 11, 15), State.DONE),
    ],
)
def test_a_milestone_done_late_was_late_until_then(day: date, state: State) -> None:
    one = Milestone(**said(), done_on=date(2025, 11, 15))
    assert state_on(one, day) == state


def test_layers_come_from_head_office_down(own: Any) -> None:
    official = people.official()
    for layer in (Layer.MUNICIPALITY, Layer.HUB, Layer.HEAD_OFFICE):
        added(official, layer=layer)
    planned = planned_on(Milestone.objects.all(), TODAY)
    assert [one.milestone.layer for one in planned] == [
        "head_office",
        "hub",
        "municipality",
    ]


def test_a_day_alone_starts_and_ends_on_it(own: Any) -> None:
    made = added(people.official(), starts_on=None)
    assert made.starts_on == made.due_on == date(2025, 11, 10)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"due_on": date(2026, 4, 1)}, "S1"),
        ({"starts_on": date(2025, 3, 31)}, "S1"),
        ({"due_on": date(2025, 9, 30)}, "A4"),
    ],
)
def test_days_outside_the_year_or_out_of_order_are_refused(
    own: Any, more: dict[str, object], message: str
) -> None:
    with pytest.raises(RuleBroken, match=message):
        added(people.official(), **more)


def test_the_database_refuses_days_out_of_order(own: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        schedules.milestone(starts_on=date(2025, 12, 1), due_on=date(2025, 11, 1))


def test_a_place_of_another_prefecture_is_refused(own: Any) -> None:
    town = places.municipality("15201", prefecture_code="15")
    far = places.plan({"新潟": [town]}, prefecture_code="15").plan.zones.get()
    with pytest.raises(RuleBroken, match="S3"):
        added(people.official(), zone=far)


def test_a_clerk_writes_of_the_own_area_and_not_for_head_office(
    own: Any, clerk: User
) -> None:
    made = added(clerk, zone=own)
    away = places.zone("西")
    with pytest.raises(NotAllowed):
        added(clerk, zone=away)
    with pytest.raises(NotAllowed):
        added(clerk)
    with pytest.raises(RuleBroken, match="本庁"):
        added(clerk, zone=own, layer=Layer.HEAD_OFFICE)
    assert list(Milestone.objects.editable_by(clerk)) == [made]


def test_a_clerk_reads_what_holds_for_the_whole_prefecture(
    own: Any, clerk: User
) -> None:
    whole = schedules.milestone()
    schedules.milestone(zone=places.zone("西"))
    schedules.milestone("15")
    assert list(Milestone.objects.visible_to(clerk)) == [whole]
    assert not Milestone.objects.visible_to(people.committee_member()).exists()


def test_done_is_a_day_that_has_come_and_can_be_taken_back(own: Any) -> None:
    official = people.official()
    made = added(official)
    with pytest.raises(RuleBroken, match="S2"):
        finish_milestone(
            milestone=made, version=1, on=date(2025, 12, 1), today=TODAY, by=official
        )
    finish_milestone(milestone=made, version=1, on=TODAY, today=TODAY, by=official)
    with pytest.raises(Stale):
        finish_milestone(milestone=made, version=1, on=None, today=TODAY, by=official)
    finish_milestone(milestone=made, version=2, on=None, today=TODAY, by=official)
    assert Milestone.objects.get().done_on is None
    assert made.history.count() == 3


def test_an_edit_and_a_removal_stay_in_the_history(own: Any) -> None:
    official = people.official()
    made = added(official)
    values = {n: v for n, v in said(title="直した予定").items() if n != "fiscal_year"}
    assert edit_milestone(milestone=made, version=1, values=values, by=official)
    remove_milestone(milestone=made, by=official)
    assert list(Milestone.history.values_list("history_type", flat=True)) == [
        "-",
        "~",
        "+",
    ]


def test_the_next_year_has_the_same_days_and_nothing_done(own: Any) -> None:
    official = people.official()
    made = added(official, zone=own)
    finish_milestone(milestone=made, version=1, on=TODAY, today=TODAY, by=official)
    assert copy_schedule(prefecture=places.prefecture(), to=2026, by=official) == 1
    copied = Milestone.objects.get(fiscal_year=2026)
    assert (copied.starts_on, copied.due_on) == (date(2026, 10, 1), date(2026, 11, 10))
    assert (copied.done_on, copied.zone, copied.copied_from) == (None, own, made)
    added(official, title="後から加えた予定")
    assert copy_schedule(prefecture=places.prefecture(), to=2026, by=official) == 1
    assert copy_schedule(prefecture=places.prefecture(), to=2026, by=official) == 0
    with pytest.raises(RuleBroken, match="引き継ぐ予定がありません"):
        copy_schedule(prefecture=places.prefecture(), to=2030, by=official)


def test_a_clerk_copies_the_own_ones(own: Any, clerk: User) -> None:
    schedules.milestone(zone=own)
    schedules.milestone(zone=places.zone("西"))
    schedules.milestone(zone=own, layer=Layer.HEAD_OFFICE)
    assert copy_schedule(prefecture=places.prefecture(), to=2026, by=clerk) == 1


def test_the_last_of_february_has_a_day_every_year() -> None:
    assert a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_later(date(2027, 2, 28)) == date(2028, 2, 28)


def test_the_page_marks_what_is_late_and_hands_out_the_same_rows(
    own: Any, client: Client
) -> None:
    late = schedules.milestone(
        due_on=date(2025, 11, 10), zone=own, title="遅れた予定", layer=Layer.HUB
    )
    schedules.milestone(due_on=date(2025, 12, 1), title="先の予定")
    client.force_login(people.official())
    asked = {"year": 2025, "on": TODAY.isoformat()}
    page = client.get(reverse("programs:schedule"), asked).content.decode()
    assert "期限超過" in page
    assert "<svg" in page
    assert "遅れた予定" in page
    found = below(rows_of(client, "programs:schedule", **asked), "担い手")
    assert [(row[1], row[5]) for row in found] == [
        (late.title, "期限超過"),
        ("先の予定", "これから"),
    ]
    narrowed = rows_of(client, "programs:schedule", **asked, state="late")
    assert [row[1] for row in below(narrowed, "担い手")] == [late.title]


def test_a_form_writes_a_milestone_and_says_what_is_wrong(
    own: Any, client: Client
) -> None:
    client.force_login(people.official())
    address = reverse("programs:milestone-create")
    values = {"layer": "hub", "title": "様式の予定", "fiscal_year": 2025}
    answer = client.post(address, {**values, "due_on": "令和8年4月1日"})
    assert "S1" in answer.content.decode()
    answer = client.post(address, {**values, "due_on": "令和7年12月1日"})
    made = Milestone.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    done = reverse("programs:milestone-done", args=[made.pk])
    client.post(done, {"version": made.version, "done_on": "R7.12.1"})
    made.refresh_from_db()
    assert made.done_on == date(2025, 12, 1)


def test_the_start_page_counts_what_a_person_has_let_slip(
    own: Any, clerk: User
) -> None:
    late = date(2025, 11, 10)
    schedules.milestone(due_on=late, zone=own, title="圏域の予定")
    schedules.milestone(due_on=late, zone=own, layer=Layer.HEAD_OFFICE)
    schedules.milestone(due_on=late, done_on=late, zone=own)
    schedules.milestone(due_on=TODAY, zone=own)
    (todo,) = todo_for(clerk, TODAY)
    assert (todo["count"], todo["note"]) == (1, "圏域の予定")
    assert todo_for(people.official(), TODAY)[0]["count"] == 2
    assert todo_for(people.committee_member(), TODAY) == []
