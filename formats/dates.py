"""Days as Japanese offices write them: reading every usual spelling, writing 和暦, and fiscal years.

The era table is japanera's; the parser is ours, because an office list must be refused in words
when a day does not exist, and japanera accepts days outside an era.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta

from japanera import ERA_DATA_GENERAL

_ERAS = {
    era.kanji: era
    for era in ERA_DATA_GENERAL
    if era.kanji in ("明治", "大正", "昭和", "平成", "令和")
}
_LETTERS = {"明治": "M", "大正": "T", "昭和": "S", "平成": "H", "令和": "R"}
_BY_MARK = (
    {name: name for name in _LETTERS}
    | {name[0]: name for name in _LETTERS}
    | {letter: name for name, letter in _LETTERS.items()}
)
# 1912-07-30 and 1926-12-25 belong to both eras; since 1989 an era begins on the day after.
_SHARED_LAST_DAY = ("明治", "大正")

_SEP = r"[年./-]"
_ERA_DAY = re.compile(
    rf"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令MTSHR])(?P<year>元|\d{{1,2}}){_SEP}"
    r"(?P<month>\d{1,2})[月./-](?P<day>\d{1,2})日?"
)
_WESTERN_DAY = re.compile(
    rf"(?P<year>\d{{4}}){_SEP}(?P<month>\d{{1,2}})[月./-](?P<day>\d{{1,2}})日?"
    r"(?:T?00:00(?::00)?(?:\.0+)?)?"
)
_YEAR = re.compile(
    r"(?:(?P<western>\d{4})|(?P<era>明治|大正|昭和|平成|令和|[明大昭平令MTSHR])(?P<year>元|\d{1,2}))"
    r"(?:年度?)?"
)
_COMPACT_DAY = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_MONTH_ONLY = re.compile(rf"(?:\D{{1,2}}(?:元|\d{{1,2}})|\d{{4}}){_SEP}\d{{1,2}}月?")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


class DateError(ValueError):
    """The text is no day; the message says in Japanese what was written and what to write."""


def parse_date(
    value: object,
    *,
    latest: date | None = None,
    excel_serial: bool = False,
    epoch_1904: bool = False,
) -> date:
    """Return the day that a cell or a form field means.

    `value` is a date, a datetime (its day), or text: 令和7年4月1日, 令和 6年10月 1日, 令和元年…,
    R7.4.1, 昭38.5.1, 2025-04-01, 2025/4/1, 20250401, in any width. A number is a day only when
    it has the form yyyymmdd, or when `excel_serial` says that it counts days from 1899-12-30
    (1904-01-01 with `epoch_1904`). `latest` is the last day allowed, inclusive.
    Raises DateError; an era ends on its last day, so 昭和64年1月8日 is refused.
    """
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = _from_number(value, excel_serial=excel_serial, epoch_1904=epoch_1904)
    elif isinstance(value, str):
        found = _from_text(value)
    else:
        raise DateError(
            f"「{value}」は日付ではありません。令和7年4月1日の形で入力してください。"
        )
    if latest is not None and found > latest:
        raise DateError(
            f"「{_shown(value)}」は{wareki(latest)}より後の日付です。年月日を確かめてください。"
        )
    return found


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _from_number(number: float, *, excel_serial: bool, epoch_1904: bool) -> date:
    if 1000_01_01 <= number <= 9999_12_31 and number == int(number):
        return _from_text(str(int(number)))
    # Excel's serial 60 is 29 February 1900, a day that never was; no list reaches back to it.
    if excel_serial and 61 <= number < 2_957_000:
        first = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
        return first + timedelta(days=int(number))
    raise DateError(
        f"「{number:g}」は日付ではありません。令和7年4月1日の形で入力してください。"
    )


def _from_text(text: str) -> date:
    shown = text.strip()
    compact = "".join(unicodedata.normalize("NFKC", text).split()).translate(_DASHES)
    if not compact:
        raise DateError("日付が空です。令和7年4月1日の形で入力してください。")
    if len(compact) > 40:
        raise DateError("日付としては長すぎます。令和7年4月1日の形で入力してください。")
    if match := _ERA_DAY.fullmatch(compact.upper()):
        return _in_era(match, shown)
    if match := _WESTERN_DAY.fullmatch(compact) or _COMPACT_DAY.fullmatch(compact):
        return _calendar_day(int(match["year"]), match, shown)
    if _MONTH_ONLY.fullmatch(compact):
        raise DateError(
            f"「{shown}」には日がありません。令和7年4月1日のように日まで入力してください。"
        )
    raise DateError(
        f"「{shown}」は日付として読めません。令和7年4月1日の形で入力してください。"
    )


def _in_era(match: re.Match[str], shown: str) -> date:
    name = _BY_MARK[match["era"]]
    era = _ERAS[name]
    year = 1 if match["year"] == "元" else int(match["year"])
    if year == 0:
        raise DateError(f"「{shown}」は暦にない日付です。{name}は元年から始まります。")
    found = _calendar_day(era.since.year + year - 1, match, shown)
    if found < era.since:
        raise DateError(
            f"「{shown}」は{name}の始まり（{wareki(era.since)}）より前です。元号を確かめてください。"
        )
    if era.until is not None:
        last = era.until if name in _SHARED_LAST_DAY else era.until - timedelta(days=1)
        if found > last:
            raise DateError(
                f"「{shown}」は{name}の終わり（{_written(name, last)}）より後です。元号を確かめてください。"
            )
    return found


def _calendar_day(year: int, match: re.Match[str], shown: str) -> date:
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        raise DateError(
            f"「{shown}」は暦にない日付です。年月日を確かめてください。"
        ) from None


def _era_of(day: date) -> str | None:
    for name in reversed(_ERAS):
        if day >= _ERAS[name].since:
            return name
    return None


def _era_year(name: str, day: date) -> int:
    return day.year - _ERAS[name].since.year + 1


def _written(name: str, day: date) -> str:
    year = _era_year(name, day)
    return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def wareki(day: date) -> str:
    """Write a day for running text: 令和7年10月1日 (元年 for the first year; 西暦 before 明治)."""
    name = _era_of(day)
    return _written(name, day) if name else f"{day.year}年{day.month}月{day.day}日"


def wareki_month(day: date) -> str:
    """Write the month of a day for running text: 令和7年10月."""
    return wareki(day).partition("月")[0] + "月"


def wareki_short(day: date) -> str:
    """Write a day for tables: R7.10.1."""
    name = _era_of(day)
    if name is None:
        return f"{day.year}.{day.month}.{day.day}"
    return f"{_LETTERS[name]}{_era_year(name, day)}.{day.month}.{day.day}"


def fiscal_year(day: date) -> int:
    """Return the Japanese fiscal year (1 April to 31 March) as the western year it begins in."""
    return day.year if day.month >= 4 else day.year - 1


def parse_fiscal_year(value: object) -> int:
    """Return the western year in which the fiscal year begins that a cell or a form field means.

    `value` is a number or text: 令和9年度, 令和元年度, R9, 2027, 2027年度, in any width. Raises DateError;
    an era ends with the fiscal year of its last day, so 平成31年度 is read and 平成32年度 refused.
    """
    return _year(value, "年度", 4)


def parse_calendar_year(value: object) -> int:
    """The same for a calendar year: 令和7年, R7, 2025. Raises DateError."""
    return _year(value, "年", 1)


def _year(value: object, unit: str, first_month: int) -> int:
    shown = _shown(value)
    compact = "".join(unicodedata.normalize("NFKC", shown).split()).upper()
    match = _YEAR.fullmatch(compact[:40])
    if match is None:
        raise DateError(
            f"「{shown[:40]}」は{unit}として読めません。令和9{unit}、R9、2027のどれかで入力してください。"
        )
    if match["western"]:
        return int(match["western"])
    name = _BY_MARK[match["era"]]
    era, number = _ERAS[name], 1 if match["year"] == "元" else int(match["year"])
    found = era.since.year + number - 1
    if not number or (era.until and date(found, first_month, 1) > era.until):
        raise DateError(
            f"「{shown}」はありません。元号を確かめるか、西暦で入力してください。"
        )
    return found


def fiscal_year_label(year: int) -> str:
    """Write a fiscal year for text: 2025 → 令和7年度; 2019 → 令和元年度, as the offices call it."""
    name, number = _fiscal(year)
    return f"{name}{'元' if number == 1 else number}年度"


def fiscal_year_short(year: int) -> str:
    """Write a fiscal year for tables: 2025 → R7."""
    name, number = _fiscal(year)
    return f"{_LETTERS[name]}{number}" if name in _LETTERS else str(number)


def _fiscal(year: int) -> tuple[str, int]:
    # The last day names it: FY2019 began in 平成31 and is called 令和元年度; 1988 is 昭和63年度.
    for name in reversed(_ERAS):
        if _ERAS[name].since <= date(year, 12, 31):
            return name, year - _ERAS[name].since.year + 1
    return "", year
