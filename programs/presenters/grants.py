"""Grants in words: badges, course, buttons, facts and the sums beside the list."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from accounts.models import User
from formats.dates import wareki_short
from formats.tables import Column, Table
from programs.grant_totals import GrantTotals
from programs.kinds import GrantStatus
from programs.models import Grant, GrantStep
from programs.workflow import moves_for

BADGES = {
    GrantStatus.APPLIED: {"text": "交付申請", "tone": "wait"},
    GrantStatus.DECIDED: {"text": "交付決定", "tone": "plan", "shape": "half"},
    GrantStatus.REPORTED: {"text": "実績報告", "tone": "wait"},
    GrantStatus.FINAL: {"text": "額の確定", "tone": "ok"},
    GrantStatus.REJECTED: {"text": "不交付", "tone": "off"},
    GrantStatus.WITHDRAWN: {"text": "取下げ", "tone": "off"},
    GrantStatus.REVOKED: {"text": "決定の取消", "tone": "bad"},
}
COURSE = (
    GrantStatus.APPLIED,
    GrantStatus.DECIDED,
    GrantStatus.REPORTED,
    GrantStatus.FINAL,
)
FIRST = {"decide", "report", "finalise"}
DANGER = {"reject", "withdraw", "revoke"}
_SUMS = [
    Column("区分", width=28),
    Column("件数", kind="integer"),
    Column("申請額", "千円", kind="money"),
    Column("決定額", "千円", kind="money"),
    Column("実績額", "千円", kind="money"),
    Column("確定額", "千円", kind="money"),
]


def course(grant: Grant) -> list[dict[str, object]]:
    """The four states of the way, with the days on which they were reached."""
    days = (
        grant.applied_on,
        grant.decided_on,
        grant.reported_on,
        grant.finalised_on,
    )
    stopped = grant.status not in COURSE
    at = 1 if grant.status == GrantStatus.REVOKED else 0
    at = at if stopped else COURSE.index(GrantStatus(grant.status))
    items = []
    for place, (status, day) in enumerate(zip(COURSE, days, strict=True)):
        state = "done" if place < at or (place == at and not stopped) else ""
        if place == at and stopped:
            state = "stopped"
        elif place == at and status != GrantStatus.FINAL:
            state = "current"
        note = _short(day) if place <= at else ""
        items.append({"label": status.label, "state": state, "note": note})
    return items


def _short(day: date | None) -> str:
    return wareki_short(day) if day else ""


def buttons(grant: Grant, user: User) -> list[dict[str, object]]:
    """The steps that the person may take now."""
    return [
        {
            "label": move.label,
            "href": reverse("programs:grant-move", args=[grant.pk, move.value]),
            "kind": ""
            if move.value in FIRST
            else "danger"
            if move.value in DANGER
            else "second",
        }
        for move in moves_for(user, grant.status)
    ]


def timeline(steps: Iterable[GrantStep]) -> list[dict[str, object]]:
    """What was done, newest first."""
    items = []
    for at, step in enumerate(steps):
        amount = f"　{step.amount:,}千円" if step.amount is not None else ""
        number = f"　{step.document_number}" if step.document_number else ""
        items.append(
            {
                "day": step.on,
                "text": f"{_done(step)}{amount}{number}",
                "by": str(step.by) if step.by else "システム",
                "note": step.reason,
                "state": "now" if at == 0 else "",
            }
        )
    return items


def _done(step: GrantStep) -> str:
    return {
        "apply": "交付を申請",
        "decide": "交付を決定",
        "reject": "不交付と決定",
        "withdraw": "申請を取下げ",
        "change": "決定額を変更",
        "report": "実績を報告",
        "send_back": "実績報告を差し戻し",
        "finalise": "額を確定",
        "revoke": "決定を取消",
    }[step.move]


def facts(grant: Grant) -> list[dict[str, object]]:
    amounts = (
        ("申請額", grant.requested),
        ("決定額", grant.decided),
        ("実績額", grant.spent),
        ("確定額", grant.final),
    )
    facility = grant.applicant.facility
    return [
        {"label": "番号", "value": grant.case_number},
        {
            "label": "事業",
            "value": str(grant.year.program),
            "url": grant.year.get_absolute_url(),
        },
        {
            "label": "申請者",
            "value": str(grant.applicant),
            "url": facility.get_absolute_url() if facility else "",
            "note": grant.applicant.get_kind_display(),
        },
        {"label": "在宅医療圏", "value": grant.zone.name if grant.zone else None},
        {
            "label": "市区町村",
            "value": grant.municipality.name if grant.municipality else None,
        },
        {"label": "内容", "value": grant.purpose or None},
        *(
            {"label": label, "value": f"{amount:,}千円"}
            for label, amount in amounts
            if amount is not None
        ),
        {"label": "決定の文書番号", "value": grant.document_number or None},
    ]


def sums_table(
    title: str, totals: Iterable[GrantTotals], whole: GrantTotals, day: date
) -> Table:
    """Sums by zone or kind; the last row is that of all, which they add up to."""
    return Table(
        title,
        _SUMS,
        [
            (t.name, t.grants, t.requested, t.decided, t.spent, t.final)
            for t in (*totals, whole)
        ],
        note="申請額は取下げと不交付を含む。決定額・実績額・確定額は取り消したものを除く。",
        as_of=day,
    )
