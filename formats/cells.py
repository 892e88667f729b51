"""What may stand in a cell: plain values, and text that no spreadsheet runs as a formula."""

import re
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from formats.tables import NUMERIC

_RUNNABLE = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_ESCAPED = re.compile(rf"'+(?:{_RUNNABLE.pattern})")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

CellValue = str | int | float | Decimal | date | None


def is_runnable(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return _RUNNABLE.match(text) is not None


def escape(text: str) -> str:
    """For CSV: an apostrophe before anything that a spreadsheet could take for a formula."""
    return f"'{text}" if is_runnable(text) or _ESCAPED.match(text) else text


def unescape(text: str) -> str:
    """The text as it was before `escape`."""
    return text[1:] if _ESCAPED.match(text) else text


def printable(text: str) -> str:
    """The text without the control characters that no workbook can hold."""
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def cell_value(value: object, kind: str) -> CellValue:
    """What is written for a value: a number, a day, a text, or None for an empty cell.

    Numbers stay numbers in number columns; a day stays a day in date columns from 1900, where
    workbooks begin to count. NaN is nothing.
    """
    if type(value) is str:
        return printable(value) or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, int | float | Decimal):
        if not isfinite(value):
            return None
        return value if kind in NUMERIC else str(value)
    if isinstance(value, date):
        if isinstance(value, datetime) and kind == "date":
            value = value.date()
        return (
            value
            if kind in ("date", "datetime") and value.year >= 1900
            else value.isoformat()
        )
    return printable(str(value)) or None
