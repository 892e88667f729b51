"""The capacity survey in the figures: the latest answer of each institution, by place."""

from datetime import date

import pytest
from django.urls import reverse

from facilities.figures import figures_on
from tests.factories import facilities, people, places

pytestmark = pytest.mark.django_db
DAY = date(2025, 10, 1)


@pytest.fixture
def town():
    where = places.municipality("01217", "試験町")
    places.plan({"試験": [where]})
    return where


@pytest.fixture
def answered(town):
    """Three answers, one of them of the year before, and one institution that is silent."""
    willing, full, silent = (facilities.facility(town) for _ in range(3))
    facilities.survey(willing, 10, 15, fiscal_year=2024, intent="keep")
    facilities.survey(willing, 12, 20, intent="expand")
    facilities.survey(full, 30, 25, fiscal_year=2024, intent="reduce")
    facilities.survey(willing, 99, 99, fiscal_year=2026, intent="stop")
    return willing, full, silent


def capacity(day=DAY):
    found = figures_on(day, prefecture="01").of(["01217"])
    names = ("now", "possible", "room", "more", "less")
    return found.surveyed, *(found.capacity(name) for name in names)


def test_the_latest_answer_by_the_day_counts(answered):
    assert capacity() == (2, 42, 45, 8, 1, 1)
    assert capacity(date(2025, 3, 31)) == (2, 40, 40, 5, 0, 1)


def test_nobody_answered_is_not_nothing(town):
    facilities.facility(town)
    assert capacity() == (0, None, None, None, None, None)


def test_a_closed_institution_counts_no_more(answered):
    _, full, _ = answered
    full.closed_on = date(2025, 9, 30)
    full.save(update_fields=["closed_on"])
    assert capacity() == (1, 12, 20, 8, 1, 0)


@pytest.mark.parametrize(
    ("what", "expected"), [("answered", 2), ("room", 1), ("more", 1), ("less", 1)]
)
def test_the_list_opens_whom_a_number_counts(client, answered, what, expected):
    client.force_login(people.official())
    query = {"on": "2025-10-01", "survey": what}
    page = client.get(reverse("facilities:list"), query)
    assert len(page.context["table"].data) == expected
