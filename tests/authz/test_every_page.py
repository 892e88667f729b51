"""Every page and every form sent back, in a real browser at the width of a telephone."""

import pytest
from playwright.sync_api import Page

from tests.authz.cells import Desk
from tests.authz.stage import walk

# The markup is the same on either database.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_every_page_is_accessible_narrow_and_our_own(desk: Desk, stage: Page) -> None:
    pages, found = walk(desk, stage, "GET")
    assert found == []
    assert pages > 120


def test_every_form_sent_back_is_accessible_and_narrow(desk: Desk, stage: Page) -> None:
    pages, found = walk(desk, stage, "POST")
    assert found == []
    assert pages > 20
