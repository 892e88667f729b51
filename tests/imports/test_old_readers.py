"""Workbooks of before 2007 and of OpenDocument: our own count stands beside the only reader."""

import struct
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports import readers
from imports.counting_xls import count_xls
from imports.messages import Refused
from imports.readers import read_book
from tests.imports.hostile.olden import ods, record, xls
from tests.imports.test_readers import without_last_row


@pytest.mark.parametrize(("kind", "make"), [("xls", xls), ("ods", ods)])
def test_an_old_workbook_of_which_a_row_is_lost_is_refused(kind, make, monkeypatch):
    data = make([["番号", "名称"], ["1", "a"], [2, "b"]])
    assert len(read_book(data, kind).sheets[0].rows) == 3
    monkeypatch.setattr(readers, "_by_calamine", without_last_row(readers._by_calamine))
    with pytest.raises(Refused, match="3行、読めたのは2行") as refusal:
        read_book(data, kind)
    assert refusal.value.code == "rows_disagree"


def shared_texts(*texts):
    """The table of shared texts of an old workbook, cut within a text as Excel cuts it."""
    body = struct.pack("<II", len(texts), len(texts)) + b"".join(
        struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts
    )
    cut = body.rindex(texts[-1].encode("utf-16-le")) + 2
    return record(0x00FC, body[:cut]) + record(0x003C, b"\x01" + body[cut:])


def shared(row, index):
    return record(0x00FD, struct.pack("<HHHI", row, 0, 0, index))


def test_an_empty_shared_text_of_an_old_workbook_is_no_row():
    texts = shared_texts("一行目", "", "三行目")
    cells = shared(0, 0) + shared(1, 1) + shared(2, 2)
    (sheet,) = read_book(xls([[""]], book=texts, more=cells), "xls").sheets
    assert [row[0] for row in sheet.rows] == ["一行目", "", "三行目"]


def test_a_lost_row_of_shared_texts_is_noticed(monkeypatch):
    texts = shared_texts("一行目", "", "三行目")
    data = xls([[""]], book=texts, more=shared(0, 0) + shared(1, 1) + shared(2, 2))
    monkeypatch.setattr(readers, "_by_calamine", without_last_row(readers._by_calamine))
    with pytest.raises(Refused, match="2行、読めたのは1行"):
        read_book(data, "xls")


OLD = xls([["番号", "名称"], ["1", "a"], [2, "b"]])


@settings(max_examples=60, deadline=timedelta(seconds=2))
@given(st.lists(st.tuples(st.integers(0, len(OLD) - 1), st.integers(0, 255))))
def test_the_count_of_an_old_workbook_ends_whatever_its_bytes(changes):
    data = bytearray(OLD)
    for at, value in changes:
        data[at] = value
    try:
        counts = count_xls(bytes(data), [set()])
    except (ValueError, LookupError, struct.error):
        return
    assert len(counts) == 1
