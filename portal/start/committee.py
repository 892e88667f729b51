"""The start page of committee members: the newest report, what changed since the one before, the rest."""

from datetime import date
from typing import Any

from accounts.models import User
from portal.start.editions import edition_item
from portal.start.page import StartPage
from portal.templatetags.portal import signed
from reports.kinds import ReportKind
from reports.models import Edition
from reports.presenters.library import figures

Item = dict[str, Any]
MOST = 10


def committee_page(user: User, today: date, day: date) -> StartPage:
    """What is published, and nothing else."""
    published = Edition.objects.visible_to(user).published()
    found = list(
        published.defer("snapshot").order_by("-as_of", "-number", "pk")[: MOST + 1]
    )
    page = StartPage(
        "報告書", day=today, lede="公表された報告書を読み、PDFを受け取れます。"
    )
    if not found:
        return page
    newest, others = found[0], found[1:]
    before = next((e for e in others if e.kind == newest.kind), None)
    page.latest = edition_item(newest) | {
        "meeting_on": newest.meeting_on,
        "published_at": newest.published_at,
        "before": str(before) if before else "",
    }
    if newest.kind == ReportKind.PROGRESS:
        page.figures = _compared(newest, before)
    page.editions = [edition_item(edition) for edition in others[:MOST]]
    return page


def _compared(newest: Edition, before: Edition | None) -> list[Item]:
    """The figures of the newest report, each with its difference from the one before."""
    earlier = (
        {item["label"]: item["value"] for item in figures(before)} if before else {}
    )
    items = []
    for item in figures(newest):
        value, old = item["value"], earlier.get(item["label"])
        note = ""
        if isinstance(value, int | float) and isinstance(old, int | float):
            note = f"前回から{signed(value - old)}" if value != old else "前回と同じ"
        items.append(item | {"note": note} if note else item)
    return items
