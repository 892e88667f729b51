"""The form that asks for a report: what it refuses, and what it sets in motion."""

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from reports.kinds import EditionStatus
from reports.models import Edition
from tests.factories import people, places


def posted(**typed):
    return {"title": "題", "as_of": "R7.10.1", "parts_summary": "1"} | typed


def test_the_form_says_what_is_wrong_with_a_day(official, planned):
    client = Client()
    client.force_login(official)
    response = client.post(reverse("reports:create"), posted(as_of="令和7年13月1日"))
    assert "令和7年13月1日" in response.content.decode()
    assert not Edition.objects.exists()


def test_the_form_puts_chapters_in_order(official, planned):
    client = Client()
    client.force_login(official)
    typed = posted(write="1", parts_summary="２", parts_issues="1")
    client.post(reverse("reports:create"), typed)
    made = Edition.objects.get()
    assert (made.status, made.parts) == (EditionStatus.PREPARING, ["issues", "summary"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"parts_summary": ""}, "章を1つ以上"),
        ({"parts_zones": "二"}, "「二」"),
        ({"since": "R8.1.1"}, "後の令和8年1月1日とは比べられません"),
        ({"meeting_on": "R8.1.1"}, "名称も書いてください"),
    ],
)
def test_the_form_refuses_what_cannot_be(official, planned, typed, said):
    client = Client()
    client.force_login(official)
    response = client.post(reverse("reports:create"), posted(**typed))
    assert said in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_making_a_report_in_the_browser_queues_its_making():
    town = places.municipality("01101", "札幌市中央区")
    places.plan({"札幌": [town]})
    client = Client()
    client.force_login(people.official())
    response = client.post(reverse("reports:create"), posted())
    assert response.status_code == 302
    queued = sorted(
        task.task_path.rpartition(".")[2] for task in DBTaskResult.objects.all()
    )
    assert queued == ["look_after", "typeset"]
