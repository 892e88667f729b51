"""What waits for a person: for the start pages and for the badge beside the room's name."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from designations.compliance import SERIOUS
from designations.kinds import Status
from designations.models import ComplianceTask, Designation
from formats.dates import wareki

Part = dict[str, object]


def compliance_badge(user: User) -> Part | None:
    """The number of open tasks that this person can see, as a badge; None where there are none."""
    waiting = ComplianceTask.objects.waiting().visible_to(user)
    counts = dict(waiting.order_by().values_list("code").annotate(number=Count("pk")))
    if not counts:
        return None
    serious = sum(number for code, number in counts.items() if code in SERIOUS)
    return {
        "text": f"適合確認 {sum(counts.values())}件",
        "tone": "bad" if serious else "warn",
        "count": sum(counts.values()),
        "serious": serious,
        "url": reverse("designations:compliance"),
    }


def todo_for(user: User, day: date) -> list[Part]:
    """What needs doing with designations, in the shape of the list of parts ``todo``."""
    visible = Designation.objects.visible_to(user)
    items = []
    if user.may(Permission.EDIT_DESIGNATIONS):
        waiting = visible.filter(status=Status.IN_REVIEW)
        waiting = waiting.exclude(proposed_by=user).exclude(submitted_by=user)
        items.append(_waiting(waiting, "指定の承認を待っています", Status.IN_REVIEW))
        entered = visible.filter(
            entered_directly=True, approved_by=None, end_kind=""
        ).exclude(proposed_by=user)
        items.append(
            {
                "count": entered.count(),
                "title": "既決の指定の登録が確認を待っています",
                "url": f"{reverse('designations:compliance')}?code=C11",
            }
        )
        badge = compliance_badge(user)
        if badge:
            items.append(
                {
                    "count": badge["count"],
                    "title": "適合確認の課題があります",
                    "note": f"要対応 {badge['serious']}件",
                    "url": badge["url"],
                }
            )
        ending = visible.ending_within(day, 90).filter(end_kind="")
        items.append(
            {
                "count": ending.count(),
                "title": "90日以内に期間の終わる指定があります",
                "url": f"{reverse('designations:compliance')}?code=C9",
            }
        )
    elif user.may(Permission.PROPOSE_DESIGNATIONS):
        for status, title in (
            (Status.CANDIDATE, "候補の調整を始めてください"),
            (Status.COORDINATING, "調整中の案件があります"),
        ):
            rows = visible.filter(status=status)
            items.append(_waiting(rows, title, status))
    return [item for item in items if item["count"]]


def _waiting(rows: object, title: str, status: Status) -> Part:
    found = rows.aggregate(number=Count("pk"), oldest=Min("updated_at"))
    query = urlencode({"view": "cases", "status": status})
    oldest = found["oldest"]
    return {
        "count": found["number"],
        "title": title,
        "note": f"最も古いものは{wareki(oldest.date())}から" if oldest else "",
        "url": f"{reverse('designations:list')}?{query}",
    }
