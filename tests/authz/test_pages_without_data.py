"""What a prefecture meets on the first day: every page that needs no object, and nothing to show."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Page

from accounts.models import User
from tests.authz.cells import Desk
from tests.authz.stage import walk
from tests.authz.world import World
from tests.factories import people, places

# The markup is the same on either database.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def staff() -> dict[str, User]:
    centre = places.health_centre([places.municipality("01101")])
    return {
        "official": people.official(),
        "clerk": people.clerk(centre),
        "committee": people.committee_member(),
        "administrator": people.administrator(),
        "disabled": people.clerk(centre),
    }


@pytest.fixture(scope="module")
def nothing(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    """People of each role, and no data but the codes of their places."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Desk(World(staff()))
        transaction.set_rollback(True)


def test_every_page_without_data_is_accessible_and_narrow(
    nothing: Desk, stage: Page
) -> None:
    pages, found = walk(nothing, stage, "GET")
    assert found == []
    assert pages > 40
