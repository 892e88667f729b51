"""Cells of our own form: each is understood, taken with a warning, or named where it stands."""

from datetime import date

import pytest

from imports.cells import Book, Sheet
from imports.formats import Context, recognise
from imports.formats.template import FORMAT
from imports.readers import read_book
from tests.forms import HEADER, form, form_csv, form_row, table
from tests.workbooks import fixture_kinds, workbook

TODAY = date(2025, 10, 1)
CONTEXT = Context(fixture_kinds(), today=TODAY)


def read(data, kind="xlsx"):
    book = read_book(data, kind)
    return recognise(book).read(book, CONTEXT)


def read_rows(*rows, header=HEADER):
    """The form without a file: quick, for cells."""
    book = Book("xlsx", [Sheet("施設一覧", table(*rows, header=header))])
    return FORMAT.read(book, CONTEXT)


def only_problem(**changes):
    (problem,) = read_rows(form_row(**changes)).problems
    return problem


def value(name, **changes):
    found = read_rows(form_row(**changes))
    assert found.errors == []
    return found.records[0].values[name]


def test_beds_that_are_no_integer_are_named_with_cell_and_cure():
    rows = [form_row(80000 + at) for at in range(10)]
    found = read(form(*rows, form_row(病床数=19.5)))
    (problem,) = found.errors
    assert problem.message == (
        "シート「施設一覧」12行目 F列（病床数）：「19.5」は整数ではありません。"
        "0〜9999の整数を入力してください。"
    )
    assert problem.address == "F12"


@pytest.mark.parametrize(
    "text", ["19.5", "1e3", "十九", "42床", "①", "1²", "NaN", "TRUE"]
)
def test_beds_that_are_no_integer_are_errors(text):
    assert only_problem(病床数=text).code == "not_integer"


@pytest.mark.parametrize("text", ["-1", "10000", "2147483648", "9223372036854775808"])
def test_beds_out_of_range_are_errors(text):
    assert only_problem(病床数=text).code in ("out_of_range", "not_integer")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("", None),
        ("　", None),
        ("0", ["none", None, []]),
        (" 19 ", ["known", 19, []]),
        ("１９", ["known", 19, []]),
        ("1,019", ["known", 1019, []]),
        (19.0, ["known", 19, []]),
        ("不明", ["unknown", None, []]),
        ("一般　　42／療養　　92", ["known", 134, [["一般", 42], ["療養", 92]]]),
    ],
)
def test_beds_are_understood(text, stored):
    assert value("beds", 病床数=text) == stored


@pytest.mark.parametrize(
    "code", ["12345", "110012", "12345678", "011011720", "abcdefg", "01-1", "-1234567"]
)
def test_a_code_without_7_or_10_digits_is_an_error(code):
    problem = only_problem(医療機関番号=code)
    assert (problem.level, problem.code, problem.address) == (
        "error",
        "code_invalid",
        "A2",
    )


def test_a_code_without_its_leading_zero_is_an_error_that_offers_it():
    assert "「0110012」です" in only_problem(医療機関番号=110012).message


@pytest.mark.parametrize("code", ["4810117207", "0120117207"])
def test_a_ten_digit_code_must_begin_with_prefecture_and_schedule(code):
    assert only_problem(医療機関番号=code).code == "code_parts"


@pytest.mark.parametrize(
    ("code", "stored"),
    [
        ("0117207", "0117207"),
        ("０１１７２０７", "0117207"),
        ("01-1720-7", "0117207"),
        ("0110117207", "0110117207"),
        (1117207.0, "1117207"),
    ],
)
def test_codes_are_understood(code, stored):
    assert value("number", 医療機関番号=code) == stored


def test_an_unknown_symbol_is_an_error_that_offers_the_nearest():
    problem = only_problem(受理記号="支援診４")
    assert (problem.level, problem.code, problem.address) == (
        "error",
        "symbol_unknown",
        "G2",
    )
    assert "「支援診" in problem.message
    assert "ではありませんか。" in problem.message


def test_a_symbol_that_is_no_longer_in_use_is_unknown():
    assert only_problem(受理記号="在医総管").code == "symbol_unknown"
    assert value("symbol", 受理記号="在医総管１") == "在医総管1"


@pytest.mark.parametrize(
    ("changes", "code", "address"),
    [
        ({"算定開始年月日": ""}, "symbol_without_start", "H2"),
        ({"受理記号": ""}, "start_without_symbol", "G2"),
        ({"算定開始年月日": "令和30年 6月 1日"}, "day_unreadable", "H2"),
        ({"算定開始年月日": "2024-02-30"}, "day_unreadable", "H2"),
        ({"算定開始年月日": "昭和64年1月8日"}, "day_unreadable", "H2"),
        ({"算定開始年月日": "来月"}, "day_unreadable", "H2"),
        ({"医療機関名称": ""}, "cell_missing", "B2"),
        ({"医療機関名称": "\u3000\u200b"}, "cell_missing", "B2"),
        ({"医療機関名称": "あ" * 201}, "too_long", "B2"),
        ({"住所": ""}, "cell_missing", "D2"),
        ({"医療機関番号": ""}, "code_missing", "A2"),
        ({"種別": "びょういん？"}, "not_a_choice", "I2"),
        ({"区分": "内科"}, "not_a_choice", "I2"),
        ({"事業所番号": "12345"}, "code_digits", "I2"),
        ({"法人番号": "123"}, "code_digits", "I2"),
        ({"市町村コード": "011003"}, "municipality_code_invalid", "I2"),
    ],
)
def test_wrong_cells_are_errors_at_their_cell(changes, code, address):
    problem = only_problem(**changes)
    assert (problem.level, problem.code, problem.address) == ("error", code, address)


def test_the_last_two_cells_of_a_row_may_be_empty():
    found = read(form(form_row(受理記号="", 算定開始年月日="")))
    assert found.problems == []
    assert found.records[0].values["symbol"] is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"電話番号": "252-1335"}, "phone_odd"),
        ({"郵便番号": "60-1"}, "postal_code_odd"),
        ({"医療機関名称": "\ue38b田医院"}, "private_use"),
        ({"医療機関名称": "みち\x07医院"}, "control_characters"),
        ({"法人番号": "1234567890123"}, "corporation_check_digit"),
    ],
)
def test_odd_cells_are_taken_with_a_warning(changes, code):
    problem = only_problem(**changes)
    assert (problem.level, problem.code) == ("warning", code)


def test_days_are_read_from_days_serials_and_every_spelling():
    spellings = [date(2024, 10, 1), 45566, "R6.10.1", "令和６年１０月１日", "2024/10/1"]
    for spelling in spellings:
        assert value("start", 算定開始年月日=spelling) == "2024-10-01"


def test_an_office_needs_no_medical_code_but_a_kind():
    office = {
        "医療機関番号": "",
        "事業所番号": "0170100011",
        "受理記号": "",
        "算定開始年月日": "",
    }
    assert value("office_number", **office, 種別="居宅介護支援事業所") == "0170100011"
    assert only_problem(**office).code == "kind_needed"


def test_repeated_headers_blank_rows_and_notes_are_passed_over():
    rows = table(form_row(), form_row(80002))
    rows[2:2] = [[""] * 8, list(HEADER), ["　", *[""] * 7]]
    rows.append(["※ 以上", *[""] * 7])
    found = FORMAT.read(Book("xlsx", [Sheet("a", rows)]), CONTEXT)
    assert [record.row for record in found.records] == [2, 6]
    assert [problem.code for problem in found.problems] == ["stray_row"]
    assert found.row_kinds["blank"] == 2


def test_error_values_and_formulas_without_result_are_not_blanks():
    def odd(book):
        book["施設一覧"]["F2"] = "#N/A"
        book["施設一覧"]["F2"].data_type = "e"
        book["施設一覧"]["B3"] = "=A1"

    found = read(form(form_row(), form_row(80002), change=odd))
    assert [(p.code, p.address) for p in found.errors] == [
        ("cell_error", "F2"),
        ("formula_without_value", "B3"),
    ]
    assert [record.wrong for record in found.records] == [True, True]


def test_text_that_the_csv_of_the_portal_escaped_comes_back():
    found = read(form_csv(form_row(医療機関名称="'=みち医院")), "csv")
    assert found.records[0].values["name"] == "=みち医院"


def test_an_older_version_of_the_form_is_named():
    notes = [["様式の版", "0"]]
    data = workbook(
        {"施設一覧": table(form_row()), "記入要領": notes, "選択肢": [["x"]]}
    )
    (problem,) = read(data).problems
    assert (problem.code, problem.address) == ("template_version", "B1")
