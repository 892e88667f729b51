"""The facts of the five seeds, for the tests that compare numbers."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.factories import programs as make


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The facts, once for this module; what a test writes over them is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        make.seeds()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seeds(loaded: None, db: None) -> None:
    pass
