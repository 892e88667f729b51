"""How master tables leave and come back: the portal's own workbook and CSV, every value as text.

The library's own formats write «None» into empty cells as soon as formulas are neutralised.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import tablib
from import_export.formats import base_formats
from openpyxl import load_workbook

from formats.cells import unescape
from formats.csv_text import write_csv
from formats.tables import Column, Table
from formats.workbook import write_workbook


class MasterWorkbook(base_formats.XLSX):
    """The first sheet holds the table; the second says where it comes from."""

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        return write_workbook([_table(dataset)])

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        sheet = load_workbook(BytesIO(in_stream), read_only=True, data_only=True).active
        header, *rows = sheet.iter_rows(values_only=True)
        # A row ends at its last filled cell.
        empty = (None,) * len(header)
        return _cleaned(header, [(*row, *empty)[: len(header)] for row in rows])


class MasterCsv(base_formats.CSV):
    """UTF-8 with a mark going out; UTF-8 or CP932 coming in."""

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        return write_csv(_table(dataset))

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        try:
            text = in_stream.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = in_stream.decode("cp932")
        found = tablib.import_set(text, format="csv")
        return _cleaned(found.headers, found)


MASTER_FILES = [MasterWorkbook, MasterCsv]


def _table(dataset: tablib.Dataset) -> Table:
    columns = [Column(header, kind="code") for header in dataset.headers]
    return Table(dataset.title or "台帳", columns, [list(row) for row in dataset])


def _cleaned(header: Iterable[str], rows: Iterable[Iterable]) -> tablib.Dataset:
    found = tablib.Dataset(headers=list(header))
    for row in rows:
        found.append([_text(value) for value in row])
    return found


def _text(value: object) -> object:
    if value is None:
        return ""
    return unescape(value) if isinstance(value, str) else value
