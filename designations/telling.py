"""Whom the course of an act and the compliance check tell, and which tasks they leave.

A body that closed, moved or lost its filing is a task of the official who answers for the act. What
many acts or zones share is one task a rule, so that a list of forty zones does not bury anybody.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Notice, User
from accounts.notices import Audience, notify, settle
from accounts.roles import Role
from designations.compliance import Finding
from designations.models import Designation
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
# What happened to one body is a task of its own; what many acts share is one task a person.
EACH = frozenset({"C4", "C5", "C6", "C7", "C9"})
NAMED = 5


def tell_findings(
    prefecture: str,
    found: Iterable[Finding],
    *,
    day: date,
    cause: str,
    by: User | None,
) -> None:
    """Open a task for what was found, and close those of which nothing is left."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for one in found:
        groups[_key(one, prefecture)].append(one)
    ours = Notice.objects.open_tasks().filter(
        key__startswith=f"compliance:{prefecture}:"
    )
    standing = set(ours.values_list("key", flat=True))
    settle(keys=sorted(standing - set(groups)), by=by)
    for key, findings in groups.items():
        first = findings[0]
        days = SERIOUS_DAYS if first.is_serious else OTHER_DAYS
        notify(
            to=_responsible(first, prefecture),
            text=_text(first),
            link=_link(first),
            key=key,
            detail=_detail(findings, cause),
            due_on=day + timedelta(days=days),
            by=by,
        )


def _key(finding: Finding, prefecture: str) -> str:
    if finding.code in EACH:
        what = f"act-{finding.designation.pk}"
    else:
        whom = _responsible(finding, prefecture)
        what = f"user-{whom.pk}" if isinstance(whom, User) else "all"
    return f"compliance:{prefecture}:{finding.code}:{what}"


def _responsible(finding: Finding, prefecture: str) -> User | Audience:
    """Who approved or proposed the act, while that official is here; else all of them, as for an
    entry that another than its author must confirm."""
    act = finding.designation
    person = (act.approved_by or act.proposed_by) if act else None
    if finding.code == "C11" or person is None or not person.is_active:
        return officials_of(prefecture)
    return person if person.role == Role.OFFICIAL else officials_of(prefecture)


def _text(finding: Finding) -> str:
    if finding.code in EACH:
        return f"適合確認：{finding.message.removesuffix('。')}"
    return f"適合確認：{finding.rule}があります"


def _detail(findings: list[Finding], cause: str) -> str:
    """The zones or bodies, a few by name, and what set the check off."""
    names = list(
        dict.fromkeys(
            one.designation.shown_name if one.designation else one.zone.name
            for one in findings
        )
    )
    more = f"、ほか{len(names) - NAMED}" if len(names) > NAMED else ""
    return f"{'、'.join(names[:NAMED])}{more}{cause and f'（{cause}）'}"


def _link(finding: Finding) -> str:
    if finding.code in EACH:
        return finding.designation.get_absolute_url()
    query = urlencode({"code": finding.code})
    return f"{reverse('designations:compliance')}?{query}"
