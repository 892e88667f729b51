"""What may stand in a cell of a form: each reader takes the raw cell and gives a plain value.

A value that is no such thing raises `Wrong`; one that is taken with a remark comes as `Noted`.
Blank cells never come here.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from formats.codes import CodeError, municipality_code5, postal_code
from formats.dates import DateError, parse_date
from formats.text import private_use, search_key
from imports.cells import as_text
from imports.messages import ERROR, WARNING, declare
from imports.normalise import header_key, phone_plausible

Reader = Callable[[object], Any]

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")
# Only what an input method gives for digits: NFKC would also make 1 of ① and 2 of ².
_DIGITS = str.maketrans("０１２３４５６７８９，．－−＋", "0123456789,.--+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_DASH = re.compile("[‐‑‒–—―－−ー-]")

declare(
    ("cell_missing", ERROR, "{header}がありません。{header}を入力してください。", "必要な項目が空", "値を入力してください。"),
    ("not_integer", ERROR, "「{value}」は整数ではありません。{low}〜{high}の整数を入力してください。", "整数ではない", "整数を入力してください。"),
    ("out_of_range", ERROR, "「{value}」は範囲の外です。{low}〜{high}の整数を入力してください。", "数の範囲の外", "範囲の中の整数を入力してください。"),
    ("not_number", ERROR, "「{value}」は数ではありません。数字で入力してください。", "数ではない", "数字で入力してください。"),
    ("too_long", ERROR, "{length}字あります。{limit}字までで入力してください。", "文字数が多すぎる", "短くしてください。"),
    ("not_a_choice", ERROR, "「{value}」は選べません。{choices}のいずれかを入力してください。{nearest}", "選択肢にない", "決まった語を入力してください。"),
    ("day_unreadable", ERROR, "{reason}", "日付として読めない", "令和7年4月1日の形で入力してください。"),
    ("municipality_code_invalid", ERROR, "{reason}", "市区町村コードではない", "5桁か6桁の数字を入力してください。"),
    ("code_digits", ERROR, "「{value}」は{length}桁の数字ではありません。{length}桁の数字を入力してください。", "桁数の合わない番号", "番号を確かめてください。"),
    ("control_characters", WARNING, "見えない制御文字を除いて読みました。", "見えない制御文字", "除いて読みました。取り込めます。"),
)  # fmt: skip


class Wrong(Exception):
    """The cell holds no such value; `code` names the problem and `words` fill its text."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code, self.words = code, words


@dataclass(frozen=True, slots=True)
class Noted:
    """A value taken with a remark to the sender."""

    value: Any
    code: str
    words: Mapping[str, Any] = field(default_factory=dict)


def written(raw: object) -> str:
    """The cell as typed, without control characters."""
    if raw.__class__ is str and raw.isprintable():
        return raw
    return _CONTROL.sub("", as_text(raw))


def is_blank(raw: object) -> bool:
    """Whether nothing can be seen in the cell."""
    if raw.__class__ is str:
        # Most cells begin with a letter or a digit; only the others are looked at further.
        return not raw[:1].isalnum() and not _INVISIBLE.sub("", raw)
    return raw is None


def compact(raw: object) -> str:
    """Digits and signs in half width, without blanks: how codes and numbers are compared."""
    typed = as_text(raw)
    if typed.isascii() and typed.isalnum():
        return typed
    return _INVISIBLE.sub("", typed).translate(_DIGITS)


def text(longest: int) -> Reader:
    """Text as written, up to a number of characters."""

    def read(raw: object) -> Any:
        found = written(raw)
        if len(found) > longest:
            raise Wrong("too_long", length=len(found), limit=longest)
        if found == raw and found.isprintable():
            return found  # no control and no private-use character
        if found != as_text(raw):
            return Noted(found, "control_characters")
        return Noted(found, "private_use") if private_use(found) else found

    return read


def whole_number(low: int = 0, high: int = 9999) -> Reader:
    """An integer in any width, with or without separators of thousands."""

    def read(raw: object) -> int:
        found = compact(raw)
        if _GROUPED.fullmatch(found):
            found = found.replace(",", "")
        words = {"low": low, "high": f"{high}"}
        if not re.fullmatch(r"[-+]?[0-9]{1,15}", found):
            raise Wrong("not_integer", **words)
        if not low <= int(found) <= high:
            raise Wrong("out_of_range", **words)
        return int(found)

    return read


def decimal(raw: object) -> str:
    """A number as text, with a point: exact, and plain on the wire."""
    found = compact(raw).replace(",", "")
    if not re.fullmatch(r"[-+]?[0-9]{1,13}(?:\.[0-9]{1,6})?", found):
        raise Wrong("not_number")
    return found.removeprefix("+")


def coordinate(low: float, high: float) -> Reader:
    """Degrees; 0.0 stands for unknown."""

    def read(raw: object) -> float | None:
        found = float(decimal(raw)[:20]) if not isinstance(raw, float) else raw
        if found == 0:
            return None
        if not low <= found <= high:
            raise Wrong("out_of_range", low=f"{low:g}", high=f"{high:g}")
        return found

    return read


def digits(length: int) -> Reader:
    """A code of a fixed number of digits; dashes between them do not count."""

    def read(raw: object) -> str:
        found = _DASH.sub("", compact(raw))
        if not re.fullmatch(f"[0-9]{{{length}}}", found):
            raise Wrong("code_digits", length=length)
        return found

    return read


def day(ahead: int, today: date | None) -> Reader:
    """A day in ISO form, at most so many days after today."""
    latest = today + timedelta(days=ahead) if today else None

    def read(raw: object) -> str:
        try:
            return parse_date(raw, latest=latest, excel_serial=True).isoformat()
        except DateError as error:
            raise Wrong("day_unreadable", reason=str(error)) from None

    return read


def choice(words: Mapping[str, str], also: Mapping[str, str] = {}) -> Reader:
    """One of the words, given as word → value; the nearest one is named where it is none.

    `also` are other words that people use.
    """
    keys = {search_key(word): value for word, value in {**also, **words}.items()}

    def read(raw: object) -> str:
        found = keys.get(search_key(header_key(as_text(raw))))
        if found is None:
            raise Wrong(
                "not_a_choice",
                choices="・".join(dict.fromkeys(words)),
                nearest=nearest_words(as_text(raw), words),
            )
        return found

    return read


def nearest_words(written: str, known: Mapping[str, Any] | list[str]) -> str:
    """「支援診１」ではありませんか。 — or nothing where nothing is near."""
    keys = {search_key(word): word for word in known}
    found = get_close_matches(search_key(written), list(keys), n=2, cutoff=0.5)
    near = "・".join(f"「{keys[key]}」" for key in found)
    return f"{near}ではありませんか。" if near else ""


def postal(raw: object) -> Any:
    found = postal_code(as_text(raw))
    kept = written(raw).strip()
    return found or Noted(kept[:8], "postal_code_odd")


def phone(raw: object) -> Any:
    found = written(raw).strip()
    if len(found) > 40:
        raise Wrong("too_long", length=len(found), limit=40)
    return found if phone_plausible(found) else Noted(found, "phone_odd")


def municipality(raw: object) -> str:
    """The 5-digit code of a municipality given in 5 or 6 digits."""
    found = compact(raw)
    if found.isdigit() and len(found) == 4:
        found = f"0{found}"
    try:
        return municipality_code5(unicodedata.normalize("NFKC", found))
    except CodeError as error:
        raise Wrong("municipality_code_invalid", reason=str(error)) from None
