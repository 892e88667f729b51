"""What the tests of imports share: reading without a child process where a test is about what comes
after reading, and somebody who is signed in."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from imports import preparing
from imports.formats import Context, recognise
from imports.gate import admit
from imports.listing import Listing
from imports.readers import read_book
from imports.reading import read_upload
from imports.sample import sample_places, write_sample
from tests.factories import people
from tests.factories.uploads import region
from tests.workbooks import ROOT, fixture_kinds


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same readers in the test's own process: a tenth of the time."""

    def read(data: bytes, filename: str, *, kinds: Any, **more: Any) -> Listing:
        book = read_book(data, admit(data, filename))
        context = Context(tuple(kinds), today=more.get("today"))
        return recognise(book).read(book, context)

    monkeypatch.setattr(preparing, "read_upload", read)


@pytest.fixture(scope="session")
def whole_sample(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, int], Listing]:
    """The made-up list of the demonstration at its full size: what it was to hold, and what was
    read of it. Made once for all tests that only look at it."""
    path = tmp_path_factory.mktemp("sample") / "見本.xlsx"
    counts = write_sample(path, sample_places(ROOT / "fixtures"))
    return counts, read_upload(path.read_bytes(), path.name, kinds=fixture_kinds())


@pytest.fixture
def in_region(db: None, read_here: None) -> None:
    """Two municipalities that addresses lead to; lists are read in the test's own process."""
    region()


@pytest.fixture
def official(db: None) -> User:
    return people.official()


@pytest.fixture
def browse(client: Client, official: User) -> Client:
    """The official, signed in."""
    client.force_login(official)
    return client
