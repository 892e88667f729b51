"""The read-only API: keys, regions, and the description of what it gives."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from designations.kinds import Kind
from portal.api.keys import issue_key, revoke_key
from portal.models import ApiKey
from reports.kinds import EditionStatus
from tests.factories import designations, indicators, people, places, reports

pytestmark = pytest.mark.django_db
DAY = "2025-11-20"
PATHS = [
    "/api/v1/zones",
    "/api/v1/designations",
    "/api/v1/indicators",
    "/api/v1/reports",
]


def key_of(user, *, days: int = 30) -> str:
    expires = timezone.localdate() + timedelta(days=days)
    number = ApiKey.objects.count()
    _, secret = issue_key(
        name=f"試験システム{number}",
        user=user,
        expires_on=expires,
        by=people.administrator(),
    )
    return secret


def ask(client: Client, path: str, secret: str, **query):
    return client.get(path, query, headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def two_regions():
    """A zone with a hub in each of two health centres' areas, and in another prefecture."""
    own = places.municipality("01101")
    near = places.municipality("01207")
    far = places.municipality("15201", prefecture_code="15")
    places.plan({"札幌": [own], "十勝": [near]})
    places.plan({"新潟": [far]}, prefecture_code="15")
    for name, code in (("札幌", "01"), ("十勝", "01"), ("新潟", "15")):
        body = designations.association(f"{name}試験医師会", prefecture_code=code)
        designations.entered(places.zone(name), body, by=people.official(code))
    return own


@pytest.mark.parametrize("path", PATHS)
def test_without_a_key_nothing_is_told(client: Client, path):
    assert client.get(path).status_code == 401
    assert ask(client, path, "zp_wrong").status_code == 401


@pytest.mark.parametrize("path", PATHS)
def test_a_session_is_no_key(client: Client, path):
    client.force_login(people.official())
    assert client.get(path).status_code == 401


@pytest.mark.parametrize("path", PATHS)
def test_nothing_can_be_written(client: Client, path, two_regions):
    secret = key_of(people.official())
    headers = {"Authorization": f"Bearer {secret}"}
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(path, headers=headers).status_code == 405


def test_a_revoked_an_old_and_a_disabled_key_are_refused(client: Client):
    user = people.official()
    old, revoked, fine = key_of(user, days=-1), key_of(user), key_of(user)
    revoke_key(key=ApiKey.objects.get(name="試験システム1"), by=people.administrator())
    assert ask(client, PATHS[0], old).status_code == 401
    assert ask(client, PATHS[0], revoked).status_code == 401
    user.is_active = False
    user.save()
    assert ask(client, PATHS[0], fine).status_code == 401


def test_only_a_hash_of_a_key_is_kept():
    secret = key_of(people.official())
    assert secret not in str(ApiKey.objects.values().get())


def test_an_official_reads_the_whole_prefecture_and_no_other(
    client: Client, two_regions
):
    secret = key_of(people.official())
    told = ask(client, "/api/v1/designations", secret, on=DAY).json()
    assert {one["name"] for one in told} == {"札幌試験医師会", "十勝試験医師会"}
    assert ask(client, PATHS[0], secret, prefecture="15").status_code == 404


def test_a_clerk_reads_the_own_area_only(client: Client, two_regions):
    secret = key_of(people.clerk(places.health_centre([two_regions])))
    for path in PATHS[:2]:
        text = str(ask(client, path, secret, on=DAY).json())
        assert "札幌" in text
        assert "十勝" not in text


def test_a_committee_key_reads_published_reports_and_nothing_else(
    client: Client, two_regions
):
    shown = reports.edition()
    reports.edition(status=EditionStatus.DRAFT)
    secret = key_of(people.committee_member())
    told = ask(client, "/api/v1/reports", secret, prefecture="01")
    assert [one["id"] for one in told.json()] == [str(shown.pk)]
    assert ask(client, PATHS[1], secret, prefecture="01", on=DAY).json() == []


def test_a_draft_report_is_not_handed_out(client: Client):
    draft = reports.edition(status=EditionStatus.DRAFT)
    shown = reports.edition()
    secret = key_of(people.official())
    address = reverse("api:report_pdf", args=[draft.pk])
    assert ask(client, address, secret).status_code == 404
    given = ask(client, reverse("api:report_pdf", args=[shown.pk]), secret)
    assert given.content.startswith(b"%PDF")
    event = AuditEvent.objects.get(action="download_edition")
    assert event.detail == {"via": "api"}


def test_designations_are_those_of_the_day_and_kind(client: Client, two_regions):
    secret = key_of(people.official())
    path = "/api/v1/designations"
    assert ask(client, path, secret, on="令和7年9月1日").json() == []
    assert ask(client, path, secret, on=DAY, kind=Kind.ACTIVE).json() == []
    first = ask(client, path, secret, on=DAY, limit=1).json()
    rest = ask(client, path, secret, on=DAY, offset=1).json()
    assert len(first) == len(rest) == 1
    assert first != rest


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/api/v1/zones", {"on": "32月"}),
        ("/api/v1/designations", {"kind": "none"}),
        ("/api/v1/indicators/X/values", {"by": "street"}),
    ],
)
def test_a_wrong_question_is_explained(client: Client, two_regions, path, query):
    answer = ask(client, path, key_of(people.official()), **query)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_small_counts_of_people_are_withheld(client: Client):
    town = places.municipality("01101")
    version = places.plan({"札幌": [town]})
    one = indicators.indicator(version, level="process", smallest_area="municipality")
    indicators.value(one, 3, kind="municipality", code=town.pk)
    path = f"/api/v1/indicators/{one.code}/values"
    told = ask(client, path, key_of(people.official()), by="municipality", on=DAY)
    assert told.status_code == 200
    assert [(row["value"], row["hidden"]) for row in told.json()] == [(None, True)]


def test_the_description_names_every_address_and_the_key(client: Client):
    told = client.get(reverse("api:openapi-json")).json()
    assert set(PATHS) <= set(told["paths"])
    assert told["components"]["securitySchemes"]["KeyAuth"]["scheme"] == "bearer"
    for path in told["paths"].values():
        assert set(path) == {"get"}


def test_an_administrator_issues_and_revokes(client: Client):
    reader = people.official()
    client.force_login(people.administrator())
    form = {"name": "地域医療DB", "user": reader.pk, "expires_on": "2099-01-01"}
    listed = reverse("portal:api-keys")
    assert "2年以内" in client.post(listed, form).content.decode()
    form["expires_on"] = (timezone.localdate() + timedelta(days=90)).isoformat()
    shown = client.post(listed, form)
    assert "zp_" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    again = client.post(listed, form).content.decode()
    assert "同じ名称" in again
    key = ApiKey.objects.get()
    client.post(reverse("portal:api-key-revoke", args=[key.pk]))
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_a_key_remembers_when_it_was_used(client: Client):
    secret = key_of(people.official())
    ask(client, PATHS[0], secret)
    assert ApiKey.objects.get().last_used_at is not None
