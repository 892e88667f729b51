"""The list formats that can be imported, one module each; a new one is a new file in here.

A module offers `FORMAT`, an object as `ListFormat` describes it. Which format a file has is told
from its headings, never from its name. Reading runs in a process without a database, so what
plans and writes is imported where it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol

from imports.cells import Book
from imports.listing import Listing, SymbolKind
from imports.messages import refused

if TYPE_CHECKING:
    from accounts.models import User
    from facilities.listed import Before
    from facilities.touched import Kept
    from imports.comparing import Comparison
    from imports.models import Upload
    from imports.region import UploadRegion

LEAST_SCORE = 0.5


def _no_progress(stage: str, done: int, total: int) -> None:
    """Nobody is waiting."""


def _no_mark(stage: str) -> None:
    """Nobody measures."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a format may need besides the file: the filing code table, the day for forms that say
    none, and whom to tell how far."""

    kinds: tuple[SymbolKind, ...] = ()
    progress: Callable[[str, int, int], None] = _no_progress
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Planning:
    """What a format may need to compare a listing with the registry.

    `as_of` is the day that a person gave, if any; `today` the day of the upload; `prefecture`
    that of who uploaded, '' for a command. `mark` ends a stage of the clock.
    """

    region: UploadRegion
    today: date
    as_of: date | None = None
    prefecture: str = ""
    progress: Callable[[str, int, int], None] = _no_progress
    mark: Callable[[str], None] = _no_mark


class ListFormat(Protocol):
    """One kind of list: how it is recognised, read, compared and written.

    `key` is stable and stored with uploads; `title` is its name on the page; `labels` are the
    words for fields that a change may have besides those of a facility. `subject` is what a row
    speaks of and `unit` how those are counted.
    """

    key: str
    title: str
    labels: dict[str, str]
    subject: str
    unit: str

    def recognise(self, book: Book) -> float:
        """Return 0 to 1: the share of the format's own headings that the best row has."""
        ...

    def read(self, book: Book, context: Context) -> Listing:
        """Return the listing with all its problems; raise Refused where there is no list."""
        ...

    def plan(self, listing: Listing, planning: Planning) -> Comparison:
        """Return what would change; nothing is written."""
        ...

    def apply(self, upload: Upload, by: User | None) -> list[Before]:
        """Write the stored changes, within the transaction that claimed the upload."""
        ...

    def undo(self, upload: Upload, by: User | None) -> list[Kept]:
        """Take back what was written, within the transaction that claimed the undo; return what
        was edited since and stays. A format without this cannot be undone."""
        ...


@cache
def all_formats() -> dict[str, ListFormat]:
    """Return every format of this package by its key."""
    modules = sorted(one.name for one in iter_modules(__path__))
    formats = [import_module(f"{__name__}.{name}").FORMAT for name in modules]
    return {one.key: one for one in formats}


def recognise(book: Book, only: Iterable[str] = ()) -> ListFormat:
    """Return the format that fits a book best; raise Refused where none fits.

    `only` names the formats to choose from; empty means all.
    """
    wanted = set(only)
    choices = [one for one in all_formats().values() if not wanted or one.key in wanted]
    scores = {one.key: one.recognise(book) for one in choices}
    best = max(choices, key=lambda one: scores[one.key])
    if scores[best.key] < LEAST_SCORE:
        raise refused("unknown_format", formats="、".join(one.title for one in choices))
    return best
