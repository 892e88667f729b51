"""The start pages of the prefecture's officials and of the staff of health centres."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from designations.register import Register, register_on
from designations.roadmap import board, roadmap_on
from designations.work import todo_for
from formats.dates import wareki
from imports.models import Upload
from imports.presenters.history import result_words
from imports.presenters.preview import person, state_badge
from imports.titles import title_of
from portal.changes import Change, Period, changes_between, since_last_meeting
from portal.kept import kept
from portal.start.editions import edition_items
from portal.start.meeting import changes_url, next_meeting
from portal.start.page import StartPage
from portal.start.todo import (
    editions_to_do,
    registry_to_do,
    stale_health_centres,
    tasks_to_do,
    uploads_to_do,
)
from portal.start.zones import ZoneBoard, zone_board
from programs import hub_reports, schedule, vacancies
from zones.access import region_scope
from zones.models import HomeCareZone

Item = dict[str, Any]
MOST_CHANGES = 6
MOST_UPLOADS = 3


@dataclass(slots=True)
class Standing:
    """What is slow to gather, and changes only when something is written."""

    board: ZoneBoard
    period: Period
    roadmap: Item | None = None
    changes: list[Change] = field(default_factory=list)
    to_mend: list[Item] = field(default_factory=list)


def official_page(user: User, today: date, day: date) -> StartPage:
    """For the whole prefecture."""
    scope = region_scope(user)
    prefecture = min(scope.prefectures, default="")

    def gather() -> Standing:
        register = register_on(prefecture, day)
        standing = _standing(user, today, zone_board(register, day))
        standing.roadmap = _roadmap(register, day)
        standing.to_mend += stale_health_centres(user, today)
        return standing

    standing = _kept(user, today, day, gather)
    page = _page(user, today, day, standing)
    page.meeting = next_meeting(user, today, standing.period, len(standing.changes))
    page.may_make_report = user.may(Permission.MAKE_REPORTS)
    return page


def clerk_page(user: User, today: date, day: date) -> StartPage:
    """For the zones that the area of the health centre touches; counts are of the area."""
    codes = region_scope(user).municipalities
    prefecture = min((code[:2] for code in codes), default="")

    def gather() -> Standing:
        seen = HomeCareZone.objects.visible_to(user)
        register = register_on(prefecture, day, zones=seen)
        return _standing(user, today, zone_board(register, day, inside=codes))

    page = _page(user, today, day, _kept(user, today, day, gather))
    page.editions = edition_items(user)
    return page


def _kept(
    user: User, today: date, day: date, gather: Callable[[], Standing]
) -> Standing:
    """People of one role and region share what is kept."""
    scope = region_scope(user)
    regions = [sorted(part) for part in (scope.prefectures, scope.municipalities)]
    return kept("start", gather, user.role, regions, str(today), str(day))


def _standing(user: User, today: date, zones: ZoneBoard) -> Standing:
    period = since_last_meeting(user, today)
    return Standing(
        board=zones,
        period=period,
        changes=changes_between(user, period.since, period.until),
        to_mend=registry_to_do(user, today),
    )


def _page(user: User, today: date, day: date, standing: Standing) -> StartPage:
    more = len(standing.changes)
    return StartPage(
        "今日すること",
        day=day,
        todo=[
            *tasks_to_do(user, today),
            *todo_for(user, today),
            *hub_reports.todo_for(user, today),
            *schedule.todo_for(user, today),
            *vacancies.todo_for(user, today),
            *uploads_to_do(user),
            *editions_to_do(user),
            *standing.to_mend,
        ],
        nothing_to_do="今日、対応が必要な事項はありません。",
        board=standing.board,
        figures=standing.board.figures,
        roadmap=standing.roadmap,
        uploads=_uploads(user),
        uploads_heading="最近の取込",
        changes=[
            {"day": c.day, "text": c.text, "note": c.note, "url": c.url, "state": ""}
            for c in standing.changes[:MOST_CHANGES]
        ],
        changes_heading=standing.period.words,
        changes_why=standing.period.why,
        changes_more=f"{more}件すべて" if more > MOST_CHANGES else "一覧",
        changes_url=changes_url(standing.period),
        may_upload=user.may(Permission.UPLOAD_LISTS),
        may_propose=user.may(Permission.PROPOSE_DESIGNATIONS),
    )


def _roadmap(register: Register, day: date) -> Item | None:
    roadmap = roadmap_on(register.prefecture, day, register=register)
    if roadmap is None or not roadmap.years:
        return None
    return {
        "items": board(roadmap),
        "aside": f"累計 {roadmap.done}／{roadmap.zones}圏域",
        "late": roadmap.is_late,
    }


def _uploads(user: User) -> list[Item]:
    """The newest uploads in the region, with what each would do or did."""
    if not user.may(Permission.UPLOAD_LISTS):
        return []
    rows = Upload.objects.visible_to(user).select_related("uploaded_by")
    found = rows.defer("effects", "columns").order_by("-uploaded_at", "pk")
    return [
        {
            "title": title_of(upload),
            "url": upload.get_absolute_url(),
            "badge": state_badge(upload) | {"text": upload.get_status_display()},
            "facts": _facts(upload),
        }
        for upload in found[:MOST_UPLOADS]
    ]


def _facts(upload: Upload) -> list[Item]:
    at = timezone.localtime(upload.uploaded_at)
    who = person(upload.uploaded_by)
    facts = [("取り込んだ人", f"{who}　{wareki(at.date())} {at:%H:%M}")]
    if upload.rows:
        facts.append(("読み取り", f"{upload.rows:,}行・{upload.facilities:,}機関"))
    words = result_words(upload)
    if words:
        facts.append(("結果", words))
    if upload.counts.get("missing"):
        facts.append(("名簿にない機関", "自動では閉じません"))
    return [{"label": label, "value": value} for label, value in facts]
