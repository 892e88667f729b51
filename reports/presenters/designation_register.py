"""The designation register: by zone, the list of the day, how it came about, and the requirements."""

from collections.abc import Callable, Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString

from formats.dates import wareki, wareki_short
from reports.kinds import ReportKind, parts_of
from reports.presenters.chapters import Chapter, Numbering, comments_on
from reports.presenters.designations import KINDS
from reports.presenters.differences import differences_chapter
from reports.presenters.document import (
    Document,
    Imprint,
    document_of,
    sources_chapter,
)
from reports.snapshots.designation_register import (
    Answer,
    DesignationRegister,
    Entry,
    Event,
)
from reports.wording import NONE, count, join_names, tail

STATES = {
    "met": "充足",
    "planned": "予定",
    "not_met": "未充足",
    "not_applicable": "対象外",
    "waived": "除外",
}


def present(snapshot: DesignationRegister, imprint: Imprint) -> Document:
    """The chapters in the order that was chosen; one without anything to say is left out."""
    numbering = Numbering(snapshot.sources)
    parts = parts_of(ReportKind.DESIGNATION_REGISTER, snapshot.parts)
    made = [CHAPTERS[part](snapshot, numbering) for part in parts]
    chapters = [chapter for chapter in made if chapter]
    chapters.append(sources_chapter(snapshot, numbering, imprint))
    return document_of(snapshot, chapters, tuple(_terms(snapshot)))


def _terms(snapshot: DesignationRegister) -> Iterator[tuple[str, str]]:
    day = f"断りのない限り{wareki(snapshot.as_of)}現在。"
    if snapshot.previous:
        day += f"前回は{wareki(snapshot.previous.as_of)}現在をいう。"
    yield "基準日", day
    yield "拠点", "在宅医療に必要な連携を担う拠点。"
    yield "積極的", "在宅医療において積極的役割を担う医療機関。"
    yield "効力のある期間", "両端の日を含む。終わりの日のないものは期限を定めていない。"
    yield (
        "要件",
        (
            "医療計画で求められる事項。「対象外」は病床のない医療機関の入院のように当てはまらないもの、"
            "「除外」は理由を付けて求めないとしたもの。"
        ),
    )
    yield (
        "数字と記号",
        "「―」は設定又は記載がないこと、「＊」は日付などに確認を要することを示す。",
    )


# --- By zone ------------------------------------------------------------------------------
def _zones(snapshot: DesignationRegister, numbering: Numbering) -> Chapter:
    caption = numbering.table(
        f"圏域別の拠点及び積極的役割を担う医療機関（{wareki(snapshot.as_of)}現在）",
        "designations",
    )
    return Chapter(
        "圏域別の一覧",
        "reports/pdf/register/zones.html",
        {
            "lead": _lead(snapshot),
            "foreword": [x for x in snapshot.foreword.splitlines() if x.strip()],
            "caption": caption,
            "rows": [
                {
                    "name": zone.name,
                    "hubs": zone.hubs or ("未指定",),
                    "actives": zone.actives or ("未指定",),
                    "coming": zone.in_progress,
                    "no_hub": not zone.hubs,
                    "no_active": not zone.actives,
                }
                for zone in snapshot.zones
            ],
            "comments": comments_on(snapshot, "zone"),
        },
    )


def _lead(snapshot: DesignationRegister) -> SafeString:
    numbers = {
        kind: sum(entry.kind == kind for entry in snapshot.entries) for kind in KINDS
    }
    zones = len(snapshot.zones)
    both = sum(bool(zone.hubs and zone.actives) for zone in snapshot.zones)
    without = [zone.name for zone in snapshot.zones if not zone.hubs]
    missing = f"拠点のない圏域は{join_names(without, 4)}である。" if without else ""
    return format_html(
        "拠点<b>{}か所</b>、積極的役割を担う医療機関<b>{}機関</b>を指定し、"
        "両方のある圏域は{}圏域のうち{}圏域である。{}",
        count(numbers["hub"]),
        count(numbers["active"]),
        zones,
        both,
        missing,
    )


# --- The list -----------------------------------------------------------------------------
def _register(snapshot: DesignationRegister, numbering: Numbering) -> Chapter:
    notes = []
    if any(entry.is_new for entry in snapshot.entries):
        notes.append("「新規」は、前回の後に指定したもの。")
    caption = numbering.table(
        f"指定の一覧（{wareki(snapshot.as_of)}に効力のあるもの）",
        "designations",
        notes=notes,
    )
    groups = []
    for kind, (title, unit, _) in KINDS.items():
        rows = [_entry(e) for e in snapshot.entries if e.kind == kind]
        groups.append(
            {"title": title, "count": f"{count(len(rows))}{unit}", "rows": rows}
        )
    return Chapter(
        "指定の一覧",
        "reports/pdf/register/register.html",
        {"caption": caption, "groups": groups},
        page="wide",
    )


def _entry(entry: Entry) -> dict:
    met, of = entry.requirements_met, entry.requirements_of
    until = wareki_short(entry.effective_until) if entry.effective_until else "期限なし"
    return {
        "number": entry.number,
        "zones": "、".join(entry.zones),
        "name": tail(entry.name),
        "operator": entry.operator,
        "is_new": entry.is_new,
        "kind": entry.operator_kind,
        "location": entry.location or NONE,
        "functions": "、".join(entry.functions) or NONE,
        "requirements": NONE if None in (met, of) else f"{met} / {of}",
        "short": met is not None and of is not None and met < of,
        "decided_on": wareki_short(entry.decided_on),
        "period": f"{wareki_short(entry.effective_from)}〜{until}"
        f"{'＊' if entry.doubtful else ''}",
        "document": entry.document_number or NONE,
        "basis": entry.legal_basis or NONE,
        "contact": entry.contact,
    }


# --- History ------------------------------------------------------------------------------
def _history(snapshot: DesignationRegister, numbering: Numbering) -> Chapter | None:
    if not snapshot.events:
        return None
    caption = numbering.table(
        f"指定の経過（{wareki(snapshot.as_of)}まで、決定日の順）", "designations"
    )
    return Chapter(
        "指定の経過",
        "reports/pdf/register/history.html",
        {"caption": caption, "rows": [_event(e) for e in snapshot.events]},
    )


def _event(event: Event) -> dict:
    return {
        "on": wareki_short(event.on),
        "number": event.number,
        "what": f"{KINDS[event.kind][2]}の{event.what}",
        "ended": event.what not in ("指定", "変更・更新"),
        "name": tail(event.name),
        "zones": "、".join(event.zones),
        "effect": event.effect,
        "document": event.document_number or NONE,
        "note": event.note or NONE,
    }


# --- Requirements -------------------------------------------------------------------------
def _requirements(
    snapshot: DesignationRegister, numbering: Numbering
) -> Chapter | None:
    """For each kind the items in words, and a matrix of who meets them."""
    answers = {(a.number, a.code): a for a in snapshot.answers}
    groups = []
    for kind, (title, _, word) in KINDS.items():
        asked = [one for one in snapshot.asked if one.kind == kind]
        entries = [e for e in snapshot.entries if e.kind == kind]
        rows = [
            {
                "number": entry.number,
                "name": tail(entry.name),
                "cells": [_cell(answers.get((entry.number, a.code))) for a in asked],
            }
            for entry in entries
            if any((entry.number, a.code) in answers for a in asked)
        ]
        if not rows:
            continue
        items = numbering.table(f"{word}に求められる事項", "designations")
        matrix = numbering.table(
            f"{word}の要件の確認（{wareki(snapshot.as_of)}に効力のある指定）",
            "designations",
        )
        groups.append(
            {
                "title": title,
                "items": asked,
                "items_caption": items,
                "rows": rows,
                "caption": matrix,
            }
        )
    if not groups:
        return None
    return Chapter(
        "求められる事項", "reports/pdf/register/requirements.html", {"groups": groups}
    )


def _cell(answer: Answer | None) -> dict:
    if answer is None:
        return {"words": NONE, "note": "", "bad": False}
    note = ""
    if answer.state == "planned" and answer.planned_until:
        note = f"{wareki_short(answer.planned_until)}まで"
    elif answer.checked_on:
        note = wareki_short(answer.checked_on)
    return {
        "words": STATES[answer.state],
        "note": note,
        "bad": answer.state == "not_met",
    }


Make = Callable[[DesignationRegister, Numbering], Chapter | None]
CHAPTERS: dict[str, Make] = {
    "zones": _zones,
    "register": _register,
    "history": _history,
    "requirements": _requirements,
    "changes": differences_chapter,
}
