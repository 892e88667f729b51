"""The start pages of committee members, administrators and people without role or region."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from accounts.roles import Role
from portal.start import start_page
from reports.kinds import EditionStatus
from tests.factories import people, places, reports

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)


def html(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/").content.decode()


def test_committee_member_sees_the_newest_published_report_first():
    reports.edition(as_of=date(2025, 4, 1))
    newest = reports.edition()
    reports.edition(status=EditionStatus.DRAFT)
    page = start_page(people.committee_member(), TODAY)
    assert page.latest["url"] == newest.get_absolute_url()
    assert len(page.editions) == 1
    assert {f["note"] for f in page.figures} == {"前回と同じ"}


def test_committee_member_is_told_when_nothing_is_published():
    reports.edition(status=EditionStatus.DRAFT)
    assert "公表された報告書はまだありません" in html(people.committee_member())


def test_administrator_is_told_of_people_without_a_region_and_sees_no_business_data():
    people.person(Role.OFFICIAL)
    record("backup", by=None)
    page = start_page(people.administrator(), TODAY)
    assert {i["title"]: i["count"] for i in page.todo} == {"担当地域のない利用者": 1}
    assert page.board is None
    assert page.changes == []


def test_administrator_is_told_when_there_is_no_new_backup():
    user = people.administrator()
    assert "新しいバックアップがない" in html(user)
    record("backup", by=None, detail={"file": "portal-20251120.backup"})
    shown = html(user)
    assert "新しいバックアップがない" not in shown
    assert "portal-20251120.backup" in shown


def test_administrator_sees_refusals_of_the_day():
    clerk = people.clerk(places.health_centre([places.municipality("01101")]))
    client = Client()
    client.force_login(clerk)
    client.get("/facilities/999999/")
    page = start_page(people.administrator(), timezone.localdate())
    assert "GET /facilities/999999/ 404" in page.tables[1]["rows"][0]


def test_person_without_a_role_is_told_whom_to_ask():
    assert "システム管理者に知らせてください" in html(User.objects.create(username="x"))


@pytest.mark.parametrize("role", Role)
def test_person_without_a_region_gets_a_page(role):
    assert "<h1>" in html(people.person(role))
