"""The readers: calamine first, openpyxl where calamine refuses, and our own count over both."""

import io
from sys import intern
from typing import Any

import python_calamine
from python_calamine import CalamineWorkbook

from imports.cells import Book, Sheet
from imports.counting import SheetCount, Workbook
from imports.counting_ods import count_ods
from imports.counting_xls import count_xls
from imports.delimited import decode, read_rows
from imports.messages import Refused, refused

MAX_CELLS = 12_000_000
CSV_SHEET = ""


def read_book(data: bytes, kind: str) -> Book:
    """Return the sheets of an admitted file of `kind` (xlsx, xls, ods, csv), or raise Refused."""
    if kind == "csv":
        return Book("csv", [Sheet(CSV_SHEET, read_rows(decode(data)))], "csv")
    if kind == "xlsx":
        return _read_xlsx(data)
    return _read_old(data, kind)


def _read_old(data: bytes, kind: str) -> Book:
    """An xls or ods file: there is no second reader, but our own count stands beside the first."""
    sheets = list(_by_calamine(data).values())
    read = [_rows_read(sheet) for sheet in sheets]
    try:
        counts = count_xls(data, read) if kind == "xls" else count_ods(data)
    except Exception as error:  # any hostile bytes; the name of the error is enough
        raise refused("unreadable", detail=type(error).__name__) from None
    if len(counts) != len(sheets):
        raise refused("no_sheet")
    for sheet, count, rows in zip(sheets, counts, read, strict=True):
        # Texts of blanks alone are a matter of taste; what the reader has is not lost.
        count.rows |= rows - {row for row, _ in count.faults}
        _agree(sheet, count, rows, sheet.hidden)
    return Book(kind, sheets, "calamine")


def _read_xlsx(data: bytes) -> Book:
    try:
        workbook = Workbook(data)
    except Exception as error:  # any hostile XML; the name of the error is enough
        raise refused("unreadable", detail=type(error).__name__) from None
    if not workbook.sheets:
        raise refused("no_sheet")
    try:
        sheets = _by_calamine(data)
        return _counted("calamine", workbook, sheets)
    except Refused as first:
        if first.code not in ("unreadable", "rows_disagree"):
            raise
    book = _counted("openpyxl", workbook, _by_openpyxl(data))
    if any(workbook.has_strays(part) for part in workbook.sheets):
        raise refused("unreadable", detail="セルの番地")
    return book


def _counted(reader: str, workbook: Workbook, sheets: dict[str, Sheet]) -> Book:
    found = []
    for part in workbook.sheets:
        if part.name not in sheets:
            raise refused("rows_disagree", sheet=part.name, counted="?", read=0)
        sheet = sheets[part.name]
        read = _rows_read(sheet)
        count = workbook.count(part, read)
        if count.is_odd and reader == "calamine":
            raise refused("unreadable", detail="XML")
        _agree(sheet, count, read, part.hidden)
        found.append(sheet)
    return Book("xlsx", found, reader)


def _rows_read(sheet: Sheet) -> set[int]:
    """The rows in which the reader found something."""
    width = len(sheet.rows[0]) if sheet.rows else 0
    return {
        number
        for number, row in enumerate(sheet.rows, start=1)
        if row.count("") != width
    }


def _agree(sheet: Sheet, count: SheetCount, read: set[int], hidden: bool) -> None:
    """Add what the reader did not say, or raise Refused where their rows are not the same."""
    # What a reader takes as the text '#N/A' is an error value all the same.
    read = read - ({row for row, _ in count.faults} - count.rows)
    if read != count.rows:
        raise refused(
            "rows_disagree",
            sheet=sheet.name,
            counted=len(count.rows),
            read=len(read & count.rows),
        )
    sheet.hidden, sheet.hidden_rows = hidden, count.hidden_rows
    sheet.merged, sheet.faults = count.merged, count.faults
    for row, column in count.faults:
        if row <= len(sheet.rows) and column <= len(sheet.rows[row - 1]):
            sheet.rows[row - 1][column - 1] = ""


def _by_calamine(data: bytes) -> dict[str, Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {}
        cells = 0
        for meta in workbook.sheets_metadata:
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            cells += sheet.total_height * sheet.total_width
            if cells > MAX_CELLS:
                raise refused(
                    "too_many_cells",
                    detail=f"{sheet.total_height:,}行×{sheet.total_width:,}列",
                )
            # iter_rows begins at row 1 even where the XML does not, but at the first used column.
            # Interning halves the memory: a list repeats each facility on a dozen rows.
            before = [""] * (sheet.start[1] if sheet.start else 0)
            rows: list[list[object]] = [
                [
                    *before,
                    *(intern(one) if one.__class__ is str else one for one in row),
                ]
                if before
                else [intern(one) if one.__class__ is str else one for one in row]
                for row in sheet.iter_rows()
            ]
            hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
            sheets[meta.name] = Sheet(meta.name, rows, hidden)
    except python_calamine.PasswordError:
        raise refused("encrypted") from None
    except (
        python_calamine.CalamineError,
        OSError,
        ValueError,
        TypeError,
        OverflowError,
    ) as error:
        raise refused("unreadable", detail=type(error).__name__) from None
    return sheets


def _by_openpyxl(data: bytes) -> dict[str, Sheet]:
    import openpyxl
    from openpyxl.utils.escape import unescape

    def as_meant(value: object) -> object:
        """Blanks come as None, and escaped characters (_x000D_) as they are written."""
        if value is None:
            return ""
        return unescape(value) if value.__class__ is str and "_x" in value else value

    if not openpyxl.DEFUSEDXML:
        raise refused("unreadable", detail="defusedxml")
    try:
        workbook: Any = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:  # openpyxl raises whatever a broken part makes it raise
        raise refused("unreadable", detail=type(error).__name__) from None
    sheets = {}
    cells = 0
    for sheet in workbook.worksheets:
        cells += sheet.max_row * sheet.max_column
        if cells > MAX_CELLS:
            raise refused(
                "too_many_cells", detail=f"{sheet.max_row:,}行×{sheet.max_column:,}列"
            )
        rows = [
            [as_meant(value) for value in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        sheets[sheet.title] = Sheet(sheet.title, rows)
    return sheets
