"""CSV files are read back with csv in the encoding they were asked for."""

import csv
import io

import pytest

from formats.workbook import Column, Unencodable, escape, unescape, write_csv
from tests.formats.test_workbook import RUNNABLE, table


def lines(data, encoding="utf-8-sig"):
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def test_csv_has_a_mark_units_and_iso_days():
    data = write_csv(table())

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert lines(data) == [
        [
            "市町村コード",
            "名称",
            "75歳以上人口（人）",
            "割合（％）",
            "指定日",
            "交付額（千円）",
        ],
        ["01101", "札幌市中央区", "33310", "13.5", "2025-10-01", "94420"],
        ["01102", "", "非公表", "", "", "-5"],
    ]


@pytest.mark.parametrize("text", [*RUNNABLE, "'=1", "''=1", "'99年", "医院", ""])
def test_csv_escape_can_be_undone(text):
    assert unescape(escape(text)) == text


@pytest.mark.parametrize("text", RUNNABLE)
def test_csv_text_never_begins_like_a_formula(text):
    (_, (cell,)) = lines(write_csv(table([(text,)], [Column("備考")])))

    assert cell == f"'{text}"


def test_csv_in_cp932_keeps_what_offices_write():
    data = write_csv(table([("髙﨑①㈱ 〜 −5 ―",)], [Column("名称")]), "cp932")

    assert lines(data, "cp932")[1] == ["髙﨑①㈱ ～ －5 ―"]


def test_csv_in_cp932_refuses_and_lists_every_lost_character():
    columns = [Column("名称"), Column("氏名")]

    with pytest.raises(
        Unencodable, match="2行目「氏名」の「𠮷」、ほか1か所"
    ) as refusal:
        write_csv(table([("医院", "𠮷田"), ("森鷗外¥", "x")], columns), "cp932")

    found = [
        (cell.row, cell.column, cell.text, cell.characters)
        for cell in refusal.value.cells
    ]
    assert found == [(2, "氏名", "𠮷田", "𠮷"), (3, "名称", "森鷗外¥", "鷗¥")]
