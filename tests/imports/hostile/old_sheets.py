"""Old and OpenDocument workbooks, each with one thing that their reader shows as a blank or not at all."""

import struct
from collections.abc import Callable

from tests.forms import table
from tests.imports.hostile.case import ROWS, Case, first
from tests.imports.hostile.olden import Markup, Result, ods, record, xls

BEDS, START, NAME = 5, 7, 1


def rows(at: int = BEDS, value: object = "") -> list[list[object]]:
    """The good rows; the first has another cell."""
    made = table(*ROWS)
    made[1][at] = value
    return made


def old(*cell: object, **how: object) -> Callable[[], bytes]:
    return lambda: xls(rows(*cell), **how)


def opened(*cell: object, **how: object) -> Callable[[], bytes]:
    return lambda: ods(rows(*cell), **how)


def error_of_formula() -> object:
    return Result(bytes([2, 0, 0x17, 0, 0, 0, 0xFF, 0xFF]))


def blank_text() -> object:
    return Result(bytes([3, 0, 0, 0, 0, 0, 0xFF, 0xFF]))


def start_of_first(listing) -> None:
    assert first(listing)["start"] == "2024-10-01"


def beds_of_first(listing) -> None:
    assert first(listing)["beds"] == ["known", 19, []]


ERROR = record(0x0205, struct.pack("<HHHBB", 1, BEDS, 0, 0x2A, 1))
HIDDEN_ROW = record(0x0208, struct.pack("<HHHHHHHH", 2, 0, 8, 0, 0, 0, 0x20, 0))
MERGED = record(0x00E5, struct.pack("<HHHHH", 1, 1, 2, NAME, NAME))
# Days counted from 1904, and one format for all cells: that of a day.
SINCE_1904 = record(0x0022, struct.pack("<H", 1)) + record(
    0x00E0, struct.pack("<HHH", 0, 14, 0) + bytes(14)
)
LISTED = ("cell_error", "F2"), ("formula_without_value", "F2"), ("cell_missing", "B3")

XLS = tuple(
    Case(f"xls: {name}", make, "a.xls", **how)
    for name, make, how in (
        ("an error value", old(more=ERROR), {"errors": LISTED[:1]}),
        ("a formula that is an error", old(BEDS, error_of_formula()), {"errors": LISTED[:1]}),
        ("a formula that is a number", old(BEDS, Result(struct.pack("<d", 19))), {"check": beds_of_first}),
        ("a formula that Excel has yet to compute", old(BEDS, Result(bytes(8), flags=3)), {"errors": LISTED[1:2]}),
        ("a formula written without a result", old(BEDS, Result(b"\3\0\0\0\0\0\xff\xff", flags=3)), {"errors": LISTED[1:2]}),
        ("a formula that is an empty text", old(BEDS, blank_text()), {}),
        ("a hidden row", old(more=HIDDEN_ROW), {"warnings": ("hidden_rows",)}),
        ("merged names", lambda: xls([*rows()[:2], *merged(rows())], more=MERGED), {"errors": LISTED[2:], "warnings": ("merged_cells",)}),
        ("a hidden sheet", old(state=1), {"warnings": ("hidden_sheet",)}),
        ("days of the 1904 calendar", old(START, 44104, book=SINCE_1904), {"check": start_of_first}),
    )
)  # fmt: skip


def merged(made: list[list[object]]) -> list[list[object]]:
    """The rows from the third on; the name of the third lies under the one above."""
    made[2][NAME] = ""
    return made[2:]


TYPED = 'office:value-type="string" office:string-value=""'
HIDE = {2: 'table:visibility="collapse"'}
FILTER = {2: 'table:visibility="filter"'}
SPAN = 'office:value-type="string" table:number-rows-spanned="2"'
DAY = 'office:value-type="date" office:date-value="2024-10-01"'

ODS = tuple(
    Case(f"ods: {name}", make, "a.ods", **how)
    for name, make, how in (
        ("an error value", opened(BEDS, Markup(f'{TYPED} calcext:value-type="error" table:formula="of:=NA()"', "#N/A")), {"errors": LISTED[:1]}),
        ("an error as Excel saves it", opened(BEDS, Markup('office:value-type="string" table:formula="of:=1/0"', "#DIV/0!")), {"errors": LISTED[:1]}),
        ("a formula without its result", opened(BEDS, Markup('table:formula="of:=1+1"')), {"errors": LISTED[1:2]}),
        ("a formula with its result", opened(BEDS, Markup('table:formula="of:=10+9" office:value-type="float" office:value="19"', "19")), {"check": beds_of_first}),
        ("a hidden row", opened(attributes=HIDE), {"warnings": ("hidden_rows",)}),
        ("a row that a filter hides", opened(attributes=FILTER), {"warnings": ("hidden_rows",)}),
        ("merged names", lambda: ods([rows()[0], [*rows()[1][:1], Markup(SPAN, "みち"), *rows()[1][2:]], *merged(rows())]), {"errors": LISTED[2:], "warnings": ("merged_cells",)}),
        ("a day", opened(START, Markup(DAY, "令和6年10月1日")), {"check": start_of_first}),
        ("a million rows of nothing", lambda: ods([*rows(), [""]], attributes={11: 'table:number-rows-repeated="1048564"'}), {}),
    )
)  # fmt: skip
