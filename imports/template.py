"""Our own form to take away: the facilities of a person's region, filled in, with drop-downs.

Sent back unchanged it changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from accounts.models import User
from facilities.kinds import BedsState, CodeSystem, FacilityKind
from facilities.models import Facility, Filing, FilingKind
from formats.codes import SECTOR_NAMES
from formats.forms import Field, Form, write_form
from formats.tables import Column
from imports.formats import Context
from imports.formats.template import (
    CHOICES_SHEET,
    FORMAT,
    KINDS,
    MOST_ROWS,
    NOTES_SHEET,
    SECTOR_WORDS,
    VERSION,
    VERSION_LABEL,
)
from imports.registry import filing_kinds_on

SHEET = "医療機関"
SYMBOLS, KIND_WORDS, SECTORS = "受理記号一覧", "種別一覧", "区分一覧"

HINTS = {
    "number": "10桁（都道府県2桁＋点数表1桁＋7桁）か7桁の数字。先頭の0も入力します。",
    "name": "法人名を含む正式な名称。",
    "postal_code": "000-0000の形。",
    "address": "市区町村から。都道府県名はあってもなくても構いません。市町村コードがあれば空欄でも構いません。",
    "phone": "市外局番から、ハイフンで区切ります。",
    "beds": "0〜9999の整数。病床がなければ空欄、数が分からなければ「不明」。",
    "symbol": "届出1件を1行に。届出がなければ空欄。選択肢から選べます。全角・半角は問いません。",
    "start": "令和7年4月1日、R7.4.1、2025/4/1のいずれでも。届出がなければ空欄。",
    "kind": "選択肢から。空欄なら番号・届出・病床数から決めます。",
    "sector": "7桁の番号のとき、医科・歯科・薬局・訪看のいずれか。空欄なら医科。",
    "office_number": "介護保険の事業所番号（10桁）。医療機関番号のない事業所はこれだけで構いません。",
    "corporation_number": "13桁の法人番号。",
    "municipality": "5桁か6桁。住所から市区町村が決まらないときに入力します。",
    "kana": "名称の読み。",
}
NOTES = (
    (VERSION_LABEL, VERSION),
    ("この様式", f"シート「{SHEET}」に、届出1件を1行で入力します。届出が2件ある医療機関は2行、ない医療機関は1行です。"),
    ("同じ医療機関の行", "名称・住所などは同じにするか、2行目からは空欄にします（名称と住所は空欄にできません）。"),
    ("書いていないもの", "この様式にない医療機関や届出は、そのまま残ります。届出の終了は、届出受理医療機関名簿の取込か画面で行います。"),
    ("行と列", f"見出しは消さないでください。列の順は変えて構いません。データは{MOST_ROWS:,}行までです。"),
    ("取込", "「名簿の取込」の画面で送ります。適用するまで登録は変わりません。誤りは、セルに色を付けたファイルで返します。"),
)  # fmt: skip


class TooManyRows(Exception):
    """The region has more rows than the form may have; the message says what to do."""


def template_workbook(
    *,
    user: User,
    on: date,
    municipalities: list[str] | None = None,
    empty: bool = False,
) -> bytes:
    """The form with the facilities that a person may edit, open on a day, or without any.

    `municipalities` cuts to some of the region. Raises ``TooManyRows``.
    """
    rows = [] if empty else list(_rows(user, on, municipalities))
    if len(rows) > MOST_ROWS:
        raise TooManyRows(
            f"{len(rows):,}行になり、様式の{MOST_ROWS:,}行を超えます。市区町村を選んでください。"
        )
    form = Form(
        title=SHEET,
        fields=_fields(),
        rows=rows,
        choices=_choices(on),
        notes=NOTES,
        most_rows=MOST_ROWS,
        notes_title=NOTES_SHEET,
        choices_title=CHOICES_SHEET,
    )
    return write_form(form)


def _fields() -> list[Field]:
    kinds = {
        "beds": "integer",
        "start": "date",
        "name": "text",
        "address": "text",
        "kana": "text",
    }
    widths = {"name": 40.0, "address": 44.0, "kana": 30.0, "start": 17.0, "kind": 20.0}
    lists = {"symbol": SYMBOLS, "kind": KIND_WORDS, "sector": SECTORS}
    return [
        Field(
            Column(
                one.heading,
                kind=kinds.get(one.name, "code"),
                width=widths.get(one.name, 15.0),
            ),
            hint=HINTS[one.name],
            choices=lists.get(one.name, ""),
            between=(0, 9999) if one.name == "beds" else None,
            required=one.filled or one.name in {"number", "address"},
        )
        for one in FORMAT.columns(Context())
    ]


def _choices(on: date) -> dict[str, list[tuple[str, str]]]:
    wanted = set(filing_kinds_on(on).values())
    kinds = FilingKind.objects.filter(pk__in=wanted).order_by("sector", "pk")
    symbols = [(one.symbol_as_printed, one.name) for one in kinds]
    return {
        SYMBOLS: symbols,
        KIND_WORDS: [(word, "") for word in KINDS],
        SECTORS: [(word, "") for word in SECTOR_WORDS],
    }


def _rows(
    user: User, on: date, municipalities: list[str] | None
) -> Iterator[list[object]]:
    """One row a filing in force, and one for a facility without any; three queries."""
    facilities = Facility.objects.editable_by(user).open_on(on)
    facilities = facilities.select_related("municipality")
    facilities = facilities.exclude(code_system=CodeSystem.OTHER)
    if municipalities is not None:
        facilities = facilities.filter(municipality__in=municipalities)
    filings = _filings(facilities, on)
    for one in facilities.order_by("municipality", "code", "pk").iterator(2000):
        for symbol, starts_on in filings.get(one.pk) or [("", None)]:
            yield _row(one, symbol, starts_on)


def _filings(facilities, on: date) -> dict[int, list[tuple[str, date]]]:
    """Standing filings by facility, each symbol once: the one that began last."""
    known = set(filing_kinds_on(on).values())
    rows = Filing.objects.filter(
        facility__in=facilities.order_by().values("pk"), ends_on=None, kind__in=known
    )
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for facility, symbol, starts_on in rows.order_by("kind", "starts_on").values_list(
        "facility_id", "kind__symbol_as_printed", "starts_on"
    ):
        found[facility][symbol] = starts_on
    return {facility: list(filings.items()) for facility, filings in found.items()}


def _row(facility: Facility, symbol: str, starts_on: date | None) -> list[object]:
    medical = facility.code_system == CodeSystem.MEDICAL
    values = {
        "number": facility.code if medical else "",
        "name": facility.corrected_name or facility.name,
        "postal_code": facility.postal_code,
        "address": facility.address,
        "phone": facility.phone,
        "beds": _beds(facility),
        "symbol": symbol,
        "start": starts_on,
        "kind": FacilityKind(facility.kind).label,
        "sector": SECTOR_NAMES.get(facility.sector, ""),
        "office_number": facility.office_number or ("" if medical else facility.code),
        "corporation_number": facility.corporation_number,
        "municipality": facility.municipality.code6 if facility.municipality else "",
        "kana": facility.kana,
    }
    return list(values.values())


def _beds(facility: Facility) -> object:
    if facility.beds_state in (BedsState.UNKNOWN, BedsState.PARTLY):
        return "不明"
    return facility.beds
