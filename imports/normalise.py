"""Cell texts of official lists into values: codes, beds, numbers, symbols. Names stay as written.

Each function takes text as written and returns a value or None; it never guesses and says nothing
itself. What is wrong is said by the format that asked, with the cell.
"""

import re
import unicodedata
from dataclasses import dataclass

from formats.codes import PREFECTURES, is_prefecture

# A 7-digit number that lost its leading zeros in a spreadsheet still has this many digits.
_LEAST_DIGITS = 4

_SECTORS = {
    "医科": "medical", "歯科": "dental", "薬局": "pharmacy", "調剤": "pharmacy", "訪看": "nursing",
    "訪問看護": "nursing", "1": "medical", "3": "dental", "4": "pharmacy", "6": "nursing",
}  # fmt: skip
_PREFECTURE_CODES = {
    name: f"{index:02}" for index, name in enumerate(PREFECTURES, start=1)
}
_PREFECTURE_CODES |= {
    name if name == "北海道" else name[:-1]: code
    for name, code in list(_PREFECTURE_CODES.items())
}


def plain(text: str) -> str:
    """Return text in NFKC without blanks at its ends: the form in which codes are compared."""
    return unicodedata.normalize("NFKC", text).strip()


def header_key(text: str) -> str:
    """Return the form in which headings are compared: NFKC, no blanks or line breaks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def symbol_key(text: str) -> str:
    """Return the key of a filing symbol: 支援診３ → 支援診3, 訪看ＤⅩ → 訪看DX."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def prefecture_code(text: str) -> str | None:
    """Return the 2-digit code of a prefecture given as 1, 01, 北海道 or 青森, else None."""
    key = header_key(text)
    if (
        key.isascii()
        and key.isdigit()
        and len(key) <= 2
        and is_prefecture(key.zfill(2))
    ):
        return key.zfill(2)
    return _PREFECTURE_CODES.get(key)


def prefecture_name(code: str) -> str:
    """Return the name of a prefecture: 01 → 北海道."""
    return PREFECTURES[int(code) - 1]


def sector_of(text: str) -> str | None:
    """Return medical, dental, pharmacy or nursing for a 区分 as written, else None."""
    return _SECTORS.get(header_key(text))


@dataclass(frozen=True, slots=True)
class Number:
    """An institution's number as understood: 7 digits, and what a 10-digit code said besides."""

    digits: str
    prefecture: str = ""
    sector: str = ""
    zeros_restored: bool = False


def institution_number(text: str) -> Number | None:
    """Return the number of an institution, or None.

    Seven digits; ten digits (prefecture and 点数表 in front); separators as some bureaus print
    them (01,1720,7); four to six digits have lost their leading zeros and get them back.
    """
    written = plain(text)
    if written.count(".") == 1:  # a number cell, or no code at all
        written = written.removesuffix(".0")
    digits = re.sub(r"(?<=\d)[\s,・‐−–—-](?=\d)", "", written)
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) == 7:
        return Number(digits)
    if len(digits) in (9, 10) and is_prefecture(digits.zfill(10)[:2]):
        full = digits.zfill(10)
        sector = _SECTORS.get(full[2])
        return (
            Number(full[3:], full[:2], sector, zeros_restored=len(digits) == 9)
            if sector
            else None
        )
    if _LEAST_DIGITS <= len(digits) < 7:
        return Number(digits.zfill(7), zeros_restored=True)
    return None


def phone_plausible(text: str) -> bool:
    """Say whether a text has the digits of a Japanese telephone number (10 or 11, from 0)."""
    digits = text.replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        digits = re.sub(r"\D", "", plain(text))
    return len(digits) in (10, 11) and digits.startswith("0") and digits.isascii()


@dataclass(frozen=True, slots=True)
class Beds:
    """Beds as a list states them. `state` is none, known, partly or unknown.

    `total` is None unless every type has a number; `by_type` sums the types that have one, in
    the order of the list. A type without a number is unknown, not 0.
    """

    state: str
    total: int | None = None
    by_type: tuple[tuple[str, int], ...] = ()


NO_BEDS = Beds("none")


def beds_of(text: str) -> Beds | None:
    """Return the beds of a cell such as `一般　　42／療養　　92`, or None where it cannot be read.

    Parts stand between ／; each is type, sub-type, number, parted by full-width blanks. A blank
    cell is no beds. The first of type and sub-type that is written names the type.
    """
    if text == "":
        return NO_BEDS
    counts: dict[str, int] = {}
    known = missing = 0
    for part in re.split("[／/]", text):
        words = [word.strip() for word in part.replace(" ", "\u3000").split("\u3000")]
        words = [word for word in words if word]
        count = (
            unicodedata.normalize("NFKC", words[-1]).replace(",", "") if words else ""
        )
        if count.isascii() and count.isdigit():
            if len(count) > 5:
                return None
            name = words[0] if len(words) > 1 else ""
            counts[name] = counts.get(name, 0) + int(count)
            known += 1
        elif re.search(r"\d", count):
            return None
        else:
            missing += 1
    if missing:
        return Beds("partly" if known else "unknown", None, tuple(counts.items()))
    return Beds("known", sum(counts.values()), tuple(counts.items()))
