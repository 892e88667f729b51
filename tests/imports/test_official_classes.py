"""Filings of the official list, and the class that a facility counts under."""

import pytest

from imports.messages import WARNING
from tests.imports.here import clinic, of_rows, only
from tests.workbooks import (
    fixture_kinds,
    official_row,
)


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


def test_a_kind_holds_on_the_days_of_the_list():
    row = official_row(
        受理記号="訪看専", 算定開始年月日="令和 2年 4月 1日"
    )  # since 2022-04-01
    early, late = of_rows(row, title="[令和３年４月１日 現在 ]"), of_rows(row)
    assert early.facilities[0].other_symbols == ("訪看専",)
    assert [one.symbol for one in late.facilities[0].filings] == ["訪看専"]
