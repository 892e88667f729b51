"""Official codes with their check digits: municipalities (JIS X 0402) and medical institutions."""

import re
import unicodedata
from dataclasses import dataclass

# In the order of their codes: 北海道 is 01, 沖縄県 is 47.
PREFECTURES = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県",
    "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県",
    "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県",
    "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県",
    "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県",
    "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
)  # fmt: skip

# 点数表番号, the third digit of the 10-digit code: 厚生労働省 保険医療機関コード.
SECTORS = {"medical": "1", "dental": "3", "pharmacy": "4", "nursing": "6"}
SECTOR_NAMES = {
    "medical": "医科",
    "dental": "歯科",
    "pharmacy": "薬局",
    "nursing": "訪看",
}
_SECTOR_OF = {digit: name for name, digit in SECTORS.items()}

# Saitama and Chiba add a constant to the check digit (measured on all 7,981 of their numbers).
_OTHER_CHECK_DIGITS = frozenset({"11", "12"})

# Twice a digit, with the digits of the product added: 7 → 14 → 5.
_DOUBLED = {str(digit): sum(divmod(2 * digit, 10)) for digit in range(10)}

_FIVE = re.compile(r"[0-9]{5}")
_SIX = re.compile(r"[0-9]{6}")
_SEVEN = re.compile(r"[0-9]{7}")
_TEN = re.compile(r"[0-9]{10}")


# Dashes of every kind as the one on the keyboard; a long vowel among digits is one, too.
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
_POSTAL = re.compile(r"([0-9]{3})-?([0-9]{4})")


def postal_code(text: str) -> str | None:
    """Return a postal code as 000-0000, or None when the text is no such code."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _POSTAL.fullmatch(plain.removeprefix("〒").strip().translate(DASHES))
    return f"{found[1]}-{found[2]}" if found else None


class CodeError(ValueError):
    """The text is no such code; the message says so in Japanese."""


@dataclass(frozen=True, slots=True)
class MedicalCode:
    """A 10-digit code in its parts: prefecture (2 digits), sector (medical …), number (7 digits)."""

    prefecture: str
    sector: str
    number: str

    def __str__(self) -> str:
        return f"{self.prefecture}{SECTORS[self.sector]}{self.number}"


def is_prefecture(code: str) -> bool:
    """Say whether a 2-digit text is one of the 47 prefectures."""
    return (
        len(code) == 2
        and code.isascii()
        and code.isdigit()
        and 1 <= int(code) <= len(PREFECTURES)
    )


def municipality_check_digit(code5: str) -> str:
    """Return the sixth digit of a municipality code (modulus 11, weights 6 to 2)."""
    if not _FIVE.fullmatch(code5):
        raise CodeError(f"「{code5}」は5桁の市区町村コードではありません。")
    total = sum(
        int(digit) * weight
        for digit, weight in zip(code5, (6, 5, 4, 3, 2), strict=True)
    )
    return str((11 - total % 11) % 10)


def municipality_code6(code5: str) -> str:
    """Return the 6-digit form of a 5-digit municipality code: 01100 → 011002."""
    return code5 + municipality_check_digit(code5)


def municipality_code5(code: str) -> str:
    """Return the stored 5-digit form of a 5- or 6-digit code; a wrong sixth digit is a CodeError."""
    if _FIVE.fullmatch(code) and is_prefecture(code[:2]):
        return code
    if not _SIX.fullmatch(code) or not is_prefecture(code[:2]):
        raise CodeError(
            f"「{code}」は市区町村コードではありません。5桁か6桁の数字で入力してください。"
        )
    if municipality_check_digit(code[:5]) != code[5]:
        raise CodeError(
            f"市区町村コード「{code}」の検査数字が合いません。6桁目を確かめてください。"
        )
    return code[:5]


def medical_check_digit(prefecture: str, sector: str, first6: str) -> str:
    """Return the 7th digit of an institution's number.

    Taken over prefecture (2), 点数表 (1) and the first six digits with weights 2, 1, 2, 1 …,
    adding the digits of each product. Verified on 39,786 numbers of the official lists of
    October 2025; see `check_digit_applies` for the two prefectures that differ.
    """
    digits = f"{prefecture}{SECTORS[sector]}{first6}"
    if len(digits) != 9 or not (digits.isascii() and digits.isdigit()):
        raise CodeError(f"「{first6}」は6桁の数字ではありません。")
    total = sum(map(_DOUBLED.__getitem__, digits[::2])) + sum(map(int, digits[1::2]))
    return str(-total % 10)


def check_digit_applies(prefecture: str) -> bool:
    """Say whether the usual check digit holds there: not in 埼玉 (11) and 千葉 (12)."""
    return prefecture not in _OTHER_CHECK_DIGITS


def check_digit_ok(prefecture: str, sector: str, number: str) -> bool:
    """Say whether a 7-digit number is right; always true where the check digit does not apply."""
    if not check_digit_applies(prefecture):
        return True
    return medical_check_digit(prefecture, sector, number[:6]) == number[6:]


def medical_code(prefecture: str, sector: str, number: str) -> MedicalCode:
    """Compose a code from checked parts; raises CodeError. The check digit is not judged here."""
    if not is_prefecture(prefecture):
        raise CodeError(
            f"「{prefecture}」は都道府県コードではありません。01から47までの2桁で入力してください。"
        )
    if sector not in SECTORS:
        raise CodeError(
            f"区分「{sector}」は医科・歯科・薬局・訪看のいずれでもありません。"
        )
    if not _SEVEN.fullmatch(number):
        raise CodeError(f"医療機関番号「{number}」は7桁の数字ではありません。")
    return MedicalCode(prefecture, sector, number)


def split_medical_code(code10: str) -> MedicalCode:
    """Take a 10-digit code apart: 0110117207 → 01, medical, 0117207; raises CodeError."""
    if not _TEN.fullmatch(code10) or code10[2] not in _SECTOR_OF:
        raise CodeError(f"「{code10}」は10桁の医療機関コードではありません。")
    return medical_code(code10[:2], _SECTOR_OF[code10[2]], code10[3:])
