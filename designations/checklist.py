"""The checklist of an act in words: for its page, for the approver, and in short for lists."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from designations.actions.requirements import checked_items
from designations.kinds import CheckState
from designations.models import Designation, RequirementCheck
from designations.rules import d6_requirements_settled
from designations.workflow import Move, may
from formats.dates import wareki, wareki_short

Part = dict[str, object]

BADGES: dict[str, Part] = {
    CheckState.MET: {"text": "充足", "tone": "ok"},
    CheckState.PLANNED: {"text": "予定", "tone": "wait"},
    CheckState.NOT_MET: {"text": "未充足", "tone": "bad"},
    CheckState.NOT_APPLICABLE: {"text": "対象外", "tone": "off"},
}
WAIVED: Part = {"text": "適用除外", "tone": "warn"}


@dataclass(frozen=True, slots=True)
class Checklist:
    """``items`` for the list of parts; ``missing`` says what still stands in the way."""

    items: list[Part]
    summary: str
    version: str
    missing: list[str]


def checklist(designation: Designation, user: User) -> Checklist:
    """The checklist of one act, with what this person may do about each item."""
    rows = list(
        designation.checks.select_related(
            "requirement__version__plan", "checked_by"
        ).order_by("requirement__order", "requirement__code")
    )
    writable = may(user, designation.status, Move.RECORD)
    counts = Counter(_badge(row)["text"] for row in rows)
    return Checklist(
        items=[_item(row, writable=writable) for row in rows],
        summary="・".join(f"{text} {number}" for text, number in counts.items()),
        version=str(rows[0].requirement.version) if rows else "",
        missing=d6_requirements_settled(checked_items(designation)),
    )


def _badge(row: RequirementCheck) -> Part:
    return WAIVED if row.is_waived else BADGES[row.state]


def _item(row: RequirementCheck, *, writable: bool) -> Part:
    requirement = row.requirement
    duty = "" if requirement.mandatory else "（努力義務）"
    item: Part = {
        "badge": _badge(row),
        "title": f"{requirement.code}　{requirement.label}{duty}",
        "text": requirement.description,
        "evidence": _evidence(row),
    }
    if writable:
        url = reverse("designations:check", args=[row.designation_id, requirement.pk])
        label = "根拠を直す" if row.evidence else "根拠を登録する"
        item["actions"] = [{"label": label, "url": url, "kind": "second"}]
    return item


def _evidence(row: RequirementCheck) -> str:
    words = [f"根拠：{row.evidence or '未登録'}"]
    if row.state == CheckState.PLANNED and row.planned_until:
        words.append(f"{wareki(row.planned_until)}まで")
    if row.is_waived:
        words.append(f"適用除外の理由：{row.waiver_reason}")
    checked = (
        f"{wareki_short(row.checked_on)} {row.checked_by or ''}"
        if row.checked_on
        else "—"
    )
    return "　".join(words) + f"　｜　{checked}"
