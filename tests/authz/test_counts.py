"""Totals, page numbers, ranks and choices betray nothing: no answer changes by a byte when another
region grows. Pages for everybody may; they are made from what was published."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from portal.api.keys import issue_key
from tests.authz.canaries import text_of
from tests.authz.cells import Desk
from tests.authz.world import make_region
from tests.factories import facilities, places, uploads

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 15, 3, tzinfo=UTC)
# Different at each look, whoever looks at what.
VOLATILE = re.compile(
    r'name="(?:csrfmiddlewaretoken|form-key)" value="[^"]+"'
    r'|data-token="[^"]+"|X-CSRFToken[^}]+|\b[0-9A-F]{10}\b'
)
PAGES = (
    "portal:home",
    "portal:notices",
    "portal:search",
    "facilities:list",
    "zones:list",
    "imports:list",
    "indicators:matrix",
    "indicators:progress",
    "designations:list",
    "designations:register-csv",
    "programs:list",
    "programs:grants",
    "reports:list",
)
API = ("api:zones", "api:designations", "api:indicators", "api:reports")


def pages_seen_by(
    desk: Desk, person: str, pages: tuple[str, ...] = PAGES
) -> Iterator[tuple[str, str]]:
    """Each page with all that it says; the search is for a word of every region."""
    for page in pages:
        address = reverse(page) + ("?q=試験" if page == "portal:search" else "")
        answer = desk.send("GET", address, person)
        yield address, VOLATILE.sub("", f"{answer.status} {text_of(answer.response)}")


def read_with_a_key(desk: Desk, key: str) -> Iterator[tuple[str, str]]:
    for name in API:
        answer = desk.send(
            "GET", reverse(name), "", headers={"Authorization": f"Bearer {key}"}
        )
        assert answer.status == "200"
        yield name, VOLATILE.sub("", text_of(answer.response))


@pytest.mark.parametrize("person", ["official", "clerk"])
def test_no_answer_changes_when_another_region_grows(desk: Desk, person: str) -> None:
    user = desk.world.people[person]
    with time_machine.travel(NOW, tick=False):
        _, key = issue_key(
            name="試験", user=user, expires_on=NOW.date().replace(year=2027), by=user
        )

        def look() -> dict[str, str]:
            return dict(pages_seen_by(desk, person)) | dict(read_with_a_key(desk, key))

        town = places.municipality("16201", prefecture_code="16")
        before = look()
        with transaction.atomic():
            version = places.plan({"新圏域": [town]}, prefecture_code="16")
            centre = places.health_centre([town], prefecture_code="16")
            make_region(town, version, centre)
            grow(desk, "neighbour" if person == "clerk" else "abroad")
            after = look()
            transaction.set_rollback(True)
    assert [page for page in before if before[page] != after[page]] == []


def test_what_grows_at_home_is_seen(desk: Desk) -> None:
    """The same look does tell what lies in the person's own region."""
    lists = ("facilities:list", "imports:list", "portal:search")
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        before = dict(pages_seen_by(desk, "clerk", lists))
        grow(desk, "own")
        after = dict(pages_seen_by(desk, "clerk", lists))
        transaction.set_rollback(True)
    assert [page for page in before if before[page] == after[page]] == []


def grow(desk: Desk, name: str) -> None:
    """More of what a health centre's people work on."""
    region = desk.world.regions[name]
    for _ in range(3):
        facilities.facility(region["municipality"])
        uploads.bare(region["upload"].health_centre)
