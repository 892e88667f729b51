"""The official list as bureaus publish it: every quirk is read, said, and never repaired silently."""

from datetime import date

import pytest

from imports.cells import Book, Sheet
from imports.formats import Context, recognise
from imports.formats.official import FORMAT
from imports.messages import ERROR, WARNING, Refused
from imports.readers import read_book
from imports.sample_sheet import HEADER
from tests.workbooks import (
    TITLE,
    fixture_kinds,
    number,
    official,
    official_csv,
    official_row,
    official_table,
    workbook,
)


def listing(data, kind="xlsx"):
    book = read_book(data, kind)
    return recognise(book).read(book, Context(fixture_kinds()))


def of_rows(*rows, **layout):
    return listing(official(*rows, **layout))


def only(found, code):
    (problem,) = [one for one in found.problems if one.code == code]
    return problem


def clinic(**changes):
    (facility,) = of_rows(official_row(**changes)).facilities
    return facility


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


def test_two_classes_count_once_by_the_later_start():
    found = of_rows(
        official_row(受理記号="支援診１", 算定開始年月日="令和 5年 4月 1日"),
        official_row(
            受理記号="支援診２", 算定開始年月日="令和 6年10月 1日", 受理番号="第2号"
        ),
    )
    (facility,) = found.facilities
    assert facility.class_symbol == "支援診2"
    assert {one.symbol for one in facility.filings} == {"支援診1", "支援診2"}
    assert found.class_counts()["zaishishin"] == 1
    assert "支援診１・支援診２" in only(found, "two_classes").message


def test_two_classes_of_one_day_count_as_the_better():
    (facility,) = of_rows(
        official_row(受理記号="支援病３"), official_row(受理記号="支援病２")
    ).facilities
    assert facility.class_symbol == "支援病2"


def test_the_same_class_twice_is_one_facility():
    found = of_rows(
        official_row(
            受理記号="支援診２", 受理番号="第593号", 算定開始年月日="令和 4年 4月 1日"
        ),
        official_row(
            受理記号="支援診２", 受理番号="第389号", 算定開始年月日="平成29年 5月 1日"
        ),
    )
    assert found.class_counts()["zaishishin"] == 1
    assert len(found.facilities[0].filings) == 2
    assert only(found, "same_class_twice").level == WARNING


def test_the_class_follows_the_symbol_not_the_name():
    facility = clinic(受理記号="歯援診２", 受理届出名称="在宅療養支援歯科診療所２")
    assert facility.classes == ()
    backup = clinic(受理記号="在後病", 受理届出名称="在宅療養後方支援病院")
    assert (backup.classes, backup.class_symbol, backup.kind) == (
        ("backup_hospital",),
        "",
        "hospital",
    )


def test_one_is_solo_two_cooperative_three_conventional():
    kinds = {one.symbol: one.enhancement for one in fixture_kinds()}
    assert [kinds[f"支援診{digit}"] for digit in "123"] == [
        "solo",
        "cooperative",
        "conventional",
    ]


def test_a_symbol_is_keyed_after_nfkc():
    assert clinic(受理記号="支援診\uff13").filings[0].symbol == "支援診3"
    assert clinic(受理記号="訪看ＤⅩ").other_symbols == ("訪看DX",)  # U+2169


def test_a_symbol_outside_the_table_is_kept_quietly():
    found = of_rows(official_row(), official_row(受理記号="酸単", 受理番号="第9号"))
    assert found.facilities[0].other_symbols == ("酸単",)
    assert not found.problems


def test_the_same_row_twice_is_one_filing():
    found = of_rows(official_row(), official_row())
    assert (found.rows, found.filings, found.row_kinds["repeated_filing"]) == (2, 1, 1)


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


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"受理記号": "酸単", "病床数": "一般　　20"}, "hospital"),
        ({"受理記号": "酸単", "病床数": "一般　　19"}, "clinic"),
        ({"受理記号": "酸単"}, "clinic"),
        ({"受理記号": "支援病３"}, "hospital"),
        ({"受理記号": "一般入院", "病床数": "一般　　"}, "hospital"),
        ({"受理記号": "診入院", "病床数": "一般　　"}, "clinic"),
        ({"受理記号": "酸単", "病床数": "一般　　"}, "medical"),
    ],
)
def test_hospital_and_clinic_are_told_apart(changes, kind):
    assert clinic(**changes).kind == kind


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


def test_a_kind_holds_on_the_days_of_the_list():
    row = official_row(
        受理記号="訪看専", 算定開始年月日="令和 2年 4月 1日"
    )  # since 2022-04-01
    early, late = of_rows(row, title="[令和３年４月１日 現在 ]"), of_rows(row)
    assert early.facilities[0].other_symbols == ("訪看専",)
    assert [one.symbol for one in late.facilities[0].filings] == ["訪看専"]
