"""Reading a small workbook that came back: a gate, then tables found by their headers.

Every problem keeps its sheet, row and column, so that all can be told at once.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl import load_workbook

from formats.dates import DateError, parse_date
from formats.text import clean_text
from formats.workbook import Problem, unescape

LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 5_000, 60


class Unreadable(ValueError):
    """The file cannot be taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table by its headers; ``row`` counts from 1 as the sheet shows it."""

    sheet: str
    row: int
    values: dict[str, object]
    columns: dict[str, int]

    def text(self, header: str) -> str:
        value = self.values.get(header)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, datetime):
            value = value.date()
        return clean_text(unescape(str(value)))

    @property
    def is_blank(self) -> bool:
        return not any(self.text(header) for header in self.columns)


@dataclass
class Problems:
    """What is wrong in a workbook, gathered while it is read."""

    found: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, line: Line, header: str, message: str) -> None:
        column = line.columns.get(header)
        self.found.append(
            Problem(line.sheet, line.row, column, message, "error", header)
        )

    def whole(self, sheet: str, message: str) -> None:
        self.found.append(Problem(sheet, None, None, message))

    def number(self, line: Line, header: str, *, least: int = 0) -> int | None:
        """A whole number, or None for an empty cell."""
        text = line.text(header).replace(",", "").replace("，", "")
        if not text:
            return None
        if not text.isdigit() or int(text) < least or int(text) > 999_999_999:
            self.add(line, header, f"「{text}」は{least}以上の整数ではありません。")
            return None
        return int(text)

    def day(self, line: Line, header: str) -> date | None:
        value = line.values.get(header)
        if value is None or not line.text(header):
            return None
        if isinstance(value, datetime):
            return value.date()
        try:
            return parse_date(value, excel_serial=True)
        except DateError as error:
            self.add(line, header, str(error))
            return None


def open_workbook(content: bytes) -> dict[str, list[Sequence[object]]]:
    """The sheets of a workbook as rows of values. Raises ``Unreadable`` for anything suspicious."""
    if len(content) > LARGEST:
        raise Unreadable(
            "ファイルが5MBを超えています。この様式のファイルか確かめてください。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look_at(archive)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = {
            sheet.title: [
                tuple(row)
                for row in sheet.iter_rows(
                    max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True
                )
            ]
            for sheet in book.worksheets
        }
        book.close()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(
            "Excelブック（xlsx）として読めません。この様式をExcelで保存し直してください。"
        ) from error
    return sheets


def _look_at(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
        raise Unreadable(
            "展開すると大きくなりすぎるファイルです。様式に入力し直してください。"
        )
    names = [part.filename.lower() for part in parts]
    if any("vbaproject" in name for name in names):
        raise Unreadable(
            "マクロの入ったファイルは受け取れません。xlsxで保存し直してください。"
        )
    if any("externallink" in name for name in names):
        raise Unreadable(
            "ほかのファイルへのリンクがあります。値だけにして保存し直してください。"
        )


def lines_of(
    sheets: dict[str, list[Sequence[object]]], headers: Sequence[str]
) -> Iterator[Line]:
    """The rows under a header row that holds all the headers, in the first sheet that has one."""
    for title, rows in sheets.items():
        for at, row in enumerate(rows[:30]):
            names = {
                clean_text(str(value)).replace("\n", ""): place
                for place, value in enumerate(row)
                if value is not None
            }
            if not set(headers) <= set(names):
                continue
            columns = {name: place + 1 for name, place in names.items()}
            for below, values in enumerate(rows[at + 1 :], start=at + 2):
                found = {
                    n: values[p] if p < len(values) else None for n, p in names.items()
                }
                line = Line(title, below, found, columns)
                if not line.is_blank:
                    yield line
            return
    wanted = "、".join(headers)
    raise Unreadable(
        f"見出し（{wanted}）のある表が見つかりません。様式を確かめてください。"
    )
