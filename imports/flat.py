"""Forms with one subject a row: columns are declared, found by heading in any order, and read.

Every cell is checked where it stands. Nothing of a row is judged against the registry here; that
is done where the registry is.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from formats.cells import unescape
from imports.cells import Book, as_text, column_letters
from imports.columns import Column, FormTable, find_form
from imports.formats import Context
from imports.listing import Listing, Record
from imports.messages import ERROR, WARNING, Problem, declare, problem, refused
from imports.tables import Table, fault_problems, is_own_list, sheet_problems
from imports.values import Noted, Wrong, is_blank

_REPORT_EVERY = 2_000
# Texts of a column whose reading is remembered; a column of names has more, and gains nothing.
_REMEMBERED = 1_000

declare(
    ("unknown_columns", WARNING, "様式にない列（{value}）は読みませんでした。見出しを確かめてください。", "様式にない列", "読みませんでした。取り込めます。"),
    ("row_twice", ERROR, "{first}行目と{second}行目は、同じものについての行です。どちらかの行を消してください。", "同じものが2行ある", "1行にしてください。"),
    ("place_unknown", ERROR, "市区町村コード「{value}」の市区町村はありません。コードを確かめてください。", "市区町村コードがない", "5桁か6桁のコードを確かめてください。"),
    ("place_not_theirs", ERROR, "この行は担当する都道府県のものとして取り込めません。行を消すか、コードを確かめてください。", "担当する都道府県の外の行", "行を消してください。"),
    ("row_empty", ERROR, "数が1つもありません。数を入力するか、行を消してください。", "数のない行", "行を消してください。"),
)  # fmt: skip


class FlatForm:
    """What all forms share. A form sets `key`, `title` and `columns`, and plans and applies.

    `own_sheets` are sheets of our template that hold no data; `key_column` names the subject.
    """

    key = ""
    title = ""
    labels: dict[str, str] = {}
    subject, unit = "医療機関", "機関"
    most_rows = 20_000
    own_sheets: tuple[str, ...] = ()
    key_column = ""
    # Open data have dozens of columns that are no concern of ours.
    tells_unknown = True

    def columns(self, context: Context) -> tuple[Column, ...]:
        """The columns, whose readers may depend on the code table and the day."""
        raise NotImplementedError

    def check_row(
        self, row: "Row", context: Context
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield (code, column, words) for what is wrong between the cells of one row."""
        yield from ()

    def recognise(self, book: Book) -> float:
        """The share of required headings in the best row, less where most columns are strange."""
        columns = self.columns(Context())
        required = {one.name for one in columns if one.required}
        best = 0.0
        for sheet in book.sheets:
            found = find_form(sheet, columns)
            if found is not None:
                known = found.table.indexes.keys()
                filled = len(known) + len(found.unknown)
                share = len(required & known) / len(required)
                best = max(best, share * (0.6 + 0.4 * len(known) / filled))
        return best

    def read(self, book: Book, context: Context) -> Listing:
        """Return the records of all sheets; raise Refused without headings or rows."""
        listing = Listing(format=self.key, title=self.title)
        columns = self.columns(context)
        counts: Counter[str] = Counter(blank=0)
        for form in self._forms(book, columns, listing):
            self._read_rows(form, columns, context, listing, counts, book.kind)
            listing.problems += fault_problems(form.table)
            listing.columns[form.table.sheet.name] = form.table.letters()
        if not listing.records:
            raise refused("no_rows", format=self.title)
        listing.rows = len(listing.records)
        listing.row_kinds = dict(counts)
        listing.problems.sort(key=lambda one: (one.sheet, one.row))
        return listing

    def _forms(
        self, book: Book, columns: tuple[Column, ...], listing: Listing
    ) -> list[FormTable]:
        found = []
        required = [one for one in columns if one.required]
        for sheet in book.sheets:
            if sheet.name in self.own_sheets or is_own_list(sheet):
                continue
            form = find_form(sheet, columns)
            if form is None or len(form.table.indexes) < max(2, len(required) / 2):
                filled = sum(any(value != "" for value in row) for row in sheet.rows)
                if filled:
                    listing.problems.append(
                        problem("sheet_without_header", sheet=sheet.name, value=filled)
                    )
                continue
            self._check_headings(form, required, columns)
            if form.unknown and self.tells_unknown:
                words = "、".join(form.unknown)
                row = form.table.header_row
                listing.problems.append(
                    problem("unknown_columns", sheet=sheet.name, row=row, value=words)
                )
            listing.problems += sheet_problems(sheet)
            found.append(form)
        if not found:
            raise refused("unknown_format", formats=self.title)
        rows = sum(len(form.table.sheet.rows) - form.table.header_row for form in found)
        if rows > self.most_rows:
            rows = sum(_count_filled(form.table) for form in found)
        if rows > self.most_rows:
            raise refused("too_many_rows", rows=rows, limit=self.most_rows)
        return found

    def _check_headings(
        self, form: FormTable, required: list[Column], columns: tuple[Column, ...]
    ) -> None:
        place = {"sheet": form.table.sheet.name, "row": form.table.header_row}
        missing = [o.heading for o in required if o.name not in form.table.indexes]
        if missing:
            raise refused(
                "missing_columns",
                format=self.title,
                columns="、".join(missing),
                **place,
            )
        for column in columns:
            if column.name in form.twice:
                letters = [column_letters(at + 1) for at in form.twice[column.name]]
                raise refused(
                    "duplicate_columns",
                    format=self.title,
                    header=column.heading,
                    columns="、".join(f"{one}列" for one in letters),
                    **place,
                )

    def _read_rows(
        self,
        form: FormTable,
        columns: tuple[Column, ...],
        context: Context,
        listing: Listing,
        counts: Counter[str],
        kind: str,
    ) -> None:
        table = form.table
        rows = table.sheet.rows
        present: list[tuple[Column, int, dict[str, Any]]] = [
            (one, table.indexes[one.name], {})
            for one in columns
            if one.name in table.indexes
        ]
        faulty = {(row, column - 1) for row, column in table.sheet.faults}
        for number in range(table.header_row + 1, len(rows) + 1):
            cells = rows[number - 1]
            if number % _REPORT_EVERY == 0:
                context.progress("rows", number, len(rows))
            filled = [
                at
                for at, value in enumerate(cells)
                if value != "" and not is_blank(value)
            ]
            if not filled and not any(
                (number, at) in faulty for at in range(len(cells))
            ):
                counts["blank"] += 1
                continue
            if _is_header(table, cells, filled):
                continue
            if self._is_note(table, cells, filled):
                note = as_text(cells[filled[0]])
                listing.problems.append(table.problem("stray_row", number, value=note))
                continue
            row = Row(table, number, cells, kind, faulty)
            for column, at, known in present:
                raw = cells[at]
                # Texts repeat, down a column of codes or of days: read once, taken many times.
                if raw.__class__ is str and raw in known:
                    row.values[column.name] = known[raw]
                elif (
                    row.take(column)
                    and raw.__class__ is str
                    and len(known) < _REMEMBERED
                ):
                    known[raw] = row.values[column.name]
            for code, name, words in self.check_row(row, context):
                row.say(code, name, **words)
            listing.problems += row.problems
            listing.records.append(row.record())

    def _is_note(self, table: Table, cells: list[object], filled: list[int]) -> bool:
        """A row of one cell that names no subject: 以上, or a note under the table."""
        if len(filled) != 1:
            return False
        (at,) = filled
        has_digit = any(one.isdigit() for one in as_text(cells[at]))
        return not (at == table.indexes.get(self.key_column) and has_digit)


class Row:
    """One row while it is read: values by column, and what is wrong with them."""

    def __init__(
        self,
        table: Table,
        number: int,
        cells: list[object],
        kind: str,
        faulty: set[tuple[int, int]],
    ) -> None:
        self.table, self.number, self.cells = table, number, cells
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self._kind, self._faulty = kind, faulty
        self._wrong: set[str] = set()

    def raw(self, name: str) -> object:
        index = self.table.indexes.get(name)
        value = self.cells[index] if index is not None else ""
        return unescape(value) if self._kind == "csv" and type(value) is str else value

    def is_wrong(self, name: str) -> bool:
        """Whether a cell had a value that could not be read."""
        return name in self._wrong

    def take(self, column: Column) -> bool:
        """Read one cell; what is wrong is said, and its value is then None.

        True where there was nothing to say, so that the same text always reads so.
        """
        name = column.name
        raw = self.raw(name)
        self.values[name] = None
        if self._faulty and (self.number, self.table.indexes[name]) in self._faulty:
            self._wrong.add(name)  # said already, with the error value itself
            return False
        if raw == "" or is_blank(raw):
            if column.filled:
                self.say("cell_missing", name)
            return not (column.filled or self._faulty)
        try:
            found = column.read(raw)
        except Wrong as wrong:
            self.say(wrong.code, name, **wrong.words)
            return False
        if isinstance(found, Noted):
            self.say(found.code, name, **found.words)
            self.values[name] = found.value
            return False
        self.values[name] = found
        return True

    def say(self, code: str, name: str, **words: Any) -> None:
        found = self.table.problem(
            code, self.number, name, **({"value": as_text(self.raw(name))} | words)
        )
        self.problems.append(found)
        if found.is_error:
            self._wrong.add(name)

    def record(self) -> Record:
        name = self.table.sheet.name
        return Record(name, self.number, self.values, bool(self._wrong))


def _is_header(table: Table, cells: list[object], filled: list[int]) -> bool:
    """The header once more, as it is printed on every page."""
    if len(filled) < 2:
        return False
    header = table.sheet.rows[table.header_row - 1]
    if cells[filled[0]] != header[filled[0]]:
        return False
    return all(cells[at] == header[at] for at in filled)


def _count_filled(table: Table) -> int:
    rows = table.sheet.rows[table.header_row :]
    return sum(not all(is_blank(value) for value in row) for row in rows)
