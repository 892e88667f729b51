"""The layout of the official list: titles, headers, sheets, rows that are no facilities."""

from datetime import date

import pytest

from imports.messages import WARNING, Refused
from imports.sample_sheet import HEADER
from tests.imports.here import listing, of_rows, only
from tests.workbooks import (
    TITLE,
    number,
    official,
    official_csv,
    official_row,
    official_table,
    workbook,
)


def test_a_plain_row_becomes_a_facility_with_its_filing():
    found = of_rows(official_row(80001))
    (facility,) = found.facilities
    assert not found.problems
    assert facility.code == "011" + number(80001)
    assert facility.name == "医療法人社団　そらねみちクリニック"
    assert (facility.sector, facility.kind, facility.class_symbol) == (
        "medical",
        "clinic",
        "支援診3",
    )
    (filing,) = facility.filings
    assert (filing.symbol, filing.printed, filing.number) == (
        "支援診3",
        "支援診３",
        "第1号",
    )
    assert (filing.starts_on, filing.row) == (date(2024, 10, 1), 5)


def test_days_come_from_the_title():
    found = of_rows(
        official_row(),
        title="[令和７年９月１日 現在 ]令和７年１０月２日作成 全医療機関出力",
    )
    assert (found.as_of, found.made_on) == (date(2025, 9, 1), date(2025, 10, 2))


def test_a_title_without_a_day_is_a_warning():
    found = of_rows(official_row(), title="届出受理医療機関名簿")
    assert found.as_of is None
    assert only(found, "as_of_missing").level == WARNING


@pytest.mark.parametrize("above", [0, 1, 12])
def test_the_header_is_found_by_content(above):
    rows = [[TITLE]] + [["注"]] * above + official_table([official_row()])
    assert len(listing(workbook({"名簿": rows})).facilities) == 1


def test_headings_may_be_wide_spaced_or_reordered():
    header = tuple(reversed(HEADER))
    table = official_table([official_row()], header)
    table[0] = [f" {name.replace('FAX', 'ＦＡＸ')}\n" for name in header]
    found = listing(workbook({"名簿": [[TITLE], *table]}))
    assert found.facilities[0].code == "011" + number(80001)


def test_every_sheet_is_read():
    found = listing(
        workbook(
            {
                "表紙": [["届出受理医療機関名簿"]],
                "青森": [
                    [TITLE],
                    *official_table(
                        [official_row(80001, 都道府県コード="02", 都道府県名="青森県")]
                    ),
                ],
                "秋田": [
                    [TITLE],
                    *official_table(
                        [official_row(80001, 都道府県コード="05", 都道府県名="秋田県")]
                    ),
                ],
            }
        )
    )
    assert [one.prefecture for one in found.facilities] == ["02", "05"]
    assert [one.sheet for one in found.facilities] == ["青森", "秋田"]
    assert only(found, "sheet_without_header").sheet == "表紙"


def test_sheets_of_different_days_are_a_warning():
    other = TITLE.replace("１０月", "９月")
    sheets = {
        "一": [[TITLE], *official_table([official_row(80001)])],
        "二": [[other], *official_table([official_row(80002)])],
    }
    found = listing(workbook(sheets))
    assert found.as_of == date(2025, 10, 1)
    assert only(found, "as_of_differs").sheet == "二"


def test_a_header_repeated_in_the_middle_is_no_row():
    header = dict(zip(HEADER, HEADER, strict=True))
    found = of_rows(official_row(80001), header, official_row(80002))
    assert (found.rows, len(found.facilities), found.problems) == (2, 2, [])


def test_a_blank_row_in_the_middle_does_not_stop_the_reading():
    found = of_rows(official_row(80001), None, official_row(80001, 受理番号="第2号"))
    assert (found.rows, found.row_kinds["blank"], len(found.facilities)) == (2, 1, 1)
    assert [one.row for one in found.facilities[0].filings] == [5, 7]


def test_a_note_under_the_table_is_no_facility():
    found = of_rows(official_row(), {"項番": "以上"})
    assert (found.rows, only(found, "stray_row").row) == (1, 6)


def test_remark_rows_belong_to_their_filing():
    remark = {"備考（見出し）": "病床数　", "備考（データ）": "50床"}
    found = of_rows(official_row(), official_row(**remark), official_row(**remark))
    assert found.row_kinds["remark"] == 2
    assert (found.rows, found.filings, len(found.facilities[0].filings)) == (3, 1, 1)


def test_a_facility_without_filings_is_listed():
    bare = dict.fromkeys(("受理届出名称", "受理記号", "受理番号", "算定開始年月日"), "")
    found = of_rows(official_row(**bare))
    assert (found.rows, found.row_kinds["without_filing"]) == (1, 1)
    assert found.facilities[0].filings == ()
    assert not found.problems


def test_sectors_may_be_mixed_and_kinds_filled():
    found = of_rows(
        official_row(80001, 種別コード="22", 種別="病院"),
        official_row(
            80002,
            区分="歯科",
            医療機関番号=number(80002, sector="dental"),
            受理記号="歯援診２",
        ),
        official_row(
            80003,
            区分="薬局",
            医療機関番号=number(80003, sector="pharmacy"),
            受理記号="在薬",
            種別="薬局",
        ),
    )
    assert [one.kind for one in found.facilities] == [
        "hospital",
        "dental_clinic",
        "pharmacy",
    ]
    assert [one.code[2] for one in found.facilities] == ["1", "3", "4"]
    assert found.class_counts() == {
        "zaishishin": 1,
        "zaishibyo": 0,
        "backup_hospital": 0,
    }


def test_one_number_in_two_prefectures_is_two_facilities():
    found = of_rows(
        official_row(80001),
        official_row(80001, 都道府県コード="02", 都道府県名="青森県"),
    )
    assert [one.code[:2] for one in found.facilities] == ["01", "02"]


def test_hidden_and_merged_things_are_read_and_said():
    def odd(book):
        book["Sheet1"].row_dimensions[3].hidden = True
        book["Sheet1"].merge_cells("A1:C1")
        book["Sheet1"].sheet_state = "hidden"

    rows = [[TITLE], *official_table([official_row()])]
    found = listing(workbook({"Sheet1": rows, "空": [[]]}, odd))
    assert {one.code for one in found.problems} == {
        "hidden_rows",
        "merged_cells",
        "hidden_sheet",
    }
    assert len(found.facilities) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_with_the_same_addresses(encoding):
    found = listing(
        official_csv(official_row(病床数="一般　　"), encoding=encoding), "csv"
    )
    problem = only(found, "beds_without_number")
    assert (problem.address, problem.sheet) == ("M3", "")
    assert problem.message.startswith("3行目 M列（病床数）：")
    assert found.as_of == date(2025, 10, 1)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (official(), "no_rows", "データの行がありません"),
        (official(None, None), "no_rows", "データの行がありません"),
        (
            workbook({"a": [["氏名", "住所"], ["山田", "札幌市"]]}),
            "unknown_format",
            "見出しの行が見つかりません",
        ),
        (workbook({"a": [[]]}), "unknown_format", "届出受理医療機関名簿"),
        (
            official(
                official_row(),
                header=tuple(n for n in HEADER if n not in ("受理記号", "区分")),
            ),
            "missing_columns",
            "区分、受理記号",
        ),
    ],
)
def test_a_file_that_is_no_such_list_is_refused_in_words(data, code, words):
    with pytest.raises(Refused, match=words) as refusal:
        listing(data)
    assert refusal.value.code == code
