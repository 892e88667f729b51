"""Notices and tasks in words."""

from datetime import date, timedelta
from typing import Any

from accounts.models import Notice
from formats.dates import wareki

SOON = timedelta(days=7)


def due_badge(due_on: date, today: date) -> dict[str, str]:
    """How pressing a task is, by word and shape."""
    if due_on < today:
        return {"text": f"期限を{(today - due_on).days}日過ぎています", "tone": "bad"}
    if due_on == today:
        return {"text": "今日が期限", "tone": "warn"}
    left = due_on - today
    return {"text": f"あと{left.days}日", "tone": "warn" if left <= SOON else "wait"}


def notice_line(notice: Notice, today: date) -> dict[str, Any]:
    """One line of the list; ``notice`` carries ``is_read`` of the person."""
    state = None
    if notice.is_open_task:
        state = due_badge(notice.due_on, today)
    elif notice.done_at:
        state = {"text": f"済み（{notice.done_by or 'システム'}）", "tone": "ok"}
    return {
        "notice": notice,
        "is_new": not notice.is_read and not notice.done_at,
        "due": f"期限 {wareki(notice.due_on)}" if notice.due_on else "",
        "state": state,
        "by": notice.by or "システム",
        "may_finish": notice.is_open_task,
        "may_reopen": bool(notice.done_at),
    }
