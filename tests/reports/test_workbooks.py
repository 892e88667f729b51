"""The workbook of each kind, read back: one sheet a table, and the values of the snapshot."""

import io

import pytest
from openpyxl import load_workbook

from reports.registry import KINDS
from reports.snapshots.canonical import load
from reports.workbooks import render_workbook
from tests.reports.sample_kinds import of_kind
from tests.reports.samples import progress_snapshot


def sample(kind: str) -> dict:
    return progress_snapshot() if kind == "progress" else of_kind(kind)


def book_of(kind: str):
    return load_workbook(io.BytesIO(render_workbook(sample(kind)).content))


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_table_has_its_sheet(kind: str) -> None:
    book = book_of(kind)
    tables = list(KINDS[kind].tables(load(sample(kind))))
    assert book.sheetnames == [*(table.title for table in tables), "出典"]
    for sheet, table in zip(book.worksheets, tables, strict=False):
        rows = [list(row) for row in table.rows]
        assert rows, sheet.title
        assert sheet.max_row == len(rows) + 1
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert not sheet.merged_cells.ranges
        assert all(cell.font.bold and cell.value for cell in sheet[1])
        assert all(d.width >= 6 for d in sheet.column_dimensions.values())
        headings = [cell.value for cell in sheet[1]]
        assert len(set(headings)) == len(headings)
    sources = list(book["出典"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in sources] == book.sheetnames[:-1]
    assert sum(bool(row[3]) for row in sources) >= len(tables) - 3


def test_every_number_of_a_zone_is_in_the_workbook() -> None:
    book = book_of("progress")
    rows = {row[1]: row for row in book["圏域別の提供体制"].iter_rows(values_only=True)}
    for zone in sample("progress")["zones"]:
        assert rows[zone["name"]][2:7] == tuple(
            zone[key]
            for key in ("population75", "zaishishin", "enhanced", "zaishibyo", "backup")
        )
    assert rows["全道"][3] == 366
    measures = book["施策の取組状況（令和6年度）"]
    assert measures["G1"].value == "予算額（千円）"
    assert 94_420 in [cell.value for cell in measures["G"]]


def test_every_institution_stands_in_the_sheet_of_its_functions() -> None:
    book = book_of("plan_appendix")
    for number, function in enumerate(("discharge", "daily", "acute", "eol"), 1):
        sheet = book.worksheets[number]
        names = [row[4] for row in sheet.iter_rows(min_row=2, values_only=True)]
        expected = [
            one["name"]
            for zone in sample("plan_appendix")["zones"]
            for one in zone["institutions"]
            if function in one["functions"]
        ]
        assert sorted(names) == sorted(expected)


def test_days_are_days_and_the_same_snapshot_gives_the_same_bytes() -> None:
    first = render_workbook(sample("designation_register"))
    assert first.sha256 == render_workbook(sample("designation_register")).sha256
    sheet = load_workbook(io.BytesIO(first.content))["指定の一覧"]
    assert sheet["L2"].is_date
    assert sheet.max_row == 24
