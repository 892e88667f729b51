"""Cells of forms under generated input: a value or a declared refusal, and what was written comes back."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cells import as_text
from imports.delimited import decode, read_rows
from imports.formats.template import beds, corporation, institution_code
from imports.messages import PROBLEMS, Refused
from imports.values import (
    Noted,
    Wrong,
    choice,
    compact,
    coordinate,
    day,
    decimal,
    digits,
    is_blank,
    municipality,
    phone,
    postal,
    text,
    whole_number,
)
from tests.workbooks import as_csv

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
).filter(lambda raw: not is_blank(raw))
READERS = {
    "beds": beds,
    "code": institution_code,
    "corporation": corporation,
    "choice": choice({"病院": "hospital", "診療所": "clinic"}),
    "coordinate": coordinate(20, 46),
    "day": day(92, date(2025, 10, 1)),
    "decimal": decimal,
    "digits": digits(10),
    "municipality": municipality,
    "phone": phone,
    "postal": postal,
    "text": text(200),
    "whole number": whole_number(),
}


@pytest.mark.parametrize("name", READERS)
@given(raw=ANYTHING)
def test_nothing_but_a_declared_problem_escapes(name, raw):
    said = set()
    try:
        found = READERS[name](raw)
        said = {found.code} if isinstance(found, Noted) else set()
    except Wrong as wrong:
        said = {wrong.code}
    assert said <= PROBLEMS.keys()


@given(
    st.integers(min_value=1, max_value=9999),
    st.booleans(),
    st.sampled_from(["", " ", "\u3000"]),
)
def test_beds_in_any_width_come_back(number, wide, blank):
    written = str(number).translate(WIDE) if wide else str(number)
    assert beds(blank + written + blank) == ["known", number, []]
    assert beds(float(number)) == ["known", number, []]


@given(st.floats(min_value=0, max_value=9999).filter(lambda x: not x.is_integer()))
def test_beds_with_a_fraction_are_never_rounded(number):
    with pytest.raises(Wrong, match="not_integer"):
        beds(number)


@given(st.integers(min_value=10_000) | st.integers(max_value=-1))
def test_beds_outside_the_range_are_refused(number):
    with pytest.raises(Wrong):
        beds(number)


@given(st.from_regex(r"[0-9]{7}", fullmatch=True), st.booleans())
def test_codes_of_seven_digits_keep_their_zeros(code, wide):
    assert institution_code(code.translate(WIDE) if wide else code) == code


@given(
    st.from_regex(r"[0-9]{1,12}", fullmatch=True).filter(
        lambda c: len(c) not in (7, 10)
    )
)
def test_codes_of_other_lengths_are_refused(code):
    with pytest.raises(Wrong, match="code_invalid"):
        institution_code(code)


@given(
    st.sampled_from(["011", "0123", "090", "03"]),
    st.integers(min_value=100, max_value=999),
    st.integers(min_value=1000, max_value=9999),
)
def test_phones_stay_as_written(area, office, line):
    written = f"{area}-{office}-{line}"
    found = phone(written)
    assert (found.value if isinstance(found, Noted) else found) == written


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]),
        min_size=1,
        max_size=50,
    )
)
def test_text_is_never_changed(written):
    if is_blank(written):
        return
    found = text(200)(written)
    assert (found.value if isinstance(found, Noted) else found) == written


@given(st.text(max_size=30))
def test_compact_is_stable(written):
    assert compact(compact(written)) == compact(as_text(written))


JAPANESE = st.text(
    st.sampled_from(
        "あいうアイウ医院診療所札幌市一二三０１２ー・（）髙﨑①㈱～abc012 　"
    ),
    max_size=12,
)
TABLE = st.lists(st.lists(JAPANESE, min_size=3, max_size=3), min_size=2, max_size=8)


@given(TABLE, st.sampled_from(["utf-8", "utf-8-sig", "cp932"]))
def test_a_table_comes_back_from_each_encoding(rows, encoding):
    head = ["医療機関番号", "医療機関名称", "住所"]
    data = as_csv([head, *rows], encoding)
    found = None
    with suppress(Refused):
        found = read_rows(decode(data))
    if found is not None:
        assert found == [head, *rows]


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xef\xbb\xbf", "番号,名称\r\n".encode("cp932")]),
)
def test_the_decoder_refuses_or_gives_text_of_one_width(data, head):
    with suppress(Refused):
        rows = read_rows(decode(head + data))
        assert len({len(row) for row in rows}) <= 1
