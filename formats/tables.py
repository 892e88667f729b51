"""A table of values on its way to a page, a report, a workbook or a CSV file.

Charts and maps hand back the figures behind them in the same shape.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Literal
from unicodedata import east_asian_width

from formats.dates import wareki_short

Kind = Literal["text", "code", "integer", "decimal", "date", "datetime", "money"]
NUMERIC = frozenset({"integer", "decimal", "money"})
NONE = "―"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `unit` joins the header in brackets; `digits` are decimals shown of a `decimal`.

    `code` keeps leading zeros. A number column may hold words (「非公表」) and None.
    """

    header: str
    unit: str = ""
    kind: Kind = "text"
    width: float | None = None
    digits: int = 1

    @property
    def heading(self) -> str:
        return f"{self.header}（{self.unit}）" if self.unit else str(self.header)

    @property
    def is_numeric(self) -> bool:
        return self.kind in NUMERIC

    def show(self, value: object) -> str:
        """The value as a page or a report prints it, without the unit."""
        if value is None or value == "":
            return NONE
        if isinstance(value, datetime):
            return f"{wareki_short(value.date())} {value:%H:%M}"
        if isinstance(value, date):
            return wareki_short(value)
        if isinstance(value, int | float | Decimal) and self.is_numeric:
            return number(value, self.digits if self.kind == "decimal" else 0)
        return str(value)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in column order, with what must stand beside any figure: source, as-of day, caveat.

    `rows` may be a generator when the table is only written once.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    source: str = ""
    note: str = ""
    as_of: date | None = None

    def shown(self) -> Iterator[list[str]]:
        """The rows as words, for a page."""
        for row in self.rows:
            yield [
                column.show(value)
                for column, value in zip(self.columns, row, strict=True)
            ]


def number(value: float | Decimal, digits: int = 0) -> str:
    """1,234.5 with a true minus; a true zero is 0 whatever the digits."""
    if not isfinite(value):
        return NONE
    if value == 0:
        return "0"
    words = f"{value:,.{digits}f}"
    if words.startswith("-"):
        words = words[1:] if not words.strip("-0.,") else f"−{words[1:]}"
    return words


def text_width(text: str) -> float:
    """Width in half-width characters: kana and kanji count two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
