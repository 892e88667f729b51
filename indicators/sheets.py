"""Tables of this room's pages: the same rows go to the screen, with links and marks, and to Excel
and CSV, as plain values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal, TypeVar

from django.utils.html import escape
from django.utils.safestring import SafeString

from formats.tables import Column, Table

T = TypeVar("T")
# Words up to this length stand in one line.
SHORT = 8
# Names longer than this ask for a wide column.
LONG = 16
Tone = Literal["ok", "wait", "plan", "warn", "bad", "off"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A state: a word with a shape, never colour alone."""

    text: str
    tone: Tone
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with what only the screen shows: a link, a mark, a second line, other words, or a bar
    of value and target, low or not."""

    value: object = None
    url: str = ""
    mark: Mark | None = None
    note: str = ""
    words: str = ""
    bar: tuple[Decimal, Decimal, bool] | None = None


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell in words. ``html`` is the whole element where neither mark nor bar is in it, or several
    of them, which the template writes then: tables of a thousand such cells are read as fast as
    they are short."""

    html: SafeString
    text: str
    css: str
    url: str = ""
    mark: Mark | None = None
    note: str = ""
    bar: tuple[Decimal, Decimal, bool] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. The first column names the row; the headers of ``only_exported`` are for files."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]] = field(default_factory=list)
    source: str = ""
    note: str = ""
    as_of: date | None = None
    empty: str = "表示するものがありません"
    only_exported: frozenset[str] = frozenset()

    def table(self) -> Table:
        """The plain values, for a workbook or a CSV file."""
        rows = [
            [cell.value if isinstance(cell, Cell) else cell for cell in row]
            for row in self.rows
        ]
        return Table(self.title, self.columns, rows, self.source, self.note, self.as_of)

    def heads(self) -> Iterator[tuple[str, str, str]]:
        """Word, unit and class of each column on the screen."""
        for column in self._on_screen(self.columns):
            yield column.header, column.unit, "num" if column.is_numeric else ""

    def lines(self) -> Iterator[list[ShownCell]]:
        columns = self._on_screen(self.columns)
        for row in self.rows:
            cells = zip(columns, self._on_screen(row), strict=True)
            yield _run_together(
                self._shown(column, cell, "td" if at else "th")
                for at, (column, cell) in enumerate(cells)
            )

    def _on_screen(self, row: Sequence[T]) -> list[T]:
        return [
            one
            for column, one in zip(self.columns, row, strict=True)
            if column.header not in self.only_exported
        ]

    def _shown(self, column: Column, cell: object, element: str) -> ShownCell:
        if not isinstance(cell, Cell):
            cell = Cell(cell)
        text = cell.words or column.show(cell.value) if not cell.bar else ""
        css = "num" if column.is_numeric else ""
        if not css and len(text) <= SHORT:
            css = "nowrap"
        elif element == "th" and len(text) > LONG:
            css = "wide"
        is_plain = cell.mark is None and cell.bar is None
        html = _element(element, css, text, cell) if is_plain else SafeString("")
        return ShownCell(html, text, css, cell.url, cell.mark, cell.note, cell.bar)


def _run_together(cells: Iterable[ShownCell]) -> list[ShownCell]:
    """Neighbours that are markup already, as one: so many pieces less for the template."""
    found: list[ShownCell] = []
    for is_markup, run in groupby(cells, lambda cell: bool(cell.html)):
        if is_markup:
            whole = SafeString("".join(cell.html for cell in run))
            found.append(ShownCell(whole, "", ""))
        else:
            found.extend(run)
    return found


def _element(element: str, css: str, text: str, cell: Cell) -> SafeString:
    """A cell of a table as markup; all words are escaped."""
    inside = escape(text)
    if cell.url:
        inside = f'<a href="{escape(cell.url)}">{inside}</a>'
    if cell.note:
        inside += f'<span class="unit">{escape(cell.note)}</span>'
    scope = ' scope="row"' if element == "th" else ""
    named = f' class="{css}"' if css else ""
    return SafeString(f"<{element}{scope}{named}>{inside}</{element}>")
