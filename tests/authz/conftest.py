"""One made-up world for a whole module: each cell is taken back, and the world at the end."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page

from tests.authz.canaries import release
from tests.authz.cells import Desk
from tests.authz.stage import set_stage
from tests.authz.world import make_world
from tests.imports.conftest import read_here

__all__ = ["read_here"]


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        assert release(world.regions) > 30
        yield Desk(world)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Page]:
    yield from set_stage(browser)


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each refusal would be written out with its traceback."""
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
