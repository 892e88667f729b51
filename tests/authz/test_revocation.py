"""What is taken away is gone at the next request of a session that goes on, and of a key."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import set_role, update_account
from accounts.models import User
from accounts.roles import Role
from portal.api.keys import issue_key, revoke_key
from reports.kinds import EditionStatus
from tests.factories import designations, facilities, people, places, reports, uploads
from zones.actions import grant_region, revoke_region

pytestmark = pytest.mark.django_db
OWN = '"prefecture": "01"'
Taking = Callable[[User], None]


def the_region(user: User) -> None:
    revoke_region(grant=user.regions.get(), by=None)


def another_region(user: User) -> None:
    the_region(user)
    grant_region(user=user, prefecture=places.prefecture("15"), by=None)


def the_role(user: User) -> None:
    set_role(user=user, role=Role.COMMITTEE, by=None)


def the_account(user: User) -> None:
    update_account(
        user=user,
        display_name=user.display_name,
        department="",
        email="",
        role=user.role,
        is_active=False,
        by=people.administrator(),
    )


# What is taken, and the answer to a page of one's own region that was there a moment ago.
TAKINGS = [
    (the_region, {404}),
    (another_region, {404}),
    (the_role, {403, 404}),
    (the_account, {302}),
]


@pytest.fixture
def official() -> User:
    return people.official()


@pytest.fixture
def things(official: User) -> list[str]:
    """Pages, exports and files of the official's own region."""
    town = places.municipality("01101")
    version = places.plan({"札幌": [town]})
    centre = places.health_centre([town])
    facility = facilities.facility(town)
    act = designations.candidate(version.plan.zones.get(), by=official)
    upload = uploads.bare(centre)
    draft = reports.edition(status=EditionStatus.DRAFT)
    return [
        reverse("facilities:detail", args=[facility.pk]),
        reverse("designations:detail", args=[act.pk]),
        reverse("imports:original", args=[upload.pk]),
        reverse("reports:pdf", args=[draft.pk]),
        reverse("reports:xlsx", args=[draft.pk]),
    ]


@pytest.mark.parametrize(("taken", "expected"), TAKINGS)
def test_the_next_request_of_the_session_obeys(
    client: Client, official: User, things: list[str], taken: Taking, expected: set[int]
) -> None:
    client.force_login(official)
    # A file that is being sent was asked for before; asked for again, even in parts, it is gone.
    assert [client.get(page).status_code for page in things] == [200] * len(things)
    taken(User.objects.get(pk=official.pk))
    for page in things:
        assert client.get(page).status_code in expected, page
        assert client.get(page, headers={"Range": "bytes=0-9"}).status_code in expected


@pytest.mark.parametrize(("taken", "expected"), TAKINGS)
def test_the_next_form_of_the_session_obeys(
    client: Client, official: User, taken: Taking, expected: set[int]
) -> None:
    """A form that was open when it was taken away."""
    town = places.municipality("01101")
    facility = facilities.facility(town)
    client.force_login(official)
    address = reverse("facilities:close", args=[facility.pk])
    assert client.get(address).status_code == 200
    taken(User.objects.get(pk=official.pk))
    answer = client.post(address, {"closed_on": "2026-01-01", "reason": "廃止"})
    assert answer.status_code in expected
    facility.refresh_from_db()
    assert facility.closed_on is None


@pytest.mark.parametrize("taken", [taken for taken, _ in TAKINGS])
def test_the_next_request_of_a_key_obeys(
    client: Client, official: User, things: list[str], taken: Taking
) -> None:
    """A key reads what its person may read: after the taking nothing of the region is left."""
    key, secret = issue_key(
        name="試験", user=official, expires_on=date(2099, 1, 1), by=official
    )

    def zones() -> str:
        bearer = {"Authorization": f"Bearer {secret}"}
        return client.get("/api/v1/zones", headers=bearer).content.decode()

    assert OWN in zones()
    taken(User.objects.get(pk=official.pk))
    assert OWN not in zones()
    revoke_key(key=key, by=official)
    assert client.get(
        "/api/v1/zones", headers={"Authorization": f"Bearer {secret}"}
    ).status_code in {401, 403}


def test_a_new_right_is_there_at_the_next_request_too(
    client: Client, things: list[str]
) -> None:
    newcomer = people.person(Role.OFFICIAL)
    client.force_login(newcomer)
    assert client.get(things[0]).status_code == 404
    grant_region(user=newcomer, prefecture=places.prefecture("01"), by=None)
    assert client.get(things[0]).status_code == 200
