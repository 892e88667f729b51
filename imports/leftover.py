"""The rows that were not taken, cut out of the sender's file with its headings.

Plain rows in and out: the program that reads hostile files uses it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imports.cells import as_text, column_number

# The columns that say which rows belong together, as the formats call them.
KEY_FIELDS = ("prefecture_code", "sector", "number", "code")
_ROW = re.compile(r"(\d+)行目")
NUMBER_FIELDS = ("number", "code")


@dataclass(frozen=True, slots=True)
class Keep:
    """Rows to keep of one sheet, and the columns (letters) whose values join others to them."""

    rows: Sequence[int]
    key: Sequence[str]
    number: str


def keep_of(columns: Mapping[str, str], rows: Sequence[int]) -> Keep:
    """``columns`` maps the fields of a format to letters, ``rows`` counts from 1."""
    return Keep(
        rows=sorted(rows),
        key=[columns[name] for name in KEY_FIELDS if name in columns],
        number=next((columns[name] for name in NUMBER_FIELDS if name in columns), ""),
    )


def cut(rows: Sequence[Sequence[object]], keep: Keep) -> dict[int, int]:
    """Old row → new row, both from 1, of what is left: the headings, the rows, and their kin.

    All rows of an institution stay together, so that the file can be mended and sent again.
    """
    last = _last_heading(rows, keep.number)
    at = [column_number(letters) - 1 for letters in keep.key]
    wanted = {number for number in keep.rows if number <= len(rows)}
    keys = {_key(rows[number - 1], at) for number in wanted} if at else set()
    left = [
        number
        for number, row in enumerate(rows, start=1)
        if number <= last or number in wanted or (at and _key(row, at) in keys)
    ]
    return {old: new for new, old in enumerate(left, start=1)}


def renumbered(message: str, moved: Mapping[int, int]) -> str:
    """The words of a problem with the numbers that its rows have among what is left."""

    def new(found: re.Match[str]) -> str:
        old = int(found[1])
        return f"{moved.get(old, old)}行目"

    return _ROW.sub(new, message)


def _key(row: Sequence[object], at: Sequence[int]) -> tuple[str, ...]:
    return tuple(as_text(row[index]) if index < len(row) else "" for index in at)


def _last_heading(rows: Sequence[Sequence[object]], letters: str) -> int:
    """The headings end above the first row whose number has a digit."""
    if not letters:
        return 1
    at = column_number(letters) - 1
    for number, row in enumerate(rows, start=1):
        if at < len(row) and any(one.isdigit() for one in as_text(row[at])):
            return number - 1
    return 0
