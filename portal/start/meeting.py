"""The next meeting that a report is being made for, and how far its preparation is."""

from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from portal.changes import Period
from reports.models import Edition
from reports.presenters.library import badge

Item = dict[str, Any]


def next_meeting(user: User, day: date, period: Period, changes: int) -> Item | None:
    """Name, day, days left, and what is ready; None where no coming meeting is known."""
    coming = Edition.objects.visible_to(user).filter(meeting_on__gte=day)
    editions = list(
        coming.defer("snapshot").order_by("meeting_on", "meeting_name", "-number")[:20]
    )
    if not editions:
        return None
    first = editions[0]
    name, on = first.meeting_name, first.meeting_on
    left = (on - day).days
    reports = [e for e in editions if (e.meeting_name, e.meeting_on) == (name, on)]
    return {
        "name": name or "会議",
        "on": on,
        "left": f"あと{left}日" if left else "今日",
        "reports": [
            {
                "badge": badge(edition),
                "title": str(edition),
                "url": edition.get_absolute_url(),
            }
            for edition in reports
        ],
        "changes": changes,
        "since": period.since,
        "changes_url": changes_url(period),
    }


def changes_url(period: Period) -> str:
    days = f"since={period.since.isoformat()}&until={period.until.isoformat()}"
    return f"{reverse('portal:changes')}?{days}"
