"""Our own look at the content of an OpenDocument sheet (ods), beside any reader.

The reader shows error values and formulas without a stored result as blanks, and says nothing of
hidden rows and merged cells. OpenDocument 1.3, part 3, chapter 9 names the elements.
"""

import io
import re
import zipfile
from xml.parsers import expat

from imports.cells import ERROR_VALUE, UNCACHED_FORMULA, column_letters
from imports.counting import SheetCount

_ODS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE = f"{_ODS}table:1.0 ", f"{_ODS}office:1.0 "
_CALC = (
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
)
_ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d{3}")
_MOST_ROWS, _MOST_MERGED = 1_048_576, 50
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")


def count_ods(data: bytes) -> list[SheetCount]:
    """Return what the content says of each sheet, in the order of the book.

    Raises whatever a broken zip or broken XML makes the parser raise.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    scan = _Scan()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    parser.Parse(content, True)
    return scan.sheets


class _Scan:
    """Follows the elements of the content: sheets, rows, cells and the text in cells."""

    def __init__(self) -> None:
        self.sheets: list[SheetCount] = []
        self._row = self._column = self._times = 0
        # Within a note, or a table within a cell, nothing is a cell of the sheet.
        self._aside = 0
        self._in_table = False
        self._filled = False
        self._cell: dict[str, str] | None = None
        self._written: list[str] = []
        self._faults: dict[int, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name == _OFFICE + "annotation":
            self._aside += 1
        elif name == _TABLE + "table-cell":
            self._cell, self._written = attributes, []
        elif name == _TABLE + "covered-table-cell":
            self._column += _times(attributes, "columns")
        elif name == _TABLE + "table-row":
            self._times = _times(attributes, "rows")
            self._column, self._filled, self._faults = 0, False, {}
            shown = attributes.get(_TABLE + "visibility", "visible") == "visible"
            if not shown and self._row + self._times < _MOST_ROWS:
                self.sheets[-1].hidden_rows += self._times
        elif name == _TABLE + "table" and self._in_table:
            self._aside += 1
        elif name == _TABLE + "table":
            self.sheets.append(SheetCount())
            self._row, self._in_table = 0, True

    def text(self, data: str) -> None:
        if self._cell is not None and not self._aside:
            self._written.append(data)

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name == _TABLE + "table-cell" and self._cell is not None:
            self._end_cell(self._cell, "".join(self._written).strip())
            self._cell = None
        elif name == _TABLE + "table-row":
            self._end_row()
        elif name == _TABLE + "table":
            self._in_table = False

    def _end_cell(self, cell: dict[str, str], written: str) -> None:
        formula = cell.get(_TABLE + "formula", "")
        column = self._column + 1
        self._column += _times(cell, "columns")
        is_error = cell.get(_CALC) == "error" or (formula and _ERROR.fullmatch(written))
        has_value = written or any(cell.get(_OFFICE + name) for name in _VALUES)
        if is_error:
            self._faults[column] = (ERROR_VALUE, written or "#N/A")
        elif has_value:
            self._filled = True
        elif formula and _OFFICE + "value-type" not in cell:
            shown = formula.removeprefix("of:")[:80]
            self._faults[column] = (UNCACHED_FORMULA, shown)
        wide, high = (
            int(cell.get(f"{_TABLE}number-{way}-spanned", 1))
            for way in ("columns", "rows")
        )
        sheet = self.sheets[-1]
        if (wide > 1 or high > 1) and len(sheet.merged) < _MOST_MERGED:
            top, left = self._row + 1, column_letters(column)
            right = column_letters(column + wide - 1)
            sheet.merged += (f"{left}{top}:{right}{top + high - 1}",)

    def _end_row(self) -> None:
        sheet = self.sheets[-1]
        last = min(self._row + self._times, _MOST_ROWS)
        if self._filled or self._faults:
            for row in range(self._row + 1, last + 1):
                if self._filled:
                    sheet.rows.add(row)
                for column, fault in self._faults.items():
                    sheet.faults[row, column] = fault
        self._row += self._times


def _times(attributes: dict[str, str], way: str) -> int:
    return max(int(attributes.get(f"{_TABLE}number-{way}-repeated", 1)), 1)
