"""Cells of the official list: understood or said, with the cell, and never repaired silently."""

from datetime import date

import pytest

from imports.cells import Book, Sheet
from imports.formats import Context
from imports.formats.official import FORMAT
from imports.messages import ERROR, WARNING
from tests.imports.here import clinic, listing, of_rows, only
from tests.workbooks import (
    TITLE,
    fixture_kinds,
    number,
    official_row,
    official_table,
    workbook,
)


def test_names_stay_as_written():
    assert (
        clinic(医療機関名称="　　医療法人社団\ufa19会　診療所　").name
        == "　　医療法人社団\ufa19会　診療所　"
    )


def test_a_control_character_in_a_name_is_dropped():
    book = Book(
        "csv",
        [
            Sheet(
                "",
                [
                    [TITLE, *[""] * 23],
                    *official_table([official_row(医療機関名称="みち\0医院")]),
                ],
            )
        ],
    )
    assert FORMAT.read(book, Context(fixture_kinds())).facilities[0].name == "みち医院"


def test_a_private_use_character_is_kept_and_shown_as_filler():
    found = of_rows(official_row(医療機関名称="医療法人社団\ue0dd翔会"))
    problem = only(found, "private_use")
    assert found.facilities[0].name == "医療法人社団\ue0dd翔会"
    assert (problem.level, problem.address) == (WARNING, "H5")
    assert "〓翔会" in problem.message


@pytest.mark.parametrize(
    ("written", "state", "total"),
    [
        ("", "none", None),
        ("一般　　42／療養　　92", "known", 134),
        ("一般　一般　395／一般（感染）　感染　4", "known", 399),
        ("　一般　19", "known", 19),
        ("療養　　9／療養　　9", "known", 18),
        ("一般　　", "unknown", None),
        ("　　", "unknown", None),
        ("療養　　9／　　", "partly", None),
    ],
)
def test_beds_are_read_as_written(written, state, total):
    beds = clinic(病床数=written).beds
    assert (beds.state, beds.total) == (state, total)


@pytest.mark.parametrize(
    ("written", "code"),
    [("一般　　", "beds_without_number"), ("一般　19.5", "beds_unreadable")],
)
def test_beds_that_are_not_known_are_a_warning(written, code):
    problem = only(of_rows(official_row(病床数=written)), code)
    assert (problem.level, problem.address, problem.header) == (WARNING, "M5", "病床数")


@pytest.mark.parametrize("written", ["令和30年 6月 1日", "令和 6年 2月30日", "未定"])
def test_an_impossible_start_is_a_warning_and_the_filing_stays(written):
    found = of_rows(official_row(算定開始年月日=written))
    problem = only(found, "start_unreadable")
    assert (problem.level, problem.address, problem.value) == (WARNING, "Q5", written)
    assert found.facilities[0].filings[0].starts_on is None
    assert found.class_counts()["zaishishin"] == 1


def test_a_start_between_the_list_and_its_making_is_possible():
    title = "[令和７年９月１日 現在 ]令和７年１０月２日作成"
    found = of_rows(official_row(算定開始年月日="令和 7年10月 1日"), title=title)
    assert found.facilities[0].filings[0].starts_on == date(2025, 10, 1)


@pytest.mark.parametrize("written", [None, ""])
def test_a_missing_start_is_a_warning(written):
    found = of_rows(official_row(算定開始年月日=written))
    assert only(found, "start_missing").level == WARNING


def test_lost_leading_zeros_are_restored_and_said():
    whole = number(80001)
    for lost in (whole.lstrip("0"), int(whole)):
        found = of_rows(official_row(医療機関番号=lost))
        problem = only(found, "number_zeros_restored")
        assert found.facilities[0].number == whole
        assert (problem.level, problem.address) == (WARNING, "E5")


def test_rows_with_and_without_leading_zeros_are_one_facility():
    found = of_rows(
        official_row(), official_row(医療機関番号=int(number(80001)), 受理番号="第2号")
    )
    assert len(found.facilities) == 1


def test_a_ten_digit_code_is_understood():
    assert clinic(医療機関番号="011" + number(80001)).number == number(80001)


def test_a_wrong_check_digit_is_a_warning_and_off_in_saitama():
    wrong = number(80001)[:6] + str((int(number(80001)[6]) + 5) % 10)
    found = of_rows(official_row(医療機関番号=wrong))
    assert only(found, "number_check_digit").level == WARNING
    assert len(found.facilities) == 1
    assert not of_rows(
        official_row(医療機関番号=wrong, 都道府県コード="11", 都道府県名="埼玉県")
    ).problems


@pytest.mark.parametrize(
    ("changes", "code", "address"),
    [
        ({"医療機関番号": ""}, "number_missing", "E5"),
        ({"医療機関番号": "12"}, "number_invalid", "E5"),
        ({"医療機関番号": "01-ABC"}, "number_invalid", "E5"),
        ({"都道府県コード": "48"}, "prefecture_invalid", "B5"),
        ({"区分": "介護"}, "sector_invalid", "D5"),
        ({"医療機関名称": " "}, "name_missing", "H5"),
    ],
)
def test_what_names_no_facility_is_an_error_at_its_cell(changes, code, address):
    found = of_rows(official_row(**changes), official_row(80002))
    problem = only(found, code)
    assert (problem.level, problem.address, problem.row) == (ERROR, address, 5)
    assert problem.message.startswith("シート「Sheet1」5行目 ")
    assert len(found.facilities) == 1
    assert found.rows == 2


@pytest.mark.parametrize(
    ("changes", "code", "address"),
    [
        ({"医療機関所在地（郵便番号）": "0600001x"}, "postal_code_odd", "I5"),
        ({"電話番号": "252-1335"}, "phone_odd", "K5"),
        ({"医療機関所在地（住所）": ""}, "address_missing", "J5"),
        ({"都道府県名": "青森県"}, "prefecture_differs", "B5"),
        ({"受理記号": ""}, "symbol_missing", "O5"),
    ],
)
def test_what_is_odd_is_a_warning_at_its_cell(changes, code, address):
    found = of_rows(official_row(**changes))
    problem = only(found, code)
    assert (problem.level, problem.address) == (WARNING, address)
    assert len(found.facilities) == 1


@pytest.mark.parametrize(
    "phone", ["0776(00)0123", "０１１－０００－１２３４", "", "0570-000-882"]
)
def test_phones_are_kept_as_written(phone):
    found = of_rows(official_row(電話番号=phone))
    assert found.facilities[0].phone == phone
    assert not found.problems


def test_rows_of_a_facility_that_differ_are_a_warning():
    found = of_rows(
        official_row(), official_row(電話番号="011-000-0002", 受理番号="第2号")
    )
    problem = only(found, "rows_differ")
    assert (problem.address, found.facilities[0].phone) == ("K6", "011-000-0001")


def test_error_values_and_formulas_without_result_are_errors():
    def odd(book):
        sheet = book["Sheet1"]
        sheet["H3"] = "#N/A"
        sheet["H3"].data_type = "e"
        sheet["Q3"] = "=TODAY()"
        sheet["A3"] = "=ROW()"

    rows = [[TITLE], *official_table([official_row()])]
    found = listing(workbook({"Sheet1": rows}, odd))
    assert only(found, "cell_error").address == "H3"
    assert [
        one.address for one in found.errors if one.code == "formula_without_value"
    ] == ["A3", "Q3"]


def test_real_dates_and_numbers_in_cells_are_read():
    found = of_rows(official_row(算定開始年月日=date(2024, 10, 1), 都道府県コード=1))
    assert found.facilities[0].filings[0].starts_on == date(2024, 10, 1)
    assert not found.problems
