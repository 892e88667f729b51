"""The program that marks one file and dies: run by ``imports.marking``, never imported.

Standard input is one JSON line, the kind of the file, its problems (sheet, row, column letters,
message, level) and the rows to keep (all when empty), and then the file; standard output is the
marked workbook, or the reason with exit code 1. A file that is no xlsx is made into one with the
same rows and columns first.
"""

import json
import resource
import sys
from dataclasses import replace
from typing import Any

from openpyxl.utils import column_index_from_string

from formats.marked import CannotMark, mark_problems, mark_rows
from formats.problems import Problem
from imports.cells import Sheet
from imports.leftover import Keep, cut, renumbered
from imports.messages import Refused
from imports.readers import read_book

MEMORY = 2 * 1024**3
CPU = 110


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    kind, listed, keep = json.loads(sys.stdin.buffer.readline())
    problems = [
        Problem(
            sheet,
            row or None,
            column_index_from_string(column) if column else None,
            message,
            level,
        )
        for sheet, row, column, message, level in listed
    ]
    data = sys.stdin.buffer.read()
    try:
        if keep:
            marked = mark_rows(*_cut(read_book(data, kind).sheets, problems, keep))
        elif kind == "xlsx":
            marked = mark_problems(data, problems)
        else:
            sheets = {one.name: one.rows for one in read_book(data, kind).sheets}
            marked = mark_rows(sheets, problems)
        sys.stdout.buffer.write(marked)
    except (CannotMark, Refused) as reason:
        sys.stdout.buffer.write(str(reason).encode())
        return 1
    return 0


def _cut(
    sheets: list[Sheet], problems: list[Problem], keep: dict[str, dict[str, Any]]
) -> tuple[dict[str, list[list[object]]], list[Problem]]:
    """The rows that are wanted, and the problems at their new places."""
    left: dict[str, list[list[object]]] = {}
    moved = {}
    for sheet in sheets:
        if sheet.name in keep:
            moved[sheet.name] = cut(sheet.rows, Keep(**keep[sheet.name]))
            left[sheet.name] = [sheet.rows[old - 1] for old in moved[sheet.name]]
    placed = [
        replace(
            one,
            row=moved[one.sheet][one.row],
            message=renumbered(one.message, moved[one.sheet]),
        )
        for one in problems
        if one.row in moved.get(one.sheet, {})
    ]
    return left, placed


if __name__ == "__main__":
    sys.exit(main())
