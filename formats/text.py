"""Keys for searching and matching, and the cleaning of typed text; stored names stay as written."""

import re
import unicodedata

from formats.codes import PREFECTURES

# Old, new and common variant forms that the same office uses for the same name.
_VARIANTS = {
    "髙": "高", "﨑": "崎", "嵜": "崎", "碕": "崎", "濵": "浜", "濱": "浜", "德": "徳", "桧": "檜",
    "梼": "檮", "栁": "柳", "澤": "沢", "齋": "斎", "齊": "斎", "斉": "斎", "邊": "辺", "邉": "辺",
    "廣": "広", "國": "国", "會": "会", "醫": "医", "學": "学", "萬": "万", "惠": "恵", "眞": "真",
    "櫻": "桜", "圓": "円", "藏": "蔵", "龍": "竜", "瀧": "滝", "瀨": "瀬", "穗": "穂", "豐": "豊",
    "榮": "栄", "淸": "清", "靑": "青", "黑": "黒", "嶋": "島", "嶌": "島", "峯": "峰",
    "舘": "館", "舩": "船", "靜": "静", "條": "条", "關": "関", "壽": "寿", "與": "与", "壹": "一",
    "槇": "槙", "𠮷": "吉", "籠": "篭",
    "礒": "磯", "曽": "曾", "藪": "薮", "鷗": "鴎", "莊": "荘", "龢": "和", "縣": "県", "總": "総",
}  # fmt: skip
_FOLD = str.maketrans(_VARIANTS | {"ゖ": "け", "ゕ": "か", "ゎ": "わ"})
# Katakana to hiragana; ー stays, for it stands in both.
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]+"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))

_LEGAL_FORMS = (
    "特定非営利活動法人|地方独立行政法人|国立研究開発法人|独立行政法人|国立大学法人|公立大学法人"
    "|一般社団法人|一般財団法人|公益社団法人|公益財団法人|社会医療法人社団|社会医療法人財団|社会医療法人"
    "|特定医療法人社団|特定医療法人財団|特定医療法人|医療法人社団|医療法人財団|医療法人|社会福祉法人"
    "|社団法人|財団法人|学校法人|宗教法人|npo法人|株式会社|有限会社|合同会社|合資会社|合名会社"
)
_LEGAL = re.compile(
    "|".join(
        [
            _LEGAL_FORMS,
            r"\((?:医社|医財|社医|特医|医|社|財|福|学|株|有|同|一社|一財|公社|公財|独|国)\)",
        ]
    )
)
_PUNCTUATION = re.compile(r"[\W_]+")

_LEADING_PREFECTURE = re.compile("|".join(PREFECTURES))
_KANJI_NUMBER = re.compile("[〇一二三四五六七八九十百]+")
_KANJI_DIGIT = {kanji: value for value, kanji in enumerate("〇一二三四五六七八九")}
_HOUSE_NUMBER = re.compile(
    r"(?<=\d)(?:丁目|番地の|番地|番(?=[\d号]|$)|号(?!線|棟|館)|条|(?:の|ノ|之|-|ー)(?=\d))-?"
)
_LOOSE_DASH = re.compile(r"(?<!\d)-+|-+(?!\d)")

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_COMPAT_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_EDGES = " \t\r\n\u00a0\u3000\u200b\ufeff"


def search_key(text: str) -> str:
    """Return the form under which a text is searched: any width, kana, case and variant meet.

    NFKC, case folded, katakana as hiragana, variant ideographs and ヶ/ケ folded, blanks and
    invisible characters dropped.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_DASHES)
    # Once more: case folding and the dropped marks can leave letters that compose.
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", folded))
    return folded.translate(_TO_HIRAGANA).translate(_FOLD)


def name_key(text: str) -> str:
    """Return the key of a facility's name: the search key without legal form and punctuation."""
    key = _LEGAL.sub("", search_key(text))
    return _PUNCTUATION.sub("", key) or _PUNCTUATION.sub("", search_key(text))


def address_key(text: str) -> str:
    """Return the key of an address: without prefecture, numbers as digits, 丁目・番地・条 as dashes.

    札幌市中央区北三条西六丁目１番２号 and 北海道札幌市中央区北３西６－１－２ have the same key.
    """
    folded = _INVISIBLE.sub(
        "", unicodedata.normalize("NFKC", text).casefold()
    ).translate(_DASHES)
    if leading := _LEADING_PREFECTURE.match(folded):
        folded = folded[leading.end() :]
    folded = _KANJI_NUMBER.sub(lambda match: _number(match[0]), folded)
    folded = re.sub("(?<=[市区町村])大?字", "", folded)
    folded = _LOOSE_DASH.sub("", re.sub("-+", "-", _HOUSE_NUMBER.sub("-", folded)))
    return folded.translate(_TO_HIRAGANA).translate(_FOLD)


def _number(kanji: str) -> str:
    """Write 六 as 6, 十二 as 12, 二〇 as 20, 百二十 as 120."""
    if "十" not in kanji and "百" not in kanji:
        return "".join(str(_KANJI_DIGIT[one]) for one in kanji)
    total = current = 0
    for one in kanji:
        if one in "十百":
            total += (current or 1) * (10 if one == "十" else 100)
            current = 0
        else:
            current = current * 10 + _KANJI_DIGIT[one]
    return str(total + current)


def phone_key(text: str) -> str:
    """Return the digits of a telephone number; +81 becomes the leading zero."""
    normal = unicodedata.normalize("NFKC", text).strip()
    digits = "".join(one for one in normal if one.isascii() and one.isdigit())
    return "0" + digits[2:].removeprefix("0") if normal.startswith("+81") else digits


def code_key(text: str) -> str:
    """Return letters and digits of a code in half width and capitals; leading zeros stay."""
    return "".join(
        one
        for one in unicodedata.normalize("NFKC", text).upper()
        if one.isascii() and one.isalnum()
    )


def private_use(text: str) -> list[str]:
    """Return the characters of a private-use area (外字) in a text; no font can show them."""
    return _PRIVATE_USE.findall(text)


def show_private_use(text: str) -> str:
    """Return a text with every private-use character (外字) as 〓, the printers' filler."""
    return _PRIVATE_USE.sub("〓", text)


def clean_text(text: str) -> str:
    """Return typed text fit to store: no control characters, composed (NFC), trimmed at both ends.

    CJK compatibility ideographs (神, 隆, 﨑) are left alone: NFC would silently change a name.
    """
    kept = _CONTROL.sub("", text)
    parts = _COMPAT_IDEOGRAPHS.split(kept)
    parts[::2] = [unicodedata.normalize("NFC", part) for part in parts[::2]]
    return "".join(parts).strip(_EDGES)
