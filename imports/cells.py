"""What a reader hands over: sheets of raw values that keep the sheet's own rows and columns."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

ERROR_VALUE = "error"
UNCACHED_FORMULA = "formula"


@dataclass(slots=True)
class Sheet:
    """One sheet. `rows[0]` is the sheet's row 1 and every row has the same width.

    A cell is text, a number, a bool, a date or datetime, or `''` for blank. `faults` maps
    (row, column), both counted from 1, to what a reader would show as a blank: an error value
    or a formula whose result was never stored.
    """

    name: str
    rows: list[list[object]]
    hidden: bool = False
    hidden_rows: int = 0
    merged: tuple[str, ...] = ()
    faults: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Book:
    """One file as it was read. `kind` is xlsx, xls, ods or csv; `reader` says who read it."""

    kind: str
    sheets: list[Sheet]
    reader: str = ""


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1: 1 → A, 28 → AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1: A → 1, AB → 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def as_text(value: object) -> str:
    """Return a raw value as the text that a person would have typed: 110750.0 → 110750."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return (
            str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        )
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value.time() == time(0)
            else value.isoformat(sep=" ")
        )
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
