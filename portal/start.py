"""What the start page of each role shows, from the rooms below, for one day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.models import AuditEvent, User
from accounts.roles import Permission, Role
from designations.kinds import Status
from designations.models import Designation
from designations.register import Register, register_on
from facilities.models import Facility
from formats.dates import wareki
from imports.models import Upload
from portal.zone_status import zone_status
from reports.kinds import EditionStatus
from reports.models import Edition
from zones.access import region_scope
from zones.models import HomeCareZone

Item = dict[str, Any]


@dataclass(slots=True)
class StartPage:
    """Everything that the template shows; a part that is empty is left out."""

    heading: str
    lede: str = ""
    todo: list[Item] = field(default_factory=list)
    figures: list[Item] = field(default_factory=list)
    zones: list[Item] = field(default_factory=list)
    day: date | None = None
    upload: Item | None = None
    editions: list[Item] = field(default_factory=list)
    may_make_report: bool = False
    may_upload: bool = False


def start_page(user: User, day: date) -> StartPage:
    """The page of the person's role; a person without one is told so."""
    makers = {
        Role.OFFICIAL: _official,
        Role.HEALTH_CENTRE: _clerk,
        Role.COMMITTEE: _committee,
        Role.ADMINISTRATOR: _administrator,
    }
    make = makers.get(user.role)
    if make is None:
        return StartPage(
            "はじめに", "役割が決まっていません。管理者に知らせてください。"
        )
    return make(user, day)


def _official(user: User, day: date) -> StartPage:
    page = StartPage("今日すること", day=day, may_make_report=True, may_upload=True)
    prefecture = min(region_scope(user).prefectures, default="")
    register = register_on(prefecture, day)
    page.todo = [*_reviews(user), *_uploads_to_do(user), *_drafts(user)]
    page.todo += [*_gaps(register), *_registry_to_do(user)]
    page.zones, page.figures = zone_status(register, prefecture, day)
    page.upload = _latest_upload(user)
    page.editions = _editions(user)
    return page


def _clerk(user: User, day: date) -> StartPage:
    page = StartPage("今日すること", day=day, may_upload=True)
    codes = region_scope(user).municipalities
    prefecture = min((code[:2] for code in codes), default="")
    seen = HomeCareZone.objects.visible_to(user)
    register = register_on(prefecture, day, zones=seen)
    page.todo = [*_uploads_to_do(user), *_registry_to_do(user)]
    page.zones, page.figures = zone_status(register, prefecture, day, inside=codes)
    page.upload = _latest_upload(user)
    page.editions = _editions(user)
    return page


def _committee(user: User, day: date) -> StartPage:
    return StartPage(
        "公表された報告書",
        "新しいものから並べています。題名を押すと、主な数字とPDFが開きます。",
        editions=_editions(user, most=10),
    )


def _administrator(user: User, day: date) -> StartPage:
    page = StartPage("システムの状態", day=day)
    accounts = User.objects.filter(is_active=True).count()
    queue = dict(
        DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk"))
    )
    refused = AuditEvent.objects.filter(
        at__date=day, outcome=AuditEvent.Outcome.REFUSED
    ).count()
    page.figures = [
        {"label": "利用者", "value": accounts, "unit": "人"},
        {"label": "待っている処理", "value": queue.get("READY", 0), "unit": "件"},
        {"label": "実行中の処理", "value": queue.get("RUNNING", 0), "unit": "件"},
        {"label": "失敗した処理", "value": queue.get("FAILED", 0), "unit": "件"},
        {"label": "今日の拒否", "value": refused, "unit": "件"},
    ]
    return page


def _reviews(user: User) -> Iterable[Item]:
    waiting = Designation.objects.visible_to(user).filter(status=Status.IN_REVIEW)
    if count := waiting.count():
        yield {
            "count": count,
            "title": "指定の承認を待っています",
            "note": "起案した人とは別の担当が承認します",
            "url": f"{reverse('designations:list')}?view=cases",
        }


def _uploads_to_do(user: User) -> Iterable[Item]:
    uploads = Upload.objects.visible_to(user)
    words = (
        (Upload.Status.READY, "取込の確認を待っています", "登録はまだ変わっていません"),
        (
            Upload.Status.HAS_ERRORS,
            "誤りのある取込があります",
            "直して取り込み直します",
        ),
    )
    for status, title, note in words:
        if count := uploads.filter(status=status).count():
            address = reverse("imports:list")
            yield {"count": count, "title": title, "note": note, "url": address}


def _drafts(user: User) -> Iterable[Item]:
    drafts = Edition.objects.visible_to(user).filter(status=EditionStatus.DRAFT)
    if count := drafts.count():
        yield {
            "count": count,
            "title": "公表していない報告書があります",
            "note": "下書きは委員に見えません",
            "url": reverse("reports:list"),
        }


def _gaps(register: Register) -> Iterable[Item]:
    address = reverse("designations:list")
    for title, zones in (
        ("拠点のない圏域", register.lacking_hub),
        ("積極的役割を担う医療機関のない圏域", register.lacking_active),
    ):
        if zones:
            names = "、".join(zone.name for zone in zones[:6])
            more = f"ほか{len(zones) - 6}圏域" if len(zones) > 6 else ""
            note = f"{names}{more}"
            yield {"count": len(zones), "title": title, "note": note, "url": address}


def _registry_to_do(user: User) -> Iterable[Item]:
    """What a person must mend in the registry: characters without a glyph, unknown places."""
    mine = Facility.objects.editable_by(user).filter(closed_on=None)
    unplaced = mine.filter(municipality=None).count()
    if unplaced:
        yield {
            "count": unplaced,
            "title": "市区町村が分からない医療機関",
            "note": "住所から市区町村が決まりませんでした",
            "url": f"{reverse('facilities:list')}?place=unknown",
        }


def _latest_upload(user: User) -> Item | None:
    upload = Upload.objects.visible_to(user).order_by("-uploaded_at").first()
    if upload is None:
        return None
    counts = upload.counts
    facts = [("状態", upload.get_status_display())]
    if upload.as_of:
        facts.append(("名簿の現在日", wareki(upload.as_of)))
    if counts:
        facts += [
            ("新規・変更", f"{counts['new']:,}機関・{counts['changed']:,}機関"),
            ("名簿にない", f"{counts['missing']:,}機関（自動では閉じません）"),
        ]
    return {
        "name": upload.file_name,
        "url": upload.get_absolute_url(),
        "facts": [{"label": label, "value": value} for label, value in facts],
    }


def _editions(user: User, most: int = 3) -> list[Item]:
    if not user.may(Permission.READ_PUBLISHED):
        return []
    found = Edition.objects.visible_to(user).published().defer("snapshot")
    return [
        {
            "title": str(edition),
            "url": edition.get_absolute_url(),
            "pdf": reverse("reports:pdf", args=[edition.pk]),
            "about": f"{wareki(edition.as_of)}現在　{edition.meeting_name}",
        }
        for edition in found.order_by("-as_of", "-number")[:most]
    ]
