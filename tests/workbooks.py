"""Small workbooks made in memory, right in all but one thing: the defect that a test is about."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from formats.codes import medical_check_digit
from imports.listing import SymbolKind
from imports.sample_sheet import HEADER

ROOT = Path(__file__).resolve().parent.parent
TITLE = "[令和７年１０月１日 現在 ]令和７年１０月１日作成"
_PLAIN = {
    "項番": "1",
    "都道府県コード": "01",
    "都道府県名": "北海道",
    "区分": "医科",
    "医療機関名称": "医療法人社団　そらねみちクリニック",
    "医療機関所在地（郵便番号）": "000-0001",
    "医療機関所在地（住所）": "札幌市中央区北３条西６丁目１",
    "電話番号": "011-000-0001",
    "FAX番号": "",
    "病床数": "",
    "受理届出名称": "別添１の「第９」の１の(３)に規定する在宅療養支援診療所",
    "受理記号": "支援診３",
    "受理番号": "第1号",
    "算定開始年月日": "令和 6年10月 1日",
}


@cache
def fixture_kinds() -> tuple[SymbolKind, ...]:
    """The filing code table that comes with the project."""

    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    with (ROOT / "fixtures" / "filing_kinds.csv").open(encoding="utf-8") as lines:
        return tuple(
            SymbolKind(
                row["symbol"],
                "" if row["class"] == "other" else row["class"],
                row["enhancement"],
                row["tracked"] == "yes",
                day(row["valid_from"]),
                day(row["valid_to"]),
            )
            for row in csv.DictReader(lines)
        )


def number(serial: int, prefecture: str = "01", sector: str = "medical") -> str:
    """A 7-digit institution number with its check digit."""
    return f"{serial:06}" + medical_check_digit(prefecture, sector, f"{serial:06}")


def official_row(serial: int = 80001, **changes: object) -> dict[str, object]:
    """One row of the official layout; `changes` are by heading."""
    return _PLAIN | {"医療機関番号": number(serial)} | changes


def official_table(
    rows: Iterable[Mapping[str, object] | None], header: tuple[str, ...] = HEADER
) -> list[list[object]]:
    """Header and rows as lists; None is a blank row."""
    table: list[list[object]] = [list(header)]
    for row in rows:
        table.append(
            [None] * len(header)
            if row is None
            else [row.get(name, "") for name in header]
        )
    return table


def official(
    *rows: Mapping[str, object] | None,
    title: str = TITLE,
    header: tuple[str, ...] = HEADER,
) -> bytes:
    """An xlsx file in the official layout: title in row 2, header in row 4, data from row 5."""
    return workbook({"Sheet1": [[], [title], [], *official_table(rows, header)]})


def official_csv(*rows: Mapping[str, object], encoding: str = "utf-8") -> bytes:
    """The same as CSV."""
    return as_csv([[TITLE], *official_table(rows)], encoding)


def workbook(
    sheets: Mapping[str, list[list[Any]]],
    change: Callable[[Workbook], None] | None = None,
) -> bytes:
    """An xlsx file with these sheets; `change` may add what lists of values cannot say."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(at, column, value)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(rows: Iterable[Iterable[object]], encoding: str = "utf-8") -> bytes:
    """Rows as CSV with CRLF, as Excel saves it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def repack(data: bytes, **changes: bytes | Callable[[bytes], bytes] | None) -> bytes:
    """The same zip with parts replaced, rewritten, added or (None) dropped.

    A part is named by the end of its path without its extension: `sheet1`, `workbook`, `styles`;
    a new part by a key with a slash.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        left = dict(changes)
        for name in old.namelist():
            key = name.rsplit("/", 1)[-1].removesuffix(".xml")
            content = old.read(name)
            if key in left:
                change = left.pop(key)
                if change is None:
                    continue
                content = change(content) if callable(change) else change
            new.writestr(name, content)
        for name, change in left.items():
            if isinstance(change, bytes):
                new.writestr(name, change)
    return out.getvalue()
