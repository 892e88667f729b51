"""What the first reader refuses goes to the second, which must say the same of every defect.

The whole catalogue of workbooks is read by the second reader alone, and files that reach it by
themselves are named here with the reason for which the first gives up.
"""

import re

import pytest

from imports import readers
from imports.messages import Refused, refused
from imports.readers import read_book
from tests.forms import form
from tests.imports.hostile.case import ROWS, Case, examine, good
from tests.imports.hostile.tables import utf16
from tests.imports.hostile.test_catalogue import CONTROLS, GROUPS
from tests.imports.hostile.test_catalogue import test_defect as has_its_outcome
from tests.workbooks import repack

BOOKS = [
    pytest.param(case, id=f"{group}: {case.name}")
    for group in ("xml", "workbook", "shape", "cell")
    for case in GROUPS[group]
    if case.file.endswith(".xlsx")
]
# What the second reader cannot read is refused, and nothing of it is taken.
REFUSES = {
    "a strict workbook": "no_sheet|unreadable|rows_disagree",
    "an empty fill": "unreadable",
}
OTHERS = [
    name
    for name, (file, _) in CONTROLS.items()
    if file.endswith(".xlsx") and name != "3,000 rows"
]


@pytest.fixture
def second_only(monkeypatch):
    """A first reader that gives up on everything."""

    def gives_up(data: bytes):
        raise refused("unreadable", detail="試験")

    monkeypatch.setattr(readers, "_by_calamine", gives_up)


@pytest.mark.parametrize("case", BOOKS)
def test_the_second_reader_says_the_same(case: Case, second_only):
    if case.name in REFUSES:
        case = Case(case.name, case.make, refused=REFUSES[case.name])
    has_its_outcome(case)


@pytest.mark.parametrize("name", OTHERS)
def test_the_second_reader_takes_a_valid_file_in_full(name, second_only):
    file, make = CONTROLS[name]
    found = examine(make(), file)
    assert found.problems == []
    assert len(found.records) == 10


def wide(code: str):
    """A part in UTF-16 without the mark that says so."""

    def turned(xml: bytes) -> bytes:
        text = re.sub(r"<\?xml[^>]*\?>", "", xml.decode())
        return f'<?xml version="1.0" encoding="utf-16"?>{text}'.encode(code)

    return turned


def beds(cell: bytes) -> bytes:
    """The good rows, all with 19 beds, and another cell for F3."""
    data = form(*({**row, "病床数": 19} for row in ROWS))
    changed = repack(
        data, sheet1=lambda xml: re.sub(rb'<c r="F3"[^>]*>.*?</c>', cell, xml)
    )
    assert changed != data
    return changed


REACHES = {
    "a sheet in UTF-16": lambda: repack(good(), sheet1=utf16),
    "a sheet in UTF-16 LE without its mark": lambda: repack(
        good(), sheet1=wide("utf-16-le")
    ),
    "a sheet in UTF-16 BE without its mark": lambda: repack(
        good(), sheet1=wide("utf-16-be")
    ),
    "a workbook in UTF-16": lambda: repack(good(), workbook=utf16),
    "styles in UTF-16": lambda: repack(good(), styles=utf16),
    "a kind of cell that is none": lambda: beds(b'<c r="F3" t="zz"><v>19</v></c>'),
    "CDATA": lambda: beds(b'<c r="F3"><v><![CDATA[19]]></v></c>'),
    "a comment in a number": lambda: beds(b'<c r="F3"><v>1<!-- -->9</v></c>'),
    "a comment between rows": lambda: repack(
        good(), sheet1=lambda xml: xml.replace(b'<row r="5"', b'<!-- --><row r="5"')
    ),
}


@pytest.mark.parametrize("name", REACHES)
def test_what_reaches_the_second_reader_is_read_in_full(name):
    data = REACHES[name]()
    assert read_book(data, "xlsx").reader == "openpyxl"
    found = examine(data, "様式.xlsx")
    assert found.problems == []
    assert len(found.records) == 10
    assert len({str(record.values["beds"]) for record in found.records}) == 1


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="F3" t="n"><v>abc</v></c>',
        b'<c r="F0"><v>19</v></c>',
        b'<c r="F4" t="zz"><v>19</v></c>',
        b'<c r="F3" t="b"><v>maybe</v></c>',
        b'<c r="3F"><v>1</v></c>',
        b'<c r="F3" t="s"><v>-1</v></c>',
        b'<c r="F3"><v>1</v></row><row>',
    ],
)
def test_what_neither_reader_can_read_is_refused(cell):
    with pytest.raises(Refused) as refusal:
        read_book(beds(cell), "xlsx")
    assert refusal.value.code in ("unreadable", "rows_disagree")
    assert "保存" in refusal.value.message


@pytest.mark.parametrize("only", ["first", "second"])
@pytest.mark.parametrize("quote", [b'"', b"'"])
def test_an_error_value_is_seen_however_it_is_quoted(only, quote, request):
    if only == "second":
        request.getfixturevalue("second_only")
    data = beds(b'<c r="F3" t="e"><v>#N/A</v></c>'.replace(b'"', quote))
    (error,) = examine(data, "様式.xlsx").errors
    assert (error.code, error.address) == ("cell_error", "F3")


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("part", ["sheet1", "workbook", "styles"])
def test_no_entity_reaches_a_reader_in_any_encoding(code, part, monkeypatch):
    """Both readers are behind the gate, which looks for DTDs in each encoding that XML may have."""
    for one in ("_by_calamine", "_by_openpyxl"):
        monkeypatch.setattr(readers, one, lambda data: pytest.fail("was read"))
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'

    def with_dtd(xml: bytes) -> bytes:
        text = re.sub(r"<\?xml[^>]*\?>", "", xml.decode())
        return f"{bomb}{text}".encode(code)

    with pytest.raises(Refused) as refusal:
        examine(repack(good(), **{part: with_dtd}), "様式.xlsx")
    assert refusal.value.code == "dtd"


def test_the_second_reader_itself_resolves_no_entity():
    """Should the gate ever let one through."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">]>'
    data = repack(
        good(), sheet1=lambda xml: bomb + re.sub(rb"<\?xml[^>]*\?>", b"", xml)
    )
    with pytest.raises(Refused) as refusal:
        readers._by_openpyxl(data)
    assert refusal.value.code == "unreadable"
