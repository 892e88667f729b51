"""Whom the course of an act and the compliance check tell, and which tasks they leave.

A finding about an act goes to the official who answers for it; what a zone lacks goes to the
officials of the prefecture, one task a rule, so that a list of forty zones does not bury anybody.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from accounts.notices import Audience, notify, settle
from accounts.roles import Role
from designations.compliance import Finding
from designations.models import ComplianceTask, Designation
from designations.workflow import LABELS, Move

SERIOUS_DAYS, OTHER_DAYS, REVIEW_DAYS = 14, 60, 14


def officials_of(prefecture: str) -> Audience:
    return Audience(Role.OFFICIAL, prefecture)


# --- The course of an act -------------------------------------------------------------------
def tell_step(act: Designation, move: Move, *, on: date, reason: str, by: User) -> None:
    """What is laid before the prefecture is a task for its officials; the answer goes to who
    proposed it."""
    review = f"designations:review:{act.pk}"
    if move == Move.SUBMIT:
        notify(
            to=officials_of(act.prefecture_id),
            text=f"{act.case_number} {act.shown_name}の指定の審査をお願いします",
            link=act.get_absolute_url(),
            key=review,
            detail=reason,
            due_on=on + timedelta(days=REVIEW_DAYS),
            by=by,
        )
        return
    settle(keys=[review], by=by)
    answers = {Move.SEND_BACK, Move.DECLINE, Move.DESIGNATE}
    if move in answers and act.proposed_by_id != by.pk:
        words = {Move.SEND_BACK: "差し戻されました", Move.DECLINE: "見送りになりました"}
        notify(
            to=act.proposed_by,
            text=f"{act.case_number} {act.shown_name}が{words.get(move, '指定されました')}",
            link=act.get_absolute_url(),
            key=f"designations:{move.value}:{act.pk}:{act.version}",
            detail=f"{LABELS[move]}　{reason}".strip(),
            by=by,
        )


# --- The compliance check -------------------------------------------------------------------
def key_of(prefecture: str, code: str, act: object) -> str:
    """What a task is about: a rule and an act, or a rule and all zones of the prefecture."""
    return f"designations:{code}:{act or prefecture}"


def tell_findings(
    prefecture: str,
    found: Iterable[Finding],
    gone: Iterable[ComplianceTask],
    *,
    day: date,
    cause: str,
    by: User | None,
) -> None:
    """Open a task for each rule and act, and close those of which nothing is left."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for one in found:
        act = one.designation.pk if one.designation else None
        groups[key_of(prefecture, one.code, act)].append(one)
    settled = {key_of(prefecture, one.code, one.designation_id) for one in gone}
    settle(keys=sorted(settled - set(groups)), by=by)
    for key, findings in groups.items():
        first = findings[0]
        days = SERIOUS_DAYS if first.is_serious else OTHER_DAYS
        notify(
            to=_responsible(first, prefecture),
            text=_text(findings),
            link=_link(first),
            key=key,
            detail="".join(one.message for one in findings)
            + (f"（{cause}）" if cause else ""),
            due_on=day + timedelta(days=days),
            by=by,
        )


def _responsible(finding: Finding, prefecture: str) -> User | Audience:
    """Who approved or proposed the act, while that official is here; else all of them."""
    act = finding.designation
    person = (act.approved_by or act.proposed_by) if act else None
    if person is not None and person.is_active and person.role == Role.OFFICIAL:
        return person
    return officials_of(prefecture)


def _text(findings: list[Finding]) -> str:
    first = findings[0]
    if first.designation is None:
        return f"適合確認：{first.rule}があります"
    more = f"ほか{len(findings) - 1}件" if len(findings) > 1 else ""
    return f"適合確認：{first.message.removesuffix('。')}{more and f'（{more}）'}"


def _link(finding: Finding) -> str:
    if finding.designation is not None:
        return finding.designation.get_absolute_url()
    query = urlencode({"code": finding.code})
    return f"{reverse('designations:compliance')}?{query}"
