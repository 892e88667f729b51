"""Marks problems in the sender's own workbook: coloured cells with comments, and a list with links.

openpyxl keeps values, formulas, styles and drop-downs; charts and drawn shapes of the sender are
lost.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from formats.cells import is_runnable, printable
from formats.marked_list import LIST_HEADINGS, LIST_SHEET
from formats.problems import Problem, ProblemLike
from formats.steady import save

AUTHOR = "在宅医療計画ポータル"
# Excel opens slowly with more comments than this; the list has every problem all the same.
MOST_MARKS = 5000
# What a cell of a workbook can hold.
LONGEST = 32767
_WIDTHS = (7, 8, 20, 8, 6, 24, 70, 12)


class CannotMark(ValueError):
    """The file is no workbook that can be reopened; the message is for the sender."""


@dataclass(frozen=True, slots=True)
class _Level:
    word: str
    fill: PatternFill


_LEVELS = {
    "error": _Level("誤り", PatternFill("solid", fgColor="F9C9C9")),
    "warning": _Level("注意", PatternFill("solid", fgColor="FBE9A8")),
    "notice": _Level("確認", PatternFill("solid", fgColor="D9E6FF")),
}
_GRAVITY = {level: place for place, level in enumerate(_LEVELS)}


def mark_problems(original: bytes, problems: Iterable[ProblemLike]) -> bytes:
    """The sender's workbook with its problems marked and the sheet エラー一覧 in front.

    Marks of an earlier round are taken off first. Raises CannotMark for a file that is no .xlsx.
    """
    book = _reopen(original)
    _clear(book)
    return _marked(book, problems)


def mark_rows(
    sheets: Mapping[str, Iterable[Sequence[object]]], problems: Iterable[ProblemLike]
) -> bytes:
    """The same for a file that is no workbook, as CSV: its rows, every cell where it was.

    Text stays text, so that codes keep their zeros and nothing becomes a formula.
    """
    book = Workbook()
    book.remove(book.active)
    names = {}
    for name, rows in sheets.items():
        # A CSV file has no sheet name.
        names[name] = re.sub(r"[\[\]:*?/\\]", "・", name)[:31] or "CSV"
        sheet = book.create_sheet(names[name])
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None and value != "":
                    _write(sheet.cell(number, column), value)
    return _marked(book, [_renamed(one, names) for one in problems])


def _write(cell: Cell, value: object) -> None:
    if isinstance(value, str):
        text = printable(value)[:LONGEST]
        if text:
            cell.value, cell.data_type = text, "s"
            cell.number_format = "@"
            cell.quotePrefix = is_runnable(text)
    else:
        cell.value = value


def _renamed(problem: ProblemLike, names: Mapping[str, str]) -> Problem:
    sheet = names.get(problem.sheet, problem.sheet)
    heading = getattr(problem, "heading", "")
    return Problem(
        sheet, problem.row, problem.column, problem.message, problem.level, heading
    )


def _marked(book: Workbook, problems: Iterable[ProblemLike]) -> bytes:
    listed = list(problems)
    cells: dict[tuple[str, str], tuple[Cell, list[ProblemLike]]] = {}
    for problem in listed:
        if cell := _cell(book, problem):
            cells.setdefault((problem.sheet, cell.coordinate), (cell, []))[1].append(
                problem
            )
    for cell, found in islice(cells.values(), MOST_MARKS):
        _mark(cell, found)
    _write_list(book, listed, skipped=max(0, len(cells) - MOST_MARKS))
    return save(book)


def _reopen(original: bytes) -> Workbook:
    try:
        return load_workbook(io.BytesIO(original))
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        OSError,
        SyntaxError,
    ) as error:
        raise CannotMark(
            "このファイルには印を付けられません。Excelで「Excel ブック（.xlsx）」として保存し直すと、"
            "誤りの箇所に色を付けたファイルを受け取れます。"
        ) from error


def _clear(book: Workbook) -> None:
    """Take off the list, fills and comments that an earlier round put on."""
    if LIST_SHEET in book.sheetnames and _is_ours(book[LIST_SHEET]):
        del book[LIST_SHEET]
    for sheet in book.worksheets:
        # iter_rows would make every empty cell.
        for cell in sheet._cells.values():
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _is_ours(sheet: Worksheet) -> bool:
    return tuple(cell.value for cell in sheet[1][: len(LIST_HEADINGS)]) == LIST_HEADINGS


def _cell(book: Workbook, problem: ProblemLike) -> Cell | None:
    """The cell to mark: the first of the row when no column is named, the corner of a merged
    range."""
    if problem.row is None or problem.sheet not in book.sheetnames:
        return None
    sheet = book[problem.sheet]
    row, column = problem.row, problem.column or 1
    if not (
        isinstance(sheet, Worksheet) and 1 <= row <= 1_048_576 and 1 <= column <= 16_384
    ):
        return None
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        home = next(
            area for area in sheet.merged_cells.ranges if cell.coordinate in area
        )
        cell = sheet.cell(home.min_row, home.min_col)
    return cell


def _mark(cell: Cell, found: Sequence[ProblemLike]) -> None:
    worst = min((_level(problem) for problem in found), key=_GRAVITY.__getitem__)
    cell.fill = _LEVELS[worst].fill
    lines = [
        f"【{_LEVELS[_level(problem)].word}】{printable(problem.message)}"
        for problem in found
    ]
    author = AUTHOR
    if cell.comment is not None:
        lines += ["", cell.comment.text]
        author = cell.comment.author
    text = "\n".join(lines)
    comment = Comment(text, author)
    comment.width, comment.height = (
        320,
        30 + 18 * sum(1 + len(line) // 22 for line in lines),
    )
    cell.comment = comment


def _level(problem: ProblemLike) -> str:
    return problem.level if problem.level in _LEVELS else "error"


def _write_list(
    book: Workbook, problems: Sequence[ProblemLike], *, skipped: int
) -> None:
    names = (
        LIST_SHEET,
        *(f"{LIST_SHEET}（{turn}）" for turn in range(2, len(book.sheetnames) + 3)),
    )
    sheet = book.create_sheet(
        next(name for name in names if name not in book.sheetnames), 0
    )
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    _write_headings(sheet)
    styles = _styles(sheet)
    for count, problem in enumerate(problems, 1):
        target = _cell(book, problem)
        values: tuple[Any, ...] = (
            count,
            _LEVELS[_level(problem)].word,
            problem.sheet,
            problem.row,
            get_column_letter(problem.column) if problem.column else None,
            getattr(problem, "heading", None),
            problem.message,
            f"{target.coordinate}を開く" if target else None,
        )
        for index, value in enumerate(values, 1):
            if value is None or value == "":
                continue
            is_text = isinstance(value, str)
            cell = sheet.cell(count + 1, index, printable(value) if is_text else value)
            cell._style = styles["text" if is_text else "number"]
            if is_text:
                cell.data_type = "s"
        sheet.cell(count + 1, 2)._style = styles[_level(problem)]
        if target:
            quoted = problem.sheet.replace("'", "''")
            cell = sheet.cell(count + 1, len(values))
            cell.hyperlink = Hyperlink(
                ref=cell.coordinate, location=f"'{quoted}'!{target.coordinate}"
            )
            cell._style = styles["link"]
    if skipped:
        sheet.cell(
            len(problems) + 2,
            7,
            f"セルの色とコメントは、はじめの{MOST_MARKS:,}か所に付けました。",
        )
    sheet.auto_filter.ref = (
        f"A1:{get_column_letter(len(LIST_HEADINGS))}{len(problems) + 1}"
    )


def _write_headings(sheet: Worksheet) -> None:
    sheet.append(LIST_HEADINGS)
    for index, (cell, width) in enumerate(zip(sheet[1], _WIDTHS, strict=True), 1):
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E4EAF0")
        cell.border = Border(bottom=Side("thin", color="16191D"))
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9


def _styles(sheet: Worksheet) -> dict[str, StyleArray]:
    """Styles made once: setting them anew on every cell takes most of the time of a long list."""

    def style(**kwargs: Any) -> StyleArray:
        model = Cell(sheet)
        model.alignment = Alignment(vertical="top", wrap_text=True)
        for name, value in kwargs.items():
            setattr(model, name, value)
        return model._style

    return {
        "number": style(),
        "text": style(quotePrefix=True),
        "link": style(font=Font(color="0017C1", underline="single")),
        **{name: style(fill=level.fill) for name, level in _LEVELS.items()},
    }
