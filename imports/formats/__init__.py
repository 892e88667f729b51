"""The list formats that can be imported, one module each; a new one is a new file in here.

A module offers `FORMAT`, an object as `ListFormat` describes it. Which format a file has is told
from its headings, never from its name.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from imports.cells import Book
from imports.listing import Listing, SymbolKind
from imports.messages import refused

LEAST_SCORE = 0.5


def _no_progress(stage: str, done: int, total: int) -> None:
    """Nobody is waiting."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a format may need besides the file: the filing code table, and whom to tell how far."""

    kinds: tuple[SymbolKind, ...] = ()
    progress: Callable[[str, int, int], None] = _no_progress


class ListFormat(Protocol):
    """One kind of list: how it is recognised and how it is read.

    `key` is stable and stored with uploads; `title` is its name on the page.
    """

    key: str
    title: str

    def recognise(self, book: Book) -> float:
        """Return 0 to 1: the share of the format's own headings that the best row has."""
        ...

    def read(self, book: Book, context: Context) -> Listing:
        """Return the listing with all its problems; raise Refused where there is no list."""
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
