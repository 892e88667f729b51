"""That the look at writes sees what is not on record."""

import pytest
from django.db import connection, transaction

from accounts.audit import record
from tests.factories import places
from tests.on_record import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen():
    places.prefecture()
    looking = Seen()
    with connection.execute_wrapper(looking.note):
        yield looking


def test_a_write_without_an_event_is_told(seen):
    places.plan({})
    assert any("without an event" in words for words in seen.complaints(True))


def test_an_event_without_a_person_and_an_address_is_told(seen):
    places.plan({})
    record("試験", by=None)
    assert any("no event says who" in words for words in seen.complaints(True))


def test_what_was_taken_back_is_no_write(seen):
    with transaction.atomic():
        places.plan({})
        transaction.set_rollback(True)
    assert list(seen.complaints(True)) == []
