"""Words for the page of one facility."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.records.history import Words
from facilities.classes import Standing, deciding
from facilities.functions import Proof
from facilities.kinds import ENHANCED, CareFunction, EvidenceKind
from facilities.models import Facility, Filing
from facilities.words import beds_words
from formats.dates import fiscal_year, fiscal_year_label, wareki, wareki_short
from zones.models import HealthCentre, HomeCareZone, Municipality

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A filing over time: ``state`` is a badge, ``note`` says how the portal knows."""

    filing: Filing
    strong: bool
    starts: str
    ends: str
    state: Mapping[str, str]
    note: str


def key_figures(facility: Facility, filings: Sequence[Filing], day: date) -> list[Item]:
    """The class on the day and the beds: what people ask first."""
    standing = {_standing(f): f.kind for f in filings if stands(f, day)}
    found = deciding(standing)
    about = [standing[f].get_enhancement_display() or standing[f].name for f in found]
    beds = beds_words(facility)
    return [
        {
            "label": "届出の区分",
            "value": "・".join(f.shown for f in found) or "なし",
            "note": "、".join(about),
        },
        {
            "label": "病床",
            "value": beds or "なし",
            "unit": "床" if facility.beds is not None else "",
        },
    ]


def stands(filing: Filing, day: date) -> bool:
    return filing.starts_on <= day and (filing.ends_on is None or filing.ends_on >= day)


def _standing(filing: Filing) -> Standing:
    kind = filing.kind
    return Standing(
        kind.symbol,
        kind.symbol_as_printed,
        kind.facility_class,
        kind.enhancement,
        frozenset(kind.functions),
        filing.starts_on,
    )


def filing_rows(filings: Sequence[Filing], day: date) -> list[FilingRow]:
    """Those in force first, then those to come, then those of the past."""
    rows = [_filing_row(filing, day) for filing in filings]
    order = {"ok": 0, "plan": 1, "off": 2}
    return sorted(
        rows, key=lambda r: (order[r.state["tone"]], -r.filing.starts_on.toordinal())
    )


def _filing_row(filing: Filing, day: date) -> FilingRow:
    if filing.starts_on > day:
        state = {"text": "これから", "tone": "plan"}
    elif stands(filing, day):
        state = {"text": "有効", "tone": "ok"}
    else:
        state = {"text": "終了", "tone": "off"}
    note = f"{wareki_short(filing.last_seen_on)} 確認" if filing.last_seen_on else ""
    if filing.ends_on and filing.ended_inferred:
        note = "次の名簿にないため推定"
    return FilingRow(
        filing,
        filing.kind.enhancement in ENHANCED,
        wareki(filing.starts_on),
        wareki(filing.ends_on) if filing.ends_on else "—",
        state,
        note,
    )


def function_rows(
    proofs: Mapping[CareFunction, Sequence[Proof]], said: Sequence[Any]
) -> list[Item]:
    """The four functions with every ground; ``said`` are provisions that a person may end."""
    rows = []
    for function, grounds in proofs.items():
        provisions = [p for p in said if p.function == function]
        rows.append(
            {
                "name": function.label,
                "badge": {"text": "あり", "tone": "ok"}
                if grounds
                else {"text": "確認なし", "tone": "plan"},
                "grounds": [
                    {
                        "words": proof.words,
                        "kind": "届出"
                        if proof.evidence == EvidenceKind.FILING
                        else proof.evidence.label,
                        "starts": wareki_short(proof.starts_on),
                    }
                    for proof in grounds
                ],
                "provisions": provisions,
            }
        )
    return rows


def facts(facility: Facility, zone: HomeCareZone | None) -> list[Item]:
    """Where it is, whose area it is in, how to reach it, and how far the list knows it."""
    where = facility.municipality
    area = where.secondary_area if where else None
    centres = [] if where is None else _centres(where)
    postal = f"〒{facility.postal_code}　" if facility.postal_code else ""
    rows: list[Item] = [
        {"label": facility.get_code_system_display(), "value": facility.code},
        {"label": "所在地", "value": f"{postal}{facility.address}" or None},
        {
            "label": "市区町村",
            "value": where.full_name if where else "不明",
            "url": where.get_absolute_url() if where else "",
        },
        {
            "label": "在宅医療圏",
            "value": zone.name if zone else "圏域なし",
            "url": reverse("zones:detail", args=[zone.pk]) if zone else "",
        },
        {"label": "二次医療圏", "value": area.name if area else None},
        {"label": "保健所", "value": "、".join(c.name for c in centres) or None},
        {"label": "電話", "value": facility.phone or None},
        {"label": "FAX", "value": facility.fax or None},
        {"label": "相談窓口", "value": facility.contact_window or None},
    ]
    if facility.beds_by_type:
        rows.append({"label": "病床の内訳", "value": _words(facility, "beds_by_type")})
    if facility.last_seen_on:
        seen = f"{wareki(facility.last_seen_on)}現在の名簿"
        rows.append({"label": "名簿", "value": seen})
    confirmed = facility.last_confirmed_on
    rows.append(
        {"label": "最終確認日", "value": wareki(confirmed) if confirmed else None}
    )
    if facility.corrected_name:
        rows.append({"label": "名簿の名称", "value": _words(facility, "name")})
    if facility.note:
        rows.append({"label": "備考", "value": facility.note})
    return rows


def survey_facts(facility: Facility, day: date) -> tuple[str, list[Item]]:
    """What the institution said last of its home visits, and of which fiscal year."""
    last = (
        facility.surveys.filter(fiscal_year__lte=fiscal_year(day))
        .order_by("-fiscal_year")
        .first()
    )
    if last is None:
        return "", []
    counts = (
        ("訪問診療の患者数（現在）", last.patients_now, "人"),
        ("訪問診療の患者数（対応可能）", last.patients_possible, "人"),
        ("往診の件数", last.urgent_visits, "件／年"),
        ("在宅看取りの件数", last.end_of_life_cases, "件／年"),
    )
    words = (
        ("24時間対応", last.get_round_the_clock_display()),
        ("今後の意向", last.get_intent_display()),
        ("相談窓口", last.contact_window),
        ("対応できる日時", last.contact_hours),
    )
    items: list[Item] = [
        {"label": label, "value": None if number is None else f"{number:,}{unit}"}
        for label, number, unit in counts
    ]
    items += [{"label": label, "value": text} for label, text in words if text]
    return f"{fiscal_year_label(last.fiscal_year)}の回答", items


def _centres(where: Municipality) -> list[HealthCentre]:
    covers = Q(municipalities=where.pk) | Q(municipalities=where.parent_id)
    return list(HealthCentre.objects.filter(covers).distinct().order_by("code"))


def _words(facility: Facility, name: str) -> str:
    field = Facility._meta.get_field(name)
    return Words().of(field, getattr(facility, name))


def left_alone(current: Facility, seen: int, mine: Mapping[str, Any]) -> list[str]:
    """The fields in which a person typed nothing new against the version that they saw."""
    states = current.history.filter(version=seen).order_by("-history_id")
    before = states.first()
    if before is None:
        return []
    return [
        name
        for name, value in mine.items()
        if getattr(before, Facility._meta.get_field(name).attname)
        == getattr(value, "pk", value)
    ]


def conflict_rows(current: Facility, mine: Mapping[str, Any]) -> list[Item]:
    """What is stored now beside what this person typed, where the two differ."""
    shown, rows = Words(), []
    for name, value in mine.items():
        field = Facility._meta.get_field(name)
        stored = getattr(current, name)
        if stored == value:
            continue
        typed, theirs = (
            shown.of(field, getattr(one, "pk", one)) for one in (value, stored)
        )
        rows.append({"field": field.verbose_name, "theirs": theirs, "mine": typed})
    return rows
