"""CSV: the encoding is known or refused, and no row is silently short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.delimited import decode, read_rows
from imports.messages import Refused

TABLE = "番号,名称,住所\r\n0110012,そらね医院,札幌市\r\n0110020,みち医院,函館市\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_decode_reads_what_excel_saves(encoding):
    assert decode(TABLE.encode(encoding)) == TABLE


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (TABLE.encode("utf-16"), "UTF-16"),
        (TABLE.encode("utf-16-le"), "UTF-16"),
        (TABLE.encode("iso-2022-jp"), "ISO-2022-JP"),
        (TABLE.encode("euc_jp"), "EUC-JP"),
        (TABLE.encode("utf-8") + TABLE.encode("cp932"), "混ざって"),
        (b"a,b\n1,\xff\xfe\xfd\n", "2行目"),
        (b"a,b\n1,2\0\n", "テキスト以外"),
    ],
)
def test_decode_refuses_by_name(data, words):
    with pytest.raises(Refused, match=words) as refusal:
        decode(data)
    assert refusal.value.code in ("encoding", "encoding_broken")


def test_half_width_katakana_in_cp932_is_no_euc():
    text = "ﾅﾏｴ,ﾃﾞﾝﾜ\r\nｿﾗﾈ,011\r\n"
    assert decode(text.encode("cp932")) == text


def test_read_rows_keeps_line_breaks_within_quotes():
    assert read_rows('a,b\r\n"1\n2",3\r\n') == [["a", "b"], ["1\n2", "3"]]


def test_read_rows_takes_any_line_end():
    assert (
        read_rows("a,b\n1,2\n")
        == read_rows("a,b\r\n1,2\r\n")
        == [["a", "b"], ["1", "2"]]
    )


def test_read_rows_understands_what_excel_adds():
    assert read_rows('sep=,\r\na,b\r\n="0110012",x\r\n') == [
        ["a", "b"],
        ["0110012", "x"],
    ]


def test_read_rows_squares_titles_notes_and_blank_lines():
    rows = read_rows("表題\na,b,c\n1,2,3\n\n4,5,6\n以上\n")
    assert [len(row) for row in rows] == [3] * 6
    assert rows[3] == ["", "", ""]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('a,b\n1,"2\n3,4\n', "csv_quotes"),
        ("a,b,c\n1,2,3\n1,2\n", "csv_ragged"),
        ("a,b,c\n1,2,3\n1,2,3,4\n1,2,3\n", "csv_ragged"),
        ("a\tb\tc\n" * 10, "csv_delimiter"),
        ("a;b;c\n" * 10, "csv_delimiter"),
        ("sep=;\na;b\n", "csv_delimiter"),
        ("a,b\n1," + "x" * 140_000 + "\n", "csv_line"),
        ("a,b\n1," + "x" * 40_000 + "\n", "csv_quotes"),
    ],
)
def test_read_rows_refuses_and_names_the_row(text, code):
    with pytest.raises(Refused) as refusal:
        read_rows(text)
    assert refusal.value.code == code


@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=9
            ),
            min_size=3,
            max_size=3,
        ),
        min_size=2,
        max_size=6,
    )
)
def test_read_rows_returns_what_csv_wrote(rows):
    import csv
    import io

    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    try:
        found = read_rows(out.getvalue())
    except Refused:  # tabs or semicolons by chance
        return
    assert len(found) == len(rows)


@given(st.binary(max_size=500))
def test_nothing_but_a_refusal_escapes(data):
    try:
        rows = read_rows(decode(data))
    except Refused:
        return
    assert len({len(row) for row in rows}) <= 1
