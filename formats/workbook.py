"""The one writer of workbooks and CSV files.

Text never becomes a formula. In a workbook it is an inline string with Excel's quote prefix, so the
value stays as it was written. CSV has no types: there a text that a spreadsheet could run gets a
leading apostrophe, which `unescape` takes off again when the file comes back.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from formats.cells import cell_value, escape, is_runnable, printable, unescape
from formats.csv_text import LostCell, Unencodable, write_csv
from formats.marked import CannotMark, mark_problems
from formats.problems import Problem
from formats.steady import save
from formats.tables import Column, Table, text_width

__all__ = [
    "CannotMark",
    "CellTooLong",
    "Column",
    "LostCell",
    "Problem",
    "Table",
    "Unencodable",
    "escape",
    "mark_problems",
    "unescape",
    "write_csv",
    "write_sheet",
    "write_workbook",
]

SOURCES_SHEET = "出典"
# openpyxl would cut a longer text without a word.
LONGEST = 32767

FONT = "游ゴシック"
FORMATS = {
    "text": "General",
    "code": "@",
    "integer": "#,##0",
    "money": "#,##0",
    "date": '[$-411]ggge"年"m"月"d"日"',
    "datetime": "yyyy/mm/dd hh:mm",
}
_WIDTHS = {"date": 17.0, "datetime": 17.0}
_MEASURED = 200
_NARROWEST, _WIDEST = 6.0, 56.0


class CellTooLong(ValueError):
    """A text is longer than a cell may be."""


def write_workbook(tables: Iterable[Table]) -> bytes:
    """One sheet a table and a sheet 出典; the same tables give the same bytes.

    Headers stand in row 1 with their units, nothing is merged, dates are dates and codes are text.
    """
    book = Workbook(write_only=True)
    titles: set[str] = {SOURCES_SHEET}
    listed = []
    for table in tables:
        title = _sheet_title(table.title, titles)
        count = write_sheet(book, title, table)
        listed.append(
            (title, str(table.title), count, table.source, table.as_of, table.note)
        )
    columns = [
        Column("シート"),
        Column("表の名前"),
        Column("行数", kind="integer"),
        Column("出典", width=48),
        Column("基準日", kind="date"),
        Column("注", width=48),
    ]
    write_sheet(book, SOURCES_SHEET, Table(SOURCES_SHEET, columns, listed))
    return save(book)


def _sheet_title(title: str, taken: set[str]) -> str:
    """A title Excel takes: 31 characters, none of []:*?/\\, no two alike whatever their case."""
    plain = re.sub(r"[\[\]:*?/\\]", "・", printable(str(title))).strip("' ") or "表"
    name, turn = plain[:31], 2
    while name.casefold() in taken:
        ending = f"（{turn}）"
        name, turn = plain[: 31 - len(ending)] + ending, turn + 1
    taken.add(name.casefold())
    return name


def write_sheet(book: Workbook, title: str, table: Table) -> int:
    """Add a sheet with one table to a write-only workbook and return its number of rows."""
    sheet = book.create_sheet(title)
    columns = list(table.columns)
    rows = iter(table.rows)
    sample = list(islice(rows, _MEASURED))
    wrapped = []
    for index, column in enumerate(columns):
        width, wrap = _width(column, [row[index] for row in sample])
        letter = get_column_letter(index + 1)
        sheet.column_dimensions[letter].width = width
        if column.kind in ("code", "date"):
            # What is typed under the table keeps its zeros, and is a day.
            sheet.column_dimensions[letter].number_format = FORMATS[column.kind]
        wrapped.append(wrap)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr = (
        0,
        PageSetupProperties(fitToPage=True),
    )

    # openpyxl's own way makes a new styled cell for every value, at twice the time of a bare write.
    # Rows leave as they come, so a few cells a column can serve them all.
    sheet._values_to_row = _filler(sheet, columns, wrapped)
    sheet.append([column.heading for column in columns])
    count = 0
    for row in chain(sample, rows):
        sheet.append(row if isinstance(row, list | tuple) else list(row))
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    return count


def _width(column: Column, values: Iterable[object]) -> tuple[float, bool]:
    """Width in characters, and whether long texts wrap in it."""
    heading = text_width(column.heading) + 3  # room for the filter's arrow
    if column.width is not None:
        return column.width, column.kind == "text"
    body = _WIDTHS.get(column.kind) or max(
        (
            text_width(line)
            for value in values
            for line in column.show(value).split("\n")
        ),
        default=0.0,
    )
    return min(
        max(heading, body + 2, _NARROWEST), _WIDEST
    ), column.kind == "text" and body + 2 > _WIDEST


def _filler(
    sheet: Any, columns: Sequence[Column], wrapped: Sequence[bool]
) -> Callable[[Sequence[object], int], Iterator[WriteOnlyCell]]:
    """What turns a row of values into styled cells for openpyxl's writer."""
    places = list(zip(range(1, len(columns) + 1), columns, wrapped, strict=True))
    heads = [_styled(sheet, index, column, head=True) for index, column, _ in places]
    plain = [_styled(sheet, index, column, wrap=wrap) for index, column, wrap in places]
    quoted = [
        _styled(sheet, index, column, wrap=wrap, quote=True)
        for index, column, wrap in places
    ]
    kinds = [column.kind for column in columns]

    def fill(values: Sequence[object], row: int) -> Iterator[WriteOnlyCell]:
        if len(values) != len(kinds):
            raise ValueError(
                f"Row {row} has {len(values)} values for {len(kinds)} columns."
            )
        for index, value in enumerate(values):
            value = cell_value(value, kinds[index])
            if value is None:
                continue
            if type(value) is str:
                if len(value) > LONGEST:
                    raise CellTooLong(
                        f"{row}行目「{columns[index].header}」の文字が、Excelの1つのセルに入る{LONGEST:,}字を超えています。"
                    )
                cell = (
                    heads[index]
                    if row == 1
                    else quoted[index]
                    if is_runnable(value)
                    else plain[index]
                )
                cell.data_type = "s"
            else:
                cell = plain[index]
                cell.data_type = "d" if isinstance(value, date) else "n"
            cell._value, cell.row = value, row
            yield cell

    return fill


def _styled(
    sheet: Any,
    index: int,
    column: Column,
    *,
    head: bool = False,
    wrap: bool = False,
    quote: bool = False,
) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    cell.column = index
    cell.font = Font(name=FONT, bold=head, size=11)
    side = "right" if column.is_numeric else None
    if head:
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
        cell.fill = PatternFill("solid", fgColor="E4EAF0")
        cell.border = Border(bottom=Side("thin", color="16191D"))
    else:
        decimals = "#,##0" + ("." + "0" * column.digits if column.digits else "")
        cell.number_format = FORMATS.get(column.kind, decimals)
        cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=wrap)
        cell.quotePrefix = quote
    return cell
