"""Finding a table in a sheet by its headings, and naming a cell of it in a problem."""

from dataclasses import dataclass
from typing import Any

from formats.marked_list import LIST_HEADINGS, LIST_SHEET
from imports.cells import ERROR_VALUE, Sheet, as_text, column_letters
from imports.messages import Problem, problem
from imports.normalise import header_key

HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Table:
    """A header row found in a sheet. `indexes` maps a field to its 0-based column."""

    sheet: Sheet
    header_row: int
    indexes: dict[str, int]
    headings: dict[str, str]

    def problem(
        self,
        code: str,
        row: int,
        field: str = "",
        value: object = "",
        **words: Any,
    ) -> Problem:
        """Return a problem at a row and, where a field is named, at its cell."""
        index = self.indexes.get(field)
        return problem(
            code,
            sheet=self.sheet.name,
            row=row,
            column="" if index is None else column_letters(index + 1),
            header=self.headings.get(field, ""),
            value=value,
            **words,
        )

    def letters(self) -> dict[str, str]:
        return {name: column_letters(index + 1) for name, index in self.indexes.items()}


def find_table(sheet: Sheet, fields: dict[str, tuple[str, ...]]) -> Table | None:
    """Return the row among the first 20 that has most of the headings, or None.

    `fields` maps a field to its headings in the form of `header_key`; the first column with
    one of them is taken.
    """
    wanted = {
        heading: name for name, headings in fields.items() for heading in headings
    }
    best: Table | None = None
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN], start=1):
        indexes: dict[str, int] = {}
        headings: dict[str, str] = {}
        for index, value in enumerate(row):
            name = wanted.get(header_key(as_text(value))) if value != "" else None
            if name and name not in indexes:
                indexes[name] = index
                headings[name] = " ".join(as_text(value).split())
        if indexes and (best is None or len(indexes) > len(best.indexes)):
            best = Table(sheet, number, indexes, headings)
    return best


def is_own_list(sheet: Sheet) -> bool:
    """Whether it is the list of problems that we put into a workbook, come back with it."""
    first = sheet.rows[0] if sheet.rows else []
    return (
        sheet.name.startswith(LIST_SHEET)
        and tuple(first[: len(LIST_HEADINGS)]) == LIST_HEADINGS
    )


def sheet_problems(sheet: Sheet) -> list[Problem]:
    """What a reader of the sheet on the screen would not see: hidden and merged things."""
    found = []
    if sheet.hidden:
        found.append(problem("hidden_sheet", sheet=sheet.name))
    if sheet.hidden_rows:
        found.append(problem("hidden_rows", sheet=sheet.name, value=sheet.hidden_rows))
    if sheet.merged:
        cells = "、".join(sheet.merged[:5])
        found.append(problem("merged_cells", sheet=sheet.name, value=cells))
    return found


def fault_problems(table: Table) -> list[Problem]:
    """Error values and formulas without a result read as blanks: each in a column we use."""
    field_at = {index: name for name, index in table.indexes.items()}
    found = []
    for (row, column), (kind, value) in sorted(table.sheet.faults.items()):
        if row > table.header_row and column - 1 in field_at:
            code = "cell_error" if kind == ERROR_VALUE else "formula_without_value"
            found.append(table.problem(code, row, field_at[column - 1], value))
    return found
