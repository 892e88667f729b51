"""A planned change in words: each field with the value before and after, filings with their days."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from facilities.kinds import (
    BedsState,
    FacilityKind,
    RoundTheClock,
    Sector,
    SurveyIntent,
)
from formats.dates import wareki_short
from formats.text import show_private_use
from imports.models import PlannedChange
from imports.presenters.values import labels_of, words_of
from zones.region import Place

Outcome = PlannedChange.Outcome
MOST_SYMBOLS = 12
# What a field is called on the page; those of one group are filtered together.
LABELS = {
    "name": "名称",
    "kind": "種別",
    "sector": "点数表",
    "municipality_id": "市区町村",
    "postal_code": "郵便番号",
    "address": "所在地",
    "phone": "電話番号",
    "fax": "FAX番号",
    "beds": "病床数",
    "beds_state": "病床数の状態",
    "closed_on": "廃止日",
    "code": "医療機関コード",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one facility. Empty words stand for nothing before or after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A facility on a page of the preview."""

    change: PlannedChange
    name: str
    url: str
    place: str
    lines: list[Line]
    effects: list[dict[str, str]] = field(default_factory=list)


def change_row(
    change: PlannedChange,
    *,
    places: Mapping[str, Place],
    kinds: Mapping[int, str],
    effects: Mapping[int, list[dict[str, str]]],
) -> ChangeRow:
    """Everything a row shows; ``kinds`` maps filing kinds to symbols, ``effects`` facilities."""
    place = places.get(change.municipality_id or "")
    where = place.name if place else "市区町村不明"
    if place and place.zone_name:
        where += f"（{place.zone_name}）"
    if change.row:
        where += f"　{change.row:,}行目"
    has_page = change.facility_id is not None
    return ChangeRow(
        change=change,
        name=show_private_use(" ".join(change.name.split())),
        url=reverse("facilities:detail", args=[change.facility_id]) if has_page else "",
        place=where,
        lines=change_lines(change, places=places, kinds=kinds),
        effects=effects.get(change.facility_id or 0, []),
    )


def change_lines(
    change: PlannedChange, *, places: Mapping[str, Place], kinds: Mapping[int, str]
) -> list[Line]:
    """Filings first, then the fields in the order of the page."""
    fields = change.fields
    lines = list(_class_line(change))
    lines += _filing_lines(change.filings, kinds)
    key = change.upload.format
    for name, label in (LABELS | labels_of(key)).items():
        if name in fields:
            before, after = fields[name]
            shown = words_of(key, name) or _words(name, places)
            line = Line(label, shown(before), shown(after))
            if line.before != line.after:
                lines.append(line)
    if "beds_by_type" in fields:
        lines += _bed_lines(*fields["beds_by_type"])
    if "other_symbols" in fields:
        lines += _symbol_lines(*fields["other_symbols"])
    return lines


def _class_line(change: PlannedChange) -> Iterable[Line]:
    if change.class_before != change.class_after:
        yield Line("類型", change.class_before, change.class_after)


def _words(name: str, places: Mapping[str, Place]) -> Callable[[Any], str]:
    if name == "municipality_id":
        return lambda code: places[code].name if code in places else (code or "")
    choices = {
        "kind": FacilityKind,
        "sector": Sector,
        "beds_state": BedsState,
        "round_the_clock": RoundTheClock,
        "intent": SurveyIntent,
    }
    if name in choices:
        words = dict(choices[name].choices)
        return lambda value: words.get(value, value or "")
    if name == "beds":
        return lambda value: "" if value is None else f"{value:,}床"
    if name == "closed_on":
        return lambda day: wareki_short(date.fromisoformat(day)) if day else ""
    return lambda value: (
        "" if value is None else show_private_use(" ".join(str(value).split()))
    )


def _filing_lines(filings: dict[str, list], kinds: Mapping[int, str]) -> Iterable[Line]:
    for _, kind, number, starts_on in filings.get("ended", ()):
        yield Line("届出", _filing(kinds, kind, number, starts_on), "")
    for kind, number, starts_on in filings.get("new", ()):
        yield Line("届出", "", _filing(kinds, kind, number, starts_on))
    for _, kind, number, starts_on in filings.get("resumed", ()):
        yield Line("届出（再掲）", "", _filing(kinds, kind, number, starts_on))


def _filing(kinds: Mapping[int, str], kind: int, number: str, starts_on: str) -> str:
    day = wareki_short(date.fromisoformat(starts_on))
    shown = f"{kinds.get(kind, '不明な届出')}　{day}から"
    if not number:
        return shown
    # Official lists write it whole, forms of people often the bare number.
    return f"{shown}（{number if '第' in number else f'第{number}号'}）"


def _bed_lines(before: Any, after: Any) -> Iterable[Line]:
    old, new = dict(before or ()), dict(after or ())
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield Line(
                f"病床（{name or '種別なし'}）", _beds(old, name), _beds(new, name)
            )


def _beds(beds: dict[str, int], name: str) -> str:
    return f"{beds[name]:,}床" if name in beds else ""


def _symbol_lines(before: Any, after: Any) -> Iterable[Line]:
    old, new = set(before or ()), set(after or ())
    gone, added = sorted(old - new), sorted(new - old)
    if gone or added:
        yield Line("その他の届出", _few(gone), _few(added))


def _few(symbols: list[str]) -> str:
    shown = "・".join(symbols[:MOST_SYMBOLS])
    rest = len(symbols) - MOST_SYMBOLS
    return f"{shown} ほか{rest}件" if rest > 0 else shown
