"""Editions: frozen once, typeset once, published by an official, read by the committee."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.models import AuditEvent
from reports import actions
from reports.collecting.asked import NoPlan
from reports.kinds import EditionStatus, ReportKind
from reports.models import Edition
from reports.rendering import RenderedPdf, RenderingFailed
from tests.factories import facilities, people, places
from tests.factories.reports import PDF, edition

AS_OF = date(2025, 10, 1)
TODAY = date(2025, 10, 15)


@pytest.fixture
def official(db):
    return people.official()


@pytest.fixture
def planned(db):
    town = places.municipality("01101", "札幌市中央区")
    return places.plan({"札幌": [town]})


def make(by, **more):
    return actions.make_edition(
        kind=ReportKind.PROGRESS,
        prefecture=places.prefecture(),
        as_of=more.pop("as_of", AS_OF),
        today=TODAY,
        by=by,
        **more,
    )


@pytest.fixture
def typeset(monkeypatch):
    """Stands in for the typesetting child; gives the calls that were made."""
    calls = []

    def render(values, **kwargs):
        calls.append(values)
        return RenderedPdf(PDF, 3, "f" * 64, {"weasyprint": "70"})

    monkeypatch.setattr(actions, "render_pdf", render)
    return calls


def test_an_edition_freezes_the_data_of_its_day(official, planned):
    made = make(official)
    facilities.facility(planned.memberships.get().municipality)

    assert made.values["as_of"] == "2025-10-01"
    assert [zone["name"] for zone in made.values["zones"]] == ["札幌"]
    assert make(official).sha256 != made.sha256  # another edition number


def test_editions_are_numbered_one_after_the_other(official, planned):
    assert [make(official).number, make(official).number] == [1, 2]


def test_no_edition_is_made_where_no_plan_is_in_force(official, planned):
    with pytest.raises(NoPlan, match="医療計画がありません"):
        make(official, as_of=date(2020, 4, 1))
    assert not Edition.objects.exists()


def test_typesetting_keeps_the_pdf_and_leaves_a_draft(official, planned, typeset):
    made = actions.render_edition(edition_id=make(official).pk)

    assert made.status == EditionStatus.DRAFT
    assert bytes(made.files.get().content) == PDF


def test_typesetting_twice_makes_one_file(official, planned, typeset):
    made = make(official)
    for _ in range(2):
        actions.render_edition(edition_id=made.pk)
    assert made.files.count() == 1
    assert len(typeset) == 1


def test_a_failure_says_why_and_can_be_tried_again(official, planned, monkeypatch):
    def fail(values, **kwargs):
        raise RenderingFailed("time")

    monkeypatch.setattr(actions, "render_pdf", fail)
    made = actions.render_edition(edition_id=make(official).pk)
    assert made.status == EditionStatus.FAILED
    assert "制限時間" in made.message

    actions.retry_edition(edition=made, by=official)
    assert made.status == EditionStatus.RENDERING


def test_publishing_shows_a_draft_to_the_committee(official):
    draft = edition(status=EditionStatus.DRAFT)
    member = people.committee_member()
    assert not Edition.objects.visible_to(member).exists()

    actions.publish_edition(edition=draft, by=official)

    assert Edition.objects.visible_to(member).get() == draft


def test_only_a_draft_is_published(official):
    published = edition()
    with pytest.raises(actions.WrongState):
        actions.publish_edition(edition=published, by=official)


def test_a_published_edition_is_not_withdrawn(official):
    with pytest.raises(actions.WrongState):
        actions.withdraw_edition(edition=edition(), by=official)


def test_the_database_refuses_a_day_of_publication_on_a_draft(db):
    published = edition()
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=published.pk).update(status=EditionStatus.DRAFT)


def test_the_committee_of_another_prefecture_sees_nothing(db):
    edition()
    assert not Edition.objects.visible_to(people.committee_member("15")).exists()


def test_a_download_is_the_stored_bytes_and_on_record(db):
    published, member = edition(), people.committee_member()
    client = Client()
    client.force_login(member)

    response = client.get(reverse("reports:pdf", args=[published.pk]))

    assert response.content == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert AuditEvent.objects.filter(action="download_edition").count() == 1


def test_the_form_says_what_is_wrong_with_a_day(official):
    client = Client()
    client.force_login(official)
    form = {"kind": "progress", "title": "題", "as_of": "令和7年13月1日"}
    response = client.post(reverse("reports:create"), form)
    assert "令和7年13月1日" in response.content.decode()
    assert not Edition.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_making_a_report_in_the_browser_queues_its_typesetting():
    town = places.municipality("01101", "札幌市中央区")
    places.plan({"札幌": [town]})
    client = Client()
    client.force_login(people.official())
    form = {"kind": "progress", "title": "題", "as_of": "R7.10.1"}
    response = client.post(reverse("reports:create"), form)
    assert response.status_code == 302
    assert DBTaskResult.objects.count() == 1
