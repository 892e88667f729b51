"""Who is told of an edition: officials that it waits for a check, members that it is published."""

from django.utils import timezone

from accounts.models import User
from accounts.notices import Audience, notify, settle
from accounts.roles import Role
from reports.models import Edition


def tell_to_check(edition: Edition) -> None:
    """Ask the officials for a check; with a meeting to come it is a task up to its day."""
    meeting, today = edition.meeting_on, timezone.localdate()
    maker = edition.made_by or "システム"
    notify(
        to=_of(edition, Role.OFFICIAL),
        text=f"{edition}の確認をお願いします",
        detail=f"{maker}さんの下書きができました。作成した人以外の担当者が確かめます。",
        link=edition.get_absolute_url(),
        key=_key("check", edition),
        due_on=meeting if meeting and meeting >= today else None,
        by=edition.made_by,
    )


def settle_check(edition: Edition, by: User | None) -> None:
    """Nobody needs to check it any more."""
    settle(keys=[_key("check", edition)], by=by)


def tell_published(edition: Edition, by: User) -> None:
    """Tell the committee that there is a new report, or a correction and why."""
    corrected = edition.corrects
    detail = (
        f"第{corrected.number}版の訂正：{edition.reason}"
        if corrected
        else edition.meeting_name
    )
    notify(
        to=_of(edition, Role.COMMITTEE),
        text=f"{edition}を公表しました",
        detail=detail,
        link=edition.get_absolute_url(),
        key=_key("published", edition),
        by=by,
    )


def _of(edition: Edition, role: Role) -> Audience:
    return Audience(role=role, prefecture=edition.prefecture_id)


def _key(about: str, edition: Edition) -> str:
    # Other data under the same number is another thing to check.
    return f"reports:{about}:{edition.pk}:{edition.sha256[:8]}"
