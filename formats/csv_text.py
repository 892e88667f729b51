"""Writes a table as CSV, in UTF-8 with a mark or in the Shift_JIS (CP932) of older programs."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from formats.cells import cell_value, escape
from formats.tables import Table

# The same JIS characters under the two names that Unicode tables give them.
_JIS_TWINS = str.maketrans("〜−‖—¢£¬", "～－∥―￠￡￢")


@dataclass(frozen=True, slots=True)
class LostCell:
    """A cell that Shift_JIS (CP932) cannot hold. `row` is the line of the list: the header is 1."""

    row: int
    column: str
    text: str
    characters: str


class Unencodable(ValueError):
    """The table holds characters outside the encoding asked for; `cells` lists every one."""

    def __init__(self, cells: Sequence[LostCell]):
        self.cells = tuple(cells)
        first = self.cells[0]
        more = f"ほか{len(self.cells) - 1}か所" if len(self.cells) > 1 else "1か所"
        super().__init__(
            f"Shift_JISで表せない文字があります（{first.row}行目「{first.column}」の「{first.characters}」、{more}）。"
            "UTF-8を選ぶと、そのまま書き出せます。"
        )


def write_csv(
    table: Table, encoding: Literal["utf-8-sig", "cp932"] = "utf-8-sig"
) -> bytes:
    """The table as CSV with CRLF lines and 西暦 days.

    In CP932 〜 − ― and their like are written as the same JIS character; any other character that the
    encoding lacks raises `Unencodable`, which lists every such cell, and nothing is written.
    """
    columns = list(table.columns)
    lines = [[column.heading for column in columns]]
    for row in table.rows:
        lines.append(
            [
                _csv_text(value, column.kind)
                for column, value in zip(columns, row, strict=True)
            ]
        )
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(lines)
    text = buffer.getvalue()
    if encoding == "utf-8-sig":
        return text.encode(encoding)
    text = text.translate(_JIS_TWINS)
    if lost := _lost(text):
        raise Unencodable(
            [
                LostCell(row, column.heading, cell, lost_here)
                for row, line in enumerate(lines, 1)
                for column, cell in zip(columns, line, strict=True)
                if (
                    lost_here := "".join(
                        c
                        for c in dict.fromkeys(cell.translate(_JIS_TWINS))
                        if c in lost
                    )
                )
            ]
        )
    return text.encode(encoding)


def _csv_text(value: object, kind: str) -> str:
    value = cell_value(value, kind)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return escape(value) if isinstance(value, str) else str(value)


def _lost(text: str) -> set[str]:
    """Characters that do not come back from CP932 as they went in."""
    lost = set()
    for character in set(text):
        try:
            if character.encode("cp932").decode("cp932") != character:
                lost.add(character)
        except UnicodeEncodeError:
            lost.add(character)
    return lost
