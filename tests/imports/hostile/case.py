"""One file with one defect, and what must become of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from imports.formats import Context, recognise
from imports.gate import admit
from imports.listing import Listing
from imports.readers import read_book
from tests.forms import form, form_row
from tests.workbooks import fixture_kinds

CONTEXT = Context(fixture_kinds(), today=date(2025, 10, 1))
ROWS = tuple(form_row(80000 + at) for at in range(10))


@dataclass(frozen=True, slots=True)
class Case:
    """`refused` is the code of a refusal. Otherwise the file is read: `errors` are (code, cell),
    `warnings` codes, `rows` how many rows come out, `check` looks at the rest."""

    name: str
    make: Callable[[], bytes]
    file: str = "様式.xlsx"
    refused: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    rows: int = len(ROWS)
    check: Callable[[Listing], Any] | None = field(default=None)


def good() -> bytes:
    """Ten valid rows as xlsx."""
    return form(*ROWS)


def examine(data: bytes, file: str) -> Listing:
    """As an upload is read, in the test's own process."""
    book = read_book(data, admit(data, file))
    return recognise(book).read(book, CONTEXT)


def first(listing: Listing) -> dict[str, Any]:
    return listing.records[0].values
