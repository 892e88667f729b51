"""Our own form of facilities, one row a filing; it speaks only for the facilities it names.

Codes and words that it does not know are errors, unlike in official lists, which are taken as
they are. `imports.template` makes the workbook to fill in.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from formats.codes import SECTORS, is_prefecture
from imports.cells import Book, as_text
from imports.columns import Column
from imports.flat import FlatForm, Row
from imports.formats import Context, Planning
from imports.listing import Listing, kinds_on
from imports.messages import ERROR, WARNING, declare, problem
from imports.normalise import beds_of, symbol_key
from imports.values import (
    Noted,
    Reader,
    Wrong,
    choice,
    compact,
    day,
    digits,
    municipality,
    nearest_words,
    phone,
    postal,
    text,
    whole_number,
    written,
)

if TYPE_CHECKING:
    from accounts.models import User
    from facilities.listed import Before
    from facilities.touched import Kept
    from imports.comparing import Comparison
    from imports.models import Upload

_BETWEEN = re.compile("(?<=[0-9])[-‐–—・,](?=[0-9])")
VERSION_LABEL, VERSION = "様式の版", "1"
NOTES_SHEET, CHOICES_SHEET = "記入要領", "選択肢"
MOST_ROWS = 20_000
# A filing is accepted before the month in which it begins.
MOST_AHEAD = 92

KINDS = {
    "病院": "hospital", "診療所": "clinic", "病院・診療所（区分不明）": "medical",
    "歯科診療所": "dental_clinic", "薬局": "pharmacy", "訪問看護事業所": "nursing_station",
    "居宅介護支援事業所": "care_manager", "地域包括支援センター": "support_centre",
    "短期入所事業所": "short_stay", "相談支援事業所": "consultation", "その他": "other",
}  # fmt: skip
_KINDS_TOO = {
    "クリニック": "clinic", "医院": "clinic", "歯科": "dental_clinic", "歯科医院": "dental_clinic",
    "保険薬局": "pharmacy", "訪問看護ステーション": "nursing_station", "訪問看護": "nursing_station",
    "居宅介護支援": "care_manager", "短期入所": "short_stay", "相談支援": "consultation",
}  # fmt: skip
SECTOR_WORDS = {
    "医科": "medical",
    "歯科": "dental",
    "薬局": "pharmacy",
    "訪看": "nursing",
}
_SECTORS_TOO = {"調剤": "pharmacy", "訪問看護": "nursing"} | {
    digit: name for name, digit in SECTORS.items()
}

declare(
    ("code_invalid", ERROR, "「{value}」は7桁でも10桁でもありません。医療機関番号は7桁、または都道府県と点数表を含む10桁の数字で入力してください。{advice}", "医療機関番号の桁数が合わない", "7桁か10桁の数字を入力してください。"),
    ("code_parts", ERROR, "「{value}」の先頭は都道府県（01〜47）と点数表（医科1・歯科3・薬局4・訪看6）ではありません。番号を確かめてください。", "10桁の番号の先頭が違う", "番号を確かめてください。"),
    ("code_missing", ERROR, "医療機関番号がありません。7桁か10桁の数字を入力してください（介護の事業所は事業所番号だけでも構いません）。", "医療機関番号がない", "7桁か10桁の数字を入力してください。"),
    ("kind_needed", ERROR, "種別がありません。医療機関番号のない事業所は、種別を入力してください。", "種別がない", "種別を入力してください。"),
    ("filing_needs_code", ERROR, "届出「{value}」がありますが、医療機関番号がありません。医療機関番号を入力してください。", "届出に医療機関番号がない", "医療機関番号を入力してください。"),
    ("symbol_unknown", ERROR, "受理記号「{value}」はありません。{nearest}選択肢の記号を入力してください。", "受理記号が分からない", "選択肢の記号を入力してください。"),
    ("symbol_without_start", ERROR, "届出「{symbol}」の算定開始年月日がありません。令和7年4月1日の形で入力してください。", "算定開始年月日がない", "届出のある行には開始日を入力してください。"),
    ("start_without_symbol", ERROR, "算定開始年月日「{start}」がありますが、受理記号がありません。受理記号を入力してください。", "受理記号がない", "開始日のある行には受理記号を入力してください。"),
    ("filing_twice", ERROR, "{first}行目と{second}行目は、医療機関番号「{number}」と受理記号「{symbol}」が同じです。どちらかの行を消してください。", "同じ番号と受理記号が2行ある", "1つの届出は1行にしてください。"),
    ("rows_conflict", ERROR, "{other}行目と同じ医療機関ですが、「{value}」が違います（{other}行目は「{first}」）。同じにしてください。", "同じ医療機関の行で内容が違う", "同じ内容にしてください。"),
    ("sector_conflict", ERROR, "10桁の番号は{other}ですが、「{value}」と書かれています。どちらかを直してください。", "番号と区分が合わない", "どちらかを直してください。"),
    ("prefecture_needed", ERROR, "「{value}」の都道府県が分かりません。10桁の番号か、市町村コードを入力してください。", "都道府県が分からない", "10桁の番号を入力してください。"),
    ("place_conflict", ERROR, "10桁の番号は{other}ですが、所在地は{place}です。どちらかを直してください。", "番号と所在地の都道府県が違う", "どちらかを直してください。"),
    ("place_differs", WARNING, "市町村コードは{place}ですが、住所からは{other}と読めます。市町村コードの方で取り込みます。", "市町村コードと住所が違う", "市町村コードの方で読みました。取り込めます。"),
    ("place_code_unknown", ERROR, "市町村コード「{value}」の市区町村はありません。コードを確かめてください。", "市町村コードがない", "5桁か6桁のコードを確かめてください。"),
    ("place_needed", ERROR, "「{value}」の市区町村が分からないため、担当区域か確かめられません。市町村コードを入力してください。", "市区町村が分からない", "市町村コードを入力してください。"),
    ("outside_row", ERROR, "この行は担当区域のものとして取り込めません。行を消すか、番号と住所を確かめてください。", "担当区域の外の行", "行を消してください。"),
    ("closed_facility", ERROR, "この医療機関は{closed}に廃止されています。行を消すか、医療機関の画面で廃止を取り消してください。", "廃止した医療機関", "行を消してください。"),
    ("other_start", WARNING, "届出「{symbol}」は{other}からの算定として登録されています。別の届出として加えます。", "算定開始年月日が登録と違う", "別の届出として加えます。取り込めます。"),
    ("template_version", WARNING, "様式の版「{value}」は今の版（{current}）と違います。今の様式をダウンロードして使ってください。", "古い様式", "読みました。取り込めます。"),
    ("corporation_check_digit", WARNING, "法人番号「{value}」の検査数字が合いません。番号を確かめてください。", "法人番号の検査数字が合わない", "番号を確かめてください。取り込めます。"),
)  # fmt: skip


class Template(FlatForm):
    """The format `template`."""

    key = "template"
    title = "医療機関の様式（本システム）"
    labels = {
        "kana": "カナ",
        "corporation_number": "法人番号",
        "office_number": "介護事業所番号",
    }
    most_rows = MOST_ROWS
    own_sheets = (NOTES_SHEET, CHOICES_SHEET)
    key_column = "number"

    def columns(self, context: Context) -> tuple[Column, ...]:
        """Eight headings that must be there, and six that may."""
        symbol, start = _symbol(context), day(MOST_AHEAD, context.today)
        kind = choice(KINDS, also=_KINDS_TOO)
        sector = choice(SECTOR_WORDS, also=_SECTORS_TOO)
        also = {
            "number": ("医療機関コード", "保険医療機関番号", "番号", "コード", "医療機関cd"),
            "name": ("医療機関名", "名称", "施設名称", "施設名", "事業所名称", "事業所名", "機関名"),
            "postal_code": ("〒", "郵便", "医療機関所在地(郵便番号)"),
            "address": ("所在地", "医療機関所在地", "医療機関所在地(住所)", "住所地"),
            "phone": ("電話", "tel", "連絡先電話番号", "電話番号(代表)"),
            "beds": ("病床", "ベッド数", "許可病床数", "床数"),
            "symbol": ("届出記号", "施設基準", "施設基準の記号", "届出", "記号"),
            "start": ("算定開始日", "算定開始", "算定年月日", "開始年月日", "開始日"),
            "kind": ("施設種別", "医療機関種別", "施設区分", "機関種別"),
            "sector": ("点数表", "点数表区分", "医科歯科の別"),
            "office_number": ("介護事業所番号", "介護保険事業所番号", "指定事業所番号"),
            "corporation_number": ("法人no", "会社法人等番号"),
            "municipality": ("市区町村コード", "全国地方公共団体コード", "団体コード", "自治体コード"),
            "kana": ("フリガナ", "ふりがな", "名称カナ", "名称(カナ)", "医療機関名称カナ", "かな"),
        }  # fmt: skip

        def column(name: str, heading: str, read: Reader, **how: bool) -> Column:
            return Column(name, heading, read, also[name], **how)

        return (
            column("number", "医療機関番号", institution_code),
            column("name", "医療機関名称", text(200), filled=True),
            column("postal_code", "郵便番号", postal),
            column("address", "住所", text(300)),
            column("phone", "電話番号", phone),
            column("beds", "病床数", beds),
            column("symbol", "受理記号", symbol),
            column("start", "算定開始年月日", start),
            column("kind", "種別", kind, required=False),
            column("sector", "区分", sector, required=False),
            column("office_number", "事業所番号", digits(10), required=False),
            column("corporation_number", "法人番号", corporation, required=False),
            column("municipality", "市町村コード", municipality, required=False),
            column("kana", "カナ", text(200), required=False),
        )

    def read(self, book: Book, context: Context) -> Listing:
        """As every form, and with a word where the form is of another version."""
        listing = super().read(book, context)
        for sheet in book.sheets:
            if sheet.name != NOTES_SHEET:
                continue
            for number, cells in enumerate(sheet.rows, start=1):
                label, value = as_text(cells[0]), as_text([*cells, ""][1]).strip()
                if label.strip() == VERSION_LABEL and value != VERSION:
                    place = {"sheet": sheet.name, "row": number, "column": "B"}
                    listing.problems.append(
                        problem(
                            "template_version", value=value, current=VERSION, **place
                        )
                    )
        return listing

    def check_row(
        self, row: Row, context: Context
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """A filing has a symbol and a day and belongs to a number; an office may have none.
        Where a facility stands is said by its address, or by the code of its municipality."""
        values = row.values
        has_code = values["number"] or row.is_wrong("number")
        symbol = values["symbol"] or row.is_wrong("symbol")
        start = values["start"] or row.is_wrong("start")
        if not has_code:
            if not (values.get("office_number") or row.is_wrong("office_number")):
                yield "code_missing", "number", {}
            elif values["symbol"]:
                yield "filing_needs_code", "number", {"value": values["symbol"]}
            elif not (values.get("kind") or row.is_wrong("kind")):
                yield "kind_needed", "kind" if "kind" in values else "number", {}
        is_placed = values["address"] or values.get("municipality")
        if not is_placed and not row.is_wrong("address"):
            yield "cell_missing", "address", {}
        if symbol and not start:
            yield (
                "symbol_without_start",
                "start",
                {"symbol": written(row.raw("symbol"))},
            )
        if start and not symbol:
            yield "start_without_symbol", "symbol", {"start": written(row.raw("start"))}

    def plan(self, listing: Listing, planning: Planning) -> "Comparison":
        """Compare what the rows say with the facilities of the same codes."""
        from imports.template_rows import plan_template

        return plan_template(listing, planning, self.columns(Context()))

    def apply(self, upload: "Upload", by: "User | None") -> "list[Before]":
        from imports.partial import apply_partial

        return apply_partial(upload, by)

    def undo(self, upload: "Upload", by: "User | None") -> "list[Kept]":
        from imports.taking_back import undo_facilities

        return undo_facilities(upload, by)


def institution_code(raw: object) -> str:
    """Seven or ten digits; lost leading zeros are named, not put back."""
    found = _BETWEEN.sub("", compact(raw))
    if found.isdigit() and len(found) in (7, 10):
        if len(found) == 10 and (
            not is_prefecture(found[:2]) or found[2] not in SECTORS.values()
        ):
            raise Wrong("code_parts")
        return found
    advice = ""
    if found.isdigit() and 4 <= len(found) < 7:
        advice = f"先頭の0が抜けているなら「{found:0>7}」です。"
    elif found.isdigit() and len(found) == 9:
        advice = f"先頭の0が抜けているなら「0{found}」です。"
    raise Wrong("code_invalid", advice=advice)


def beds(raw: object) -> list[Any]:
    """[state, total, by type]: a whole number, 不明, or the spelling of the official lists."""
    if compact(raw) == "不明":
        return ["unknown", None, []]
    try:
        number = whole_number(0, 9999)(raw)
    except Wrong:
        found = beds_of(written(raw).strip())
        if found and found.state == "known" and all(name for name, _ in found.by_type):
            return [found.state, found.total, [list(one) for one in found.by_type]]
        raise
    return ["known", number, []] if number else ["none", None, []]


def corporation(raw: object) -> Any:
    """Thirteen digits; the first is a check digit over the others (法人番号)."""
    found = digits(13)(raw)
    total = sum(
        int(digit) * (2 if place % 2 else 1)
        for place, digit in enumerate(reversed(found[1:]))
    )
    return (
        found
        if 9 - total % 9 == int(found[0])
        else Noted(found, "corporation_check_digit")
    )


def _symbol(context: Context) -> Reader:
    """A symbol of the code table that is in use on the day."""
    day_of_use: date | None = context.today
    known = kinds_on(context.kinds, day_of_use)
    # The filings of home care first: they are what people type, and get wrong.
    words = sorted(known, key=lambda key: (not known[key].facility_class, key))

    def read(raw: object) -> str:
        key = symbol_key(written(raw))
        if key not in known:
            raise Wrong("symbol_unknown", nearest=nearest_words(key, words))
        return key

    return read


FORMAT = Template()
