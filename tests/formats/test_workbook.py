"""Workbooks and CSV files are read back with openpyxl and csv, never mocked."""

import io
import time
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from formats.workbook import (
    CellTooLong,
    Column,
    Table,
    write_workbook,
)

COLUMNS = [
    Column("市町村コード", kind="code"),
    Column("名称"),
    Column("75歳以上人口", "人", "integer"),
    Column("割合", "％", "decimal"),
    Column("指定日", kind="date"),
    Column("交付額", "千円", "money"),
]
ROWS = [
    ("01101", "札幌市中央区", 33310, 13.5, date(2025, 10, 1), 94420),
    ("01102", None, "非公表", None, None, -5),
]
RUNNABLE = [
    "=1+1",
    "+81-11",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝１",
    "＋1",
    "－1",
    "＠a",
    " =1",
    "\n=1",
]


DAY = datetime.fromisoformat("2025-10-01")  # openpyxl reads a day as its midnight


def table(rows=ROWS, columns=COLUMNS, **kwargs):
    kwargs.setdefault("title", "市町村別")
    return Table(columns=columns, rows=rows, **kwargs)


def reopened(*tables):
    return load_workbook(io.BytesIO(write_workbook(tables)))


def test_workbook_keeps_codes_numbers_and_days():
    sheet = reopened(table())["市町村別"]

    assert [cell.value for cell in sheet[2]] == [
        "01101",
        "札幌市中央区",
        33310,
        13.5,
        DAY,
        94420,
    ]
    assert sheet["A2"].number_format == "@"
    assert sheet["E2"].is_date
    assert "年" in sheet["E2"].number_format
    assert [cell.value for cell in sheet[3]] == [
        "01102",
        None,
        "非公表",
        None,
        None,
        -5,
    ]


def test_workbook_headers_carry_units_and_stay_in_view():
    sheet = reopened(table())["市町村別"]

    assert [cell.value for cell in sheet[1]] == [
        "市町村コード",
        "名称",
        "75歳以上人口（人）",
        "割合（％）",
        "指定日",
        "交付額（千円）",
    ]
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert not sheet.merged_cells.ranges


def test_workbook_columns_are_wide_enough_for_japanese():
    sheet = reopened(table([("1", "社会福祉法人みほん会", 1, 1.0, None, 1)]))[
        "市町村別"
    ]

    assert sheet.column_dimensions["B"].width >= 20
    assert sheet.column_dimensions["C"].width >= len("75歳以上人口（人）") + 8


def test_workbook_lists_source_and_day_of_each_table():
    book = reopened(
        table(source="地方厚生局 名簿", as_of=date(2025, 10, 1), note="速報"),
        table(title="圏域別"),
    )

    assert book.sheetnames == ["市町村別", "圏域別", "出典"]
    first, second = list(book["出典"].iter_rows(min_row=2, values_only=True))
    assert first == (
        "市町村別",
        "市町村別",
        2,
        "地方厚生局 名簿",
        DAY,
        "速報",
    )
    assert second == ("圏域別", "圏域別", 2, None, None, None)


def test_workbook_sheet_titles_are_ones_excel_takes():
    book = reopened(
        table(title="A/B:C" + "あ" * 40),
        table(title="a・b・c" + "あ" * 40),
        table(title="出典"),
    )

    assert book.sheetnames[0] == "A・B・C" + "あ" * 26
    assert book.sheetnames[1].endswith("（2）")
    assert book.sheetnames[2:] == ["出典（2）", "出典"]
    assert all(len(name) <= 31 for name in book.sheetnames)


@pytest.mark.parametrize("text", [*RUNNABLE, "#N/A", "-", "'=1"])
def test_workbook_text_is_never_a_formula_and_never_changed(text):
    column = Column("備考")

    data = write_workbook([table([(text,)], [column])])

    cell = load_workbook(io.BytesIO(data)).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert cell.value == text
    sheet_xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet_xml


def test_workbook_quotes_only_what_could_run():
    sheet = reopened(table([("=1+1",), ("医院",)], [Column("備考")])).worksheets[0]

    assert sheet["A2"].quotePrefix
    assert not sheet["A3"].quotePrefix


def test_workbook_numbers_below_zero_stay_numbers():
    sheet = reopened(
        table([(-5,), (float("nan"),)], [Column("差", kind="integer")])
    ).worksheets[0]

    assert (sheet["A2"].value, sheet["A2"].data_type) == (-5, "n")
    assert sheet["A3"].value is None


def test_workbook_refuses_a_text_no_cell_holds():
    with pytest.raises(CellTooLong, match="2行目「備考」"):
        write_workbook([table([("あ" * 32768,)], [Column("備考")])])


def test_workbook_refuses_a_row_of_another_length():
    with pytest.raises(ValueError, match="2 values for 1 columns"):
        write_workbook([table([("a", "b")], [Column("備考")])])


def test_workbook_leaves_out_control_characters():
    sheet = reopened(table([("みほん\x0b医院\x00",)], [Column("名称")])).worksheets[0]

    assert sheet["A2"].value == "みほん医院"


def test_workbook_takes_rows_from_a_generator():
    sheet = reopened(
        table(((str(n),) for n in range(500)), [Column("番号", kind="code")])
    ).worksheets[0]

    assert sheet.max_row == 501
    assert sheet["A501"].value == "499"


def test_workbook_has_the_same_bytes_at_another_time(monkeypatch):
    first = write_workbook([table()])
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *args: time.gmtime(2_000_000_000))

    second = write_workbook([table()])

    assert first == second
    assert {
        info.date_time[0] for info in zipfile.ZipFile(io.BytesIO(first)).infolist()
    } == {1980}
    core = zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml")
    assert core.count(b"2000-01-01T00:00:00Z") == 2
