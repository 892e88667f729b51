"""The columns of a form and how a header row is found: any order, any width, known synonyms."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from imports.cells import Sheet, as_text
from imports.normalise import header_key
from imports.tables import HEADER_WITHIN, Table
from imports.values import Reader, is_blank

_BRACKETS = re.compile(r"\([^()]*\)$|\[[^\[\]]*\]$")
_MARKS = "※*＊●○◎★☆:"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form. `also` are other headings that people use for it.

    `required`: the heading must be there. `filled`: every row must have a value.
    """

    name: str
    heading: str
    read: Reader
    also: tuple[str, ...] = ()
    required: bool = True
    filled: bool = False


def heading_key(text: str) -> str:
    """The form in which headings of forms are compared: any width, case, mark or unit."""
    return header_key(text).casefold().strip(_MARKS)


@dataclass(frozen=True, slots=True)
class FormTable:
    """A header row found in a sheet, with the headings that the form does not know."""

    table: Table
    unknown: tuple[str, ...]
    twice: Mapping[str, tuple[int, ...]]


def find_form(sheet: Sheet, columns: Iterable[Column]) -> FormTable | None:
    """Return the row among the first 20 that has most of the headings, or None."""
    wanted = {
        heading_key(heading): one.name
        for one in columns
        for heading in (*one.also, one.heading)
    }
    best: FormTable | None = None
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN], start=1):
        places: dict[str, list[int]] = {}
        headings: dict[str, str] = {}
        unknown = []
        for index, value in enumerate(row):
            if is_blank(value):
                continue
            shown = " ".join(as_text(value).split())
            key = heading_key(shown)
            name = wanted.get(key) or wanted.get(_BRACKETS.sub("", key))
            if name is None:
                unknown.append(shown)
                continue
            places.setdefault(name, []).append(index)
            headings.setdefault(name, shown)
        if places and (best is None or len(places) > len(best.table.indexes)):
            indexes = {name: at[0] for name, at in places.items()}
            twice = {name: tuple(at) for name, at in places.items() if len(at) > 1}
            table = Table(sheet, number, indexes, headings)
            best = FormTable(table, tuple(unknown), twice)
    return best
