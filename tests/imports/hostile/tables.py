"""Workbooks that are odd in their structure or their layout: no row may be lost without a word."""

import re
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.forms import HEADER, SHEET, form, form_row, table
from tests.imports.hostile.case import ROWS, Case, first, good
from tests.workbooks import repack, workbook


def sheet(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """The good workbook with its sheet's XML rewritten."""
    return lambda: repack(good(), sheet1=change)


def replaced(old: bytes, new: bytes) -> Callable[[], bytes]:
    return sheet(lambda xml: re.sub(old, new, xml, flags=re.S))


def changed(change: Callable[[Workbook], None]) -> Callable[[], bytes]:
    return lambda: form(*ROWS, change=change)


def dimension(reference: bytes) -> Callable[[], bytes]:
    return replaced(rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % reference)


def last_row_first(xml: bytes) -> bytes:
    rows = re.findall(rb"<row .*?</row>", xml, re.S)
    return xml.replace(rows[-1], b"").replace(rows[1], rows[-1] + rows[1])


def strict(xml: bytes) -> bytes:
    return xml.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )


def prefixed(xml: bytes) -> bytes:
    text = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml.replace(b"xmlns=", b"xmlns:x="))
    return text.replace(b"<?x:xml", b"<?xml")


def utf16(xml: bytes) -> bytes:
    text = re.sub(r"<\?xml[^>]*\?>", "", xml.decode("utf-8"))
    return ('<?xml version="1.0" encoding="utf-16"?>' + text).encode("utf-16")


def inline(xml: bytes) -> bytes:
    """The name of the first facility with its reading beside it, as Japanese Excel stores it."""
    cell = '<c r="B2" t="inlineStr"><is><r><t>空音医院</t></r><rPh sb="0" eb="2"><t>ソラネ</t></rPh></is></c>'
    return re.sub(rb'<c r="B2"[^>]*>.*?</c>', cell.encode(), xml, count=1, flags=re.S)


def borders(book: Workbook) -> None:
    line = Border(left=Side("thin"))
    for row in range(12, 3_000):
        book[SHEET].cell(row, 1).border = line


def wide(book: Workbook) -> None:
    book[SHEET].cell(1, 16_384, "備考")


def two_sheets() -> bytes:
    return workbook({"札幌": table(*ROWS[:5]), "函館": table(*ROWS[5:])})


def cover() -> bytes:
    return workbook(
        {"表紙": [["令和7年度 医療機関一覧"], ["保健所"]], SHEET: table(*ROWS)}
    )


def hidden_sheet(book: Workbook) -> None:
    book.create_sheet("表").append(["x"])
    book[SHEET].sheet_state = "veryHidden"


def hidden_row(book: Workbook) -> None:
    book[SHEET].row_dimensions[3].hidden = True


def old_epoch(book: Workbook) -> None:
    from datetime import date

    book.epoch = CALENDAR_MAC_1904
    book[SHEET]["H2"] = date(2024, 10, 1)


def filtered(book: Workbook) -> None:
    book[SHEET].auto_filter.ref = "A1:H11"
    book[SHEET].freeze_panes = "A2"


def external(book: Workbook) -> None:
    book[SHEET]["J1"] = "=[1]Sheet1!A1"


def start_of_first(listing) -> None:
    assert first(listing)["start"] == "2024-10-01"


def name_of_first(listing) -> None:
    assert first(listing)["name"] == "空音医院"


WORKBOOKS = (
    Case("a strict workbook", lambda: repack(good(), sheet1=strict, workbook=strict, styles=strict)),
    Case("a dimension of one cell", dimension(b"A1")),
    Case("a dimension of half the rows", dimension(b"A1:H5")),
    Case("a dimension of everything", dimension(b"A1:XFD1048576")),
    Case("no dimension", replaced(rb"<dimension[^>]*/>", b"")),
    Case("no references of cells", replaced(rb' r="[A-Z]*\d+"', b"")),
    Case("rows out of order", sheet(last_row_first)),
    Case("a row number twice", replaced(rb'<row r="3"', b'<row r="2"'), refused="rows_disagree"),
    Case("a sheet in UTF-16", sheet(utf16)),
    Case("a namespace with a prefix", sheet(prefixed)),
    Case("names with their reading", sheet(inline), check=name_of_first),
    Case("a string that is not there", replaced(rb'<c r="E2" t="inlineStr">.*?</c>', rb'<c r="E2" t="s"><v>99999</v></c>'), refused="unreadable"),
    Case("no styles", lambda: repack(good(), styles=None), rows=10),
    Case("an empty fill", lambda: repack(good(), styles=lambda x: re.sub(rb"<fill>.*?</fill>", b"<fill/>", x, count=1, flags=re.S))),
    Case("3,000 blank rows with borders", changed(borders)),
    Case("a heading in the last column", changed(wide), warnings=("unknown_columns",)),
    Case("two sheets", two_sheets),
    Case("a cover before the list", cover, warnings=("sheet_without_header",)),
    Case("a list on a hidden sheet", changed(hidden_sheet), warnings=("sheet_without_header", "hidden_sheet")),
    Case("a hidden row", changed(hidden_row), warnings=("hidden_rows",)),
    Case("days of the 1904 calendar", changed(old_epoch), check=start_of_first),
    Case("a filter and a frozen header", changed(filtered)),
    Case("a link to another workbook", changed(external)),
    Case("no sheet", lambda: repack(good(), workbook=lambda x: re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", x, flags=re.S)), refused="no_sheet"),
    Case("a workbook that is no XML", lambda: repack(good(), workbook=b"\0\1\2"), refused="unreadable"),
    Case("a sheet that is no XML", lambda: repack(good(), sheet1=b"\0\1\2"), refused="unreadable|rows_disagree|no_sheet"),
)  # fmt: skip


def without(*names: str) -> Callable[[], bytes]:
    return lambda: form(*ROWS, header=tuple(n for n in HEADER if n not in names))


def renamed(names: dict[str, str]) -> Callable[[], bytes]:
    rows = table(*ROWS)
    rows[0] = [names.get(name, name) for name in rows[0]]
    return lambda: workbook({SHEET: rows})


def rows_with(at: int, *more: list) -> Callable[[], bytes]:
    """The good rows with further ones put in at a place."""
    rows = table(*ROWS)
    rows[at:at] = more
    return lambda: workbook({SHEET: rows})


def merged(book: Workbook) -> None:
    book[SHEET].merge_cells("B2:B3")


BLANK = [""] * 8
TOTAL = ["", "合計", "", "", "", 100, "", ""]
NOISY = {
    "医療機関番号": " 医療機関　番号 ",
    "住所": "住\n所",
    "電話番号": "※電話番号",
    "病床数": "病床数（床）",
}
SAME = {
    "医療機関番号": "医療機関コード",
    "医療機関名称": "施設名",
    "住所": "所在地",
    "電話番号": "ＴＥＬ",
    "算定開始年月日": "算定開始日",
}

SHAPES = (
    Case("a column missing", without("病床数"), refused="missing_columns"),
    Case("columns in another order", lambda: form(*ROWS, header=tuple(reversed(HEADER)))),
    Case("a heading twice", rows_with(0, [*HEADER, "住所"]), refused="duplicate_columns"),
    Case("a heading and its synonym", renamed({"郵便番号": "所在地"}), refused="missing_columns"),
    Case("noisy headings", renamed(NOISY)),
    Case("synonyms for headings", renamed(SAME)),
    Case("no header", lambda: workbook({SHEET: table(*ROWS)[1:]}), refused="unknown_format"),
    Case("a header after 20 rows", rows_with(0, *[["表題"]] * 20), refused="unknown_format"),
    Case("the header again in the middle", rows_with(5, list(HEADER))),
    Case("titles above the header", rows_with(0, ["令和7年度の一覧"], ["札幌市"], [])),
    Case("a row of totals", rows_with(11, TOTAL), errors=(("code_missing", "A12"), ("cell_missing", "D12")), rows=11),
    Case("merged names", changed(merged), errors=(("cell_missing", "B3"),), warnings=("merged_cells",)),
    Case("a header of two lines", rows_with(1, ["", "", "", "", "", "（床）", "記号", ""]), errors=(("code_missing", "A2"), ("cell_missing", "B2"), ("cell_missing", "D2"), ("not_integer", "F2"), ("symbol_unknown", "G2"), ("symbol_without_start", "H2")), rows=11),
    Case("blank rows in the middle", rows_with(4, BLANK, BLANK)),
    Case("rows of blanks that cannot be seen", rows_with(4, ["　", " ", "\u200b", *[""] * 5])),
    Case("a note under the table", rows_with(11, ["※ 以上"]), warnings=("stray_row",)),
    Case("one row only", lambda: form(ROWS[0]), rows=1),
    Case("a row that begins beside the table", lambda: workbook({SHEET: [[None, None, *row] for row in table(*ROWS)]})),
    Case("columns that nobody knows", lambda: form(*({**row, "id": "1", "version": "9", "region": "15"} for row in ROWS)), warnings=("unknown_columns",)),
    Case("columns of blanks between", lambda: form(*ROWS, header=(*HEADER[:3], "", *HEADER[3:]))),
    Case("a second table beside", lambda: workbook({SHEET: [[*row, "", "メモ"] for row in table(*ROWS)]}), warnings=("unknown_columns",)),
    Case("the same facility on two sheets", lambda: workbook({"a": table(*ROWS), "b": table(form_row(80000, 受理記号="在医総管１"))}), rows=11),
)  # fmt: skip
