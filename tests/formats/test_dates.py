"""Days in every spelling that offices use, and the refusals in words."""

from datetime import date, datetime, timedelta

import japanera
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.dates import (
    DateError,
    fiscal_year,
    fiscal_year_label,
    fiscal_year_short,
    parse_calendar_year,
    parse_date,
    parse_fiscal_year,
    wareki,
    wareki_short,
)

SINCE_MEIJI = st.dates(min_value=date(1868, 10, 23), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和7年4月1日", date(2025, 4, 1)),
        ("令和 6年10月 1日", date(2024, 10, 1)),
        ("令和元年 5月 2日", date(2019, 5, 2)),
        ("令和７年１０月１日", date(2025, 10, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("昭和33年10月 1日", date(1958, 10, 1)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("㍻元年1月8日", date(1989, 1, 8)),
        ("R7.4.1", date(2025, 4, 1)),
        ("r07.04.01", date(2025, 4, 1)),
        ("Ｈ３０／４／１", date(2018, 4, 1)),
        ("S63-12-31", date(1988, 12, 31)),
        ("T9.1.1", date(1920, 1, 1)),
        ("M45.7.29", date(1912, 7, 29)),
        ("昭38. 5. 1", date(1963, 5, 1)),
        ("2025-04-01", date(2025, 4, 1)),
        ("2025/4/1", date(2025, 4, 1)),
        ("2025年4月1日", date(2025, 4, 1)),
        ("2025.4.1", date(2025, 4, 1)),
        ("20250401", date(2025, 4, 1)),
        ("２０２５－０４－０１", date(2025, 4, 1)),
        ("2025-04-01 00:00:00", date(2025, 4, 1)),
        (20250401, date(2025, 4, 1)),
        (20250401.0, date(2025, 4, 1)),
        (date(2025, 4, 1), date(2025, 4, 1)),
        (datetime(2025, 4, 1, 13, 0), date(2025, 4, 1)),  # noqa: DTZ001 - a cell has no zone
    ],
)
def test_parse_date_reads_what_offices_write(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("令和6年2月30日", "暦にない日付"),
        ("2024-02-30", "暦にない日付"),
        ("令和6年13月1日", "暦にない日付"),
        ("昭和64年1月8日", "昭和の終わり（昭和64年1月7日）より後"),
        ("平成元年1月7日", "平成の始まり（平成元年1月8日）より前"),
        ("平成31年5月1日", "平成の終わり"),
        ("令和元年4月30日", "令和の始まり"),
        ("令和0年4月1日", "元年から"),
        ("令和7年4月", "日がありません"),
        ("2025/4", "日がありません"),
        ("0000-00-00", "暦にない日付"),
        ("99999-1-1", "読めません"),
        ("未定", "読めません"),
        ("", "空です"),
        ("　", "空です"),
        ("1" * 200, "長すぎます"),
        (45748, "日付ではありません"),
        (float("nan"), "日付ではありません"),
        (None, "日付ではありません"),
        (True, "日付ではありません"),
    ],
)
def test_parse_date_refuses_in_words(text, words):
    with pytest.raises(DateError, match=words):
        parse_date(text)


def test_parse_date_counts_excel_days_only_when_told():
    assert parse_date(45748, excel_serial=True) == date(2025, 4, 1)
    assert parse_date(44286, excel_serial=True, epoch_1904=True) == date(2025, 4, 1)
    with pytest.raises(DateError):
        parse_date(45748)


def test_parse_date_keeps_a_far_year_unless_a_limit_is_given():
    assert parse_date("令和30年6月1日") == date(2048, 6, 1)
    with pytest.raises(DateError, match="令和7年10月1日より後"):
        parse_date("令和30年6月1日", latest=date(2025, 10, 1))
    assert parse_date("令和7年10月1日", latest=date(2025, 10, 1)) == date(2025, 10, 1)


@given(SINCE_MEIJI)
def test_wareki_is_read_back(day):
    assert parse_date(wareki(day)) == day
    assert parse_date(wareki_short(day)) == day
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%Y%m%d}") == day


@given(st.dates(min_value=date(1900, 3, 1), max_value=date(2099, 12, 31)))
def test_excel_days_are_read_back(day):
    assert parse_date((day - date(1899, 12, 30)).days, excel_serial=True) == day


@given(SINCE_MEIJI)
def test_wareki_agrees_with_japanera(day):
    theirs = japanera.EraDate.from_date(day)
    year = theirs.era.calc_relative_year(day)
    assert wareki(day).startswith(f"{theirs.era.kanji}{'元' if year == 1 else year}年")


@given(st.text(max_size=60) | st.integers() | st.floats() | st.none())
def test_parse_date_lets_nothing_but_its_own_error_escape(value):
    try:
        found = parse_date(value, excel_serial=True)
    except DateError:
        return
    assert type(found) is date


def test_fiscal_year_turns_on_the_first_of_april():
    assert fiscal_year(date(2026, 3, 31)) == 2025
    assert fiscal_year(date(2026, 3, 31) + timedelta(days=1)) == 2026


@pytest.mark.parametrize(
    ("year", "label", "short"),
    [
        (2025, "令和7年度", "R7"),
        (2019, "令和元年度", "R1"),
        (2018, "平成30年度", "H30"),
        (1988, "昭和63年度", "S63"),
    ],
)
def test_fiscal_year_has_its_office_name(year, label, short):
    assert fiscal_year_label(year) == label
    assert fiscal_year_short(year) == short


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和9年度", 2027),
        ("令和元年度", 2019),
        ("平成31年度", 2019),
        ("Ｒ９", 2027),
        ("r9年", 2027),
        (" 令 6 ", 2024),
        ("２０２７年度", 2027),
        ("2027", 2027),
        (2027, 2027),
    ],
)
def test_fiscal_year_is_read_as_written(text, year):
    assert parse_fiscal_year(text) == year


@pytest.mark.parametrize(
    "text", ["", "9年度", "来年度", "平成32年度", "令和0年度", "20270", None]
)
def test_what_is_no_fiscal_year_is_said(text):
    with pytest.raises(DateError, match=r"読めません|ありません"):
        parse_fiscal_year(text)


def test_calendar_year_of_an_era_that_ended_in_january_is_read():
    assert parse_calendar_year("昭和64年") == 1989
    with pytest.raises(DateError):
        parse_fiscal_year("昭和64年度")


@pytest.mark.parametrize("year", [1926, 1988, 1989, 2018, 2019, 2027])
def test_fiscal_year_label_is_read_back(year):
    assert parse_fiscal_year(fiscal_year_label(year)) == year
    assert parse_fiscal_year(fiscal_year_short(year)) == year
