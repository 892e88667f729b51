"""Our own form: told from other lists, headings in any order and spelling, limits of a file."""

from datetime import date

import pytest

from imports.cells import Book, Sheet
from imports.formats import Context, all_formats, recognise
from imports.formats.template import FORMAT, MOST_ROWS
from imports.messages import Refused
from imports.readers import read_book
from tests.forms import HEADER, form, form_csv, form_row, table
from tests.workbooks import fixture_kinds, number, official, official_row, workbook

TODAY = date(2025, 10, 1)
CONTEXT = Context(fixture_kinds(), today=TODAY)


def read(data, kind="xlsx"):
    book = read_book(data, kind)
    return recognise(book).read(book, CONTEXT)


def read_rows(*rows, header=HEADER):
    """The form without a file: quick, for cells."""
    book = Book("xlsx", [Sheet("施設一覧", table(*rows, header=header))])
    return FORMAT.read(book, CONTEXT)


def test_form_is_told_from_official_list():
    assert recognise(read_book(form(form_row()), "xlsx")).key == "template"
    assert recognise(read_book(official(official_row()), "xlsx")).key == "official"


def test_all_formats_are_found_in_the_folder():
    assert {"official", "template"} <= all_formats().keys()


def test_form_reads_all_eight_columns():
    found = read(form(form_row(病床数=19)))
    assert found.problems == []
    (record,) = found.records
    assert record.row == 2
    assert record.values == {
        "number": number(80001),
        "name": "そらねみちクリニック",
        "postal_code": "060-0001",
        "address": "札幌市中央区北３条西６丁目１",
        "phone": "011-000-0001",
        "beds": ["known", 19, []],
        "symbol": "支援診3",
        "start": "2024-10-01",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_form_reads_csv_in_every_encoding(encoding):
    found = read(form_csv(form_row(病床数="19"), encoding=encoding), "csv")
    assert found.problems == []
    assert found.records[0].values["name"] == "そらねみちクリニック"


def test_form_takes_columns_in_any_order_after_a_title():
    rows = table(form_row(), header=tuple(reversed(HEADER)))
    found = read(workbook({"表": [["令和7年度の一覧"], [], *rows]}))
    assert found.problems == []
    assert (found.records[0].row, found.records[0].values["symbol"]) == (4, "支援診3")


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("医療機関番号", "医療機関コード"),
        ("医療機関番号", " 医療機関　番号\n"),
        ("医療機関番号", "※医療機関番号（10桁）"),
        ("医療機関名称", "施設名"),
        ("住所", "所在地"),
        ("郵便番号", "〒"),
        ("電話番号", "ＴＥＬ"),
        ("病床数", "病床数（床）"),
        ("病床数", "許可病床数"),
        ("受理記号", "届出記号"),
        ("算定開始年月日", "算定開始日"),
    ],
)
def test_headings_have_synonyms(heading, written):
    header = tuple(written if name == heading else name for name in HEADER)
    rows = table(form_row())
    assert read(workbook({"a": [list(header), *rows[1:]]})).problems == []


def test_unknown_columns_are_listed():
    found = read(form(form_row(備考="あ", 診療科="内科")))
    (problem,) = found.problems
    assert (problem.level, problem.code) == ("warning", "unknown_columns")
    assert "備考、診療科" in problem.message


def test_missing_columns_are_all_listed():
    header = tuple(n for n in HEADER if n not in ("郵便番号", "病床数", "受理記号"))
    with pytest.raises(Refused, match="郵便番号、病床数、受理記号") as refusal:
        read(form(form_row(), header=header))
    assert refusal.value.code == "missing_columns"
    assert "シート「施設一覧」1行目" in refusal.value.message


def test_a_heading_twice_is_refused_with_both_columns():
    with pytest.raises(Refused, match=r"住所.*D列、I列") as refusal:
        read(workbook({"a": [[*HEADER, "所在地"], ["x"] * 9]}))
    assert refusal.value.code == "duplicate_columns"


def test_more_than_20000_rows_are_refused_and_20000_are_not():
    rows = [form_row(at) for at in range(MOST_ROWS)]
    assert len(read_rows(*rows).records) == MOST_ROWS
    with pytest.raises(Refused, match=r"20,001行.*20,000行まで") as refusal:
        read_rows(*rows, form_row())
    assert refusal.value.code == "too_many_rows"


def test_a_form_without_rows_is_refused():
    with pytest.raises(Refused) as refusal:
        read(form())
    assert refusal.value.code == "no_rows"
