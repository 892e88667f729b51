"""Reminders of missing values and lists: told once, closed when there, back when still missing."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Notice
from accounts.notices import finish_task
from indicators.actions import remind
from tests.factories import facilities, indicators, people, places

DAY = date(2025, 11, 20)


@pytest.fixture
def centre(corner):
    return places.health_centre([corner.obihiro, corner.bare], code="HC9")


@pytest.fixture
def official(corner):
    return people.official()


def texts(user):
    rows = Notice.objects.visible_to(user).open_tasks()
    return [(row.text, row.due_on) for row in rows]


def reminded(day=DAY):
    return remind(prefecture=places.prefecture("01"), day=day, by=None)


def test_missing_values_are_a_task_until_they_are_there(corner, official):
    one = indicators.indicator(corner.version, status="confirmed", name="訪問の数")
    assert reminded() == reminded() == 1
    due_on = DAY + timedelta(days=30)
    assert texts(official) == [("令和6年度の値がない指標があります", due_on)]
    task = Notice.objects.get()
    assert task.detail == "訪問の数"
    assert texts(people.official("15")) == []
    finish_task(task=task, by=official)
    reminded()
    assert len(texts(official)) == 1
    indicators.value(one, 5)
    assert reminded() == 0
    assert texts(official) == []


def test_a_health_centre_is_asked_for_a_new_list(corner, centre):
    clerk, other = people.clerk(centre), people.clerk(places.health_centre())
    reminded()
    assert texts(clerk) == []
    later = DAY + timedelta(days=365)
    reminded(later)
    ((text, _),) = texts(clerk)
    assert text == "HC9保健所の新しい名簿を取り込んでください"
    assert all("HC9" not in text for text, _ in texts(other))
    facilities.official_list(as_of=later)
    reminded(later)
    assert texts(clerk) == []


def test_the_command_reminds_every_prefecture_with_a_plan(corner, centre, capsys):
    call_command("remind", "--as-of", "2025-11-20")
    assert capsys.readouterr().out == "北海道　0件\n"


def test_an_official_reminds_from_the_page_of_data_quality(client, corner, official):
    indicators.indicator(corner.version, status="confirmed")
    client.force_login(official)
    page = client.get(reverse("indicators:quality"))
    assert "担当者に知らせる" in page.text
    answer = client.post(reverse("indicators:remind"), follow=True)
    assert "1件の依頼を知らせました" in answer.text
    client.force_login(people.clerk(places.health_centre()))
    assert "担当者に知らせる" not in client.get(reverse("indicators:quality")).text
