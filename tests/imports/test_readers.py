"""Readers lose no row and no value without a word; our own count stands beside them."""

import re
from datetime import date

import pytest
from openpyxl.styles import Border, Side

from imports import readers
from imports.cells import as_text, column_letters, column_number
from imports.messages import Refused
from imports.readers import read_book
from imports.sample_sheet import write_sheet
from tests.workbooks import (
    TITLE,
    as_csv,
    official,
    official_row,
    official_table,
    repack,
    workbook,
)

ROWS = [official_row(80000 + at, 受理番号=f"第{at}号") for at in range(20)]
GOOD = official(*ROWS)


def numbers(data, kind="xlsx"):
    (sheet,) = read_book(data, kind).sheets
    return [row[15] for row in sheet.rows[4:]]


WRITTEN = [f"第{at}号" for at in range(20)]


def test_index_and_sheet_row_agree_where_the_first_row_is_absent():
    (sheet,) = read_book(GOOD, "xlsx").sheets
    assert sheet.rows[0].count("") == len(sheet.rows[0])
    assert sheet.rows[1][0] == TITLE
    assert sheet.rows[3][0] == "項番"
    assert numbers(GOOD) == WRITTEN


def test_index_and_column_agree_where_the_table_begins_at_c3():
    data = workbook({"a": [[], [], [None, None, "左上", "右"]]})
    (sheet,) = read_book(data, "xlsx").sheets
    assert sheet.rows[2] == ["", "", "左上", "右"]


@pytest.mark.parametrize("reference", ["A1", "A1:H11", "A1:XFD1048576"])
def test_a_wrong_dimension_loses_nothing(reference):
    wrong = repack(
        GOOD,
        sheet1=lambda xml: re.sub(
            rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % reference.encode(), xml
        ),
    )
    assert numbers(wrong) == WRITTEN


def test_rows_out_of_order_are_all_read():
    def swap(xml):
        rows = re.findall(rb"<row .*?</row>", xml, re.S)
        return xml.replace(rows[-1] + b"</sheetData>", b"</sheetData>").replace(
            rows[4], rows[-1] + rows[4]
        )

    assert sorted(numbers(repack(GOOD, sheet1=swap))) == sorted(WRITTEN)


def test_row_numbers_may_be_missing():
    def bare(xml):
        return re.sub(rb' r="[A-Z]*\d+"', b"", xml)

    book = read_book(repack(GOOD, sheet1=bare), "xlsx")
    found = [row[15] for row in book.sheets[0].rows if row[15].startswith("第")]
    assert found == WRITTEN


def test_a_sheet_in_utf16_is_read_by_the_second_reader():
    def utf16(xml):
        text = re.sub(r"<\?xml[^>]*\?>", "", xml.decode("utf-8"))
        return ('<?xml version="1.0" encoding="utf-16"?>' + text).encode("utf-16")

    data = repack(GOOD, sheet1=utf16)
    assert read_book(data, "xlsx").reader == "openpyxl"
    assert numbers(data) == WRITTEN


def test_a_namespace_prefix_is_read():
    def prefixed(xml):
        text = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml.replace(b"xmlns=", b"xmlns:x="))
        return text.replace(b"<?x:xml", b"<?xml")

    assert numbers(repack(GOOD, sheet1=prefixed)) == WRITTEN


def test_missing_styles_are_no_reason_to_refuse():
    data = repack(
        GOOD,
        styles=lambda xml: re.sub(
            rb"<fill>.*?</fill>", b"<fill/>", xml, count=1, flags=re.S
        ),
    )
    assert numbers(data) == WRITTEN


def test_error_values_and_formulas_without_result_are_seen():
    def odd(book):
        sheet = book["a"]
        sheet["B2"] = "#N/A"
        sheet["B2"].data_type = "e"
        sheet["C3"] = "=1+1"

    (sheet,) = read_book(
        workbook({"a": [["番号", "名称", "床"], ["1"], ["2"]]}, odd), "xlsx"
    ).sheets
    assert sheet.rows[1] == ["1", "", ""]
    assert sheet.faults == {(2, 2): ("error", "#N/A"), (3, 3): ("formula", "=1+1")}


def test_a_formula_with_its_result_is_a_value():
    data = workbook(
        {"a": [["x", "y"], [1]]}, lambda book: book["a"].__setitem__("B2", "=A2+1")
    )
    stored = repack(
        data,
        sheet1=lambda xml: re.sub(
            rb"(<f>A2\+1</f>)<v ?/?>(</v>)?", rb"\1<v>2</v>", xml
        ),
    )
    (sheet,) = read_book(stored, "xlsx").sheets
    assert as_text(sheet.rows[1][1]) == "2"
    assert sheet.faults == {}


def test_hidden_and_merged_things_are_seen():
    def odd(book):
        book["a"].row_dimensions[2].hidden = True
        book["a"].merge_cells("A3:B3")
        book["b"].sheet_state = "veryHidden"

    shown, hidden = read_book(
        workbook({"a": [["x"], ["y"], ["z"]], "b": [["q"]]}, odd), "xlsx"
    ).sheets
    assert (shown.hidden, shown.hidden_rows, shown.merged) == (False, 1, ("A3:B3",))
    assert hidden.hidden


def test_dates_of_the_1904_calendar_are_right():
    def old(book):
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904

    (sheet,) = read_book(
        workbook({"a": [["日"], [date(2025, 10, 1)]]}, old), "xlsx"
    ).sheets
    assert as_text(sheet.rows[1][0]) == "2025-10-01"


def test_blank_bordered_rows_cost_nothing():
    def borders(book):
        line = Border(left=Side("thin"))
        for row in range(3, 2_000):
            book["a"].cell(row, 1).border = line

    (sheet,) = read_book(workbook({"a": [["x"], ["y"]]}, borders), "xlsx").sheets
    assert [row[0] for row in sheet.rows if row[0]] == ["x", "y"]


def test_a_stray_cell_in_the_far_corner_is_refused_before_it_is_read():
    far = repack(
        GOOD,
        sheet1=lambda xml: xml.replace(
            b"</sheetData>",
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
    )
    from imports.reading import read_upload

    with pytest.raises(Refused) as refusal:
        read_upload(far, "名簿.xlsx", kinds=())
    assert refusal.value.code in ("reader_failed", "too_many_cells")
    assert "XFD1048576" in refusal.value.message or "表の" in refusal.value.message


@pytest.mark.parametrize("part", ["workbook", "sheet1", "sharedStrings"])
def test_a_part_that_is_no_xml_is_refused_in_words(part, tmp_path):
    write_sheet(tmp_path / "名簿.xlsx", TITLE, [["1"] * 24])
    with pytest.raises(Refused) as refusal:
        read_book(
            repack((tmp_path / "名簿.xlsx").read_bytes(), **{part: b"\0\1\2"}), "xlsx"
        )
    assert refusal.value.message.startswith(("表として", "表のある", "シート"))


def test_a_workbook_without_sheets_is_refused():
    empty = repack(
        GOOD,
        workbook=lambda xml: re.sub(
            rb"<sheets>.*</sheets>", b"<sheets/>", xml, flags=re.S
        ),
    )
    with pytest.raises(Refused) as refusal:
        read_book(empty, "xlsx")
    assert refusal.value.code == "no_sheet"


def test_csv_keeps_row_numbers_and_widths():
    table = [[TITLE], *official_table(ROWS[:2])]
    (sheet,) = read_book(as_csv(table, "cp932"), "csv").sheets
    assert sheet.rows[0] == [TITLE, *[""] * 23]
    assert sheet.rows[3][15] == "第1号"


@pytest.mark.parametrize(
    ("letters", "column"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16384)]
)
def test_column_letters_and_numbers_agree(letters, column):
    assert column_letters(column) == letters
    assert column_number(letters) == column


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (110750.0, "110750"),
        (19.5, "19.5"),
        (None, ""),
        (True, "TRUE"),
        (date(2025, 4, 1), "2025-04-01"),
    ],
)
def test_as_text_writes_what_a_person_typed(value, text):
    assert as_text(value) == text


def without_last_row(read):
    def short(data):
        sheets = read(data)
        for sheet in sheets.values():
            del sheet.rows[-1]
        return sheets

    return short


def test_a_reader_that_loses_a_row_is_not_believed(monkeypatch):
    monkeypatch.setattr(readers, "_by_calamine", without_last_row(readers._by_calamine))
    assert read_book(GOOD, "xlsx").reader == "openpyxl"
    monkeypatch.setattr(readers, "_by_openpyxl", without_last_row(readers._by_openpyxl))
    with pytest.raises(Refused, match="22行、読めたのは21行") as refusal:
        read_book(GOOD, "xlsx")
    assert refusal.value.code == "rows_disagree"
