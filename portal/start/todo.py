"""What waits for a person today, each with a number, words and the page where it is done."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import Notice, User
from accounts.roles import Permission, Role
from facilities.kinds import Sector
from facilities.mending import Mend, to_mend
from facilities.models import Facility, OfficialList
from formats.dates import wareki
from imports.models import PlannedChange, Upload
from imports.titles import title_of
from portal.context import address
from reports.kinds import EditionStatus
from reports.models import Edition
from zones.access import region_scope
from zones.models import HealthCentre

Item = dict[str, Any]
Outcome, Status = PlannedChange.Outcome, Upload.Status
STALE_AFTER = timedelta(days=183)
MOST_NAMES = 6


def tasks_to_do(user: User, today: date) -> Iterator[Item]:
    """Tasks of the notices, late ones named first."""
    tasks = Notice.objects.visible_to(user).open_tasks()
    found = list(tasks.values_list("text", "due_on"))
    late = [text for text, due_on in found if due_on < today]
    coming = [text for text, due_on in found if due_on >= today]
    for texts, title, due_on in (
        (late, "期限を過ぎた依頼", min((d for _, d in found), default=None)),
        (
            coming,
            "期限のある依頼",
            min((d for _, d in found if d >= today), default=None),
        ),
    ):
        if texts:
            yield {
                "count": len(texts),
                "title": title,
                "note": f"{_names(texts)}。最も早い期限は{wareki(due_on)}",
                "url": f"{reverse('portal:notices')}?show=tasks",
                "link": "依頼を見る",
            }


def uploads_to_do(user: User) -> Iterator[Item]:
    """Uploads with errors, with facilities that a person must match, to be applied, or failed."""
    waiting = Upload.objects.visible_to(user).filter(
        status__in=[Status.READY, Status.HAS_ERRORS, Status.FAILED]
    )
    rows = list(
        waiting.defer("effects", "columns").order_by("-uploaded_at", "pk")[:100]
    )
    failed = [row for row in rows if row.status == Status.FAILED]
    wrong = [row for row in rows if row.status == Status.HAS_ERRORS]
    ambiguous = [row for row in rows if row.counts.get(Outcome.AMBIGUOUS)]
    ready = [row for row in rows if row.status == Status.READY and row not in ambiguous]
    cells = sum(row.counts.get(Outcome.INVALID, 0) for row in wrong)
    matches = sum(row.counts[Outcome.AMBIGUOUS] for row in ambiguous)
    yield from _of_uploads(
        wrong, "直す行のある取込", f"誤り {cells:,}行。登録は変わっていません", "直す"
    )
    if ambiguous:
        yield {
            "count": matches,
            "title": "名簿との照合で確認が必要",
            "note": _names([title_of(row) for row in ambiguous]),
            "url": _matching_url(ambiguous),
            "link": "照合する",
        }
    yield from _of_uploads(
        ready, "取込の確認を待っています", "登録はまだ変わっていません", "確認する"
    )
    yield from _of_uploads(
        failed, "読み取れなかった取込", "もう一度始められます", "内容を見る"
    )


def _of_uploads(rows: list[Upload], title: str, note: str, link: str) -> Iterator[Item]:
    if rows:
        what = _names([title_of(row) for row in rows])
        yield {
            "count": len(rows),
            "title": title,
            "note": f"{what}。{note}",
            "url": _upload_url(rows),
            "link": link,
        }


def _upload_url(rows: list[Upload]) -> str:
    return rows[0].get_absolute_url() if len(rows) == 1 else reverse("imports:list")


def _matching_url(rows: list[Upload]) -> str:
    if len(rows) > 1:
        return reverse("imports:list")
    preview = reverse("imports:preview", args=[rows[0].pk])
    return f"{preview}?{urlencode({'tab': Outcome.AMBIGUOUS.value})}"


def editions_to_do(user: User) -> Iterator[Item]:
    if not user.may(Permission.MAKE_REPORTS):
        return
    rows = Edition.objects.editable_by(user).filter(
        status__in=[EditionStatus.DRAFT, EditionStatus.CHECKED, EditionStatus.FAILED]
    )
    found = list(rows.defer("snapshot").order_by("-made_at", "pk")[:50])
    for status, title, note in (
        (EditionStatus.DRAFT, "公表していない報告書", "下書きは委員に見えません"),
        (EditionStatus.CHECKED, "公表を待つ報告書", "確認済みで、公表できます"),
        (EditionStatus.FAILED, "作れなかった報告書", "もう一度始められます"),
    ):
        those = [edition for edition in found if edition.status == status]
        if those:
            only = those[0].get_absolute_url() if len(those) == 1 else ""
            yield {
                "count": len(those),
                "title": title,
                "note": f"{_names([str(edition) for edition in those])}。{note}",
                "url": only or reverse("reports:list"),
            }


def registry_to_do(user: User, day: date) -> list[Item]:
    """What a person must mend in the registry, and what nobody has seen for a year. One query.

    Officials are told of old lists by health centre instead of by facility.
    """
    if not user.may(Permission.EDIT_FACILITIES):
        return []
    mine = Facility.objects.editable_by(user).open_on(day)
    asked = [key for key in MENDING if key != Mend.UNSEEN or user.role != Role.OFFICIAL]
    found = mine.aggregate(
        **{key: Count("pk", filter=to_mend(key, day)) for key in asked}
    )
    return [
        {
            "count": found[key],
            "title": MENDING[key][0],
            "note": MENDING[key][1],
            "url": f"{reverse('facilities:list')}?{urlencode({'mend': key})}",
            "link": "一覧を見る",
        }
        for key in asked
        if found[key]
    ]


MENDING = {
    Mend.PLACE.value: (
        "市区町村が分からない医療機関",
        "住所から市区町村が決まらず、どの圏域にも数えていません",
    ),
    Mend.CHARACTERS.value: (
        "表示できない文字（外字）のある医療機関",
        "名称の〓を正しい字に直します",
    ),
    Mend.UNSEEN.value: (
        "1年より長く確かめていない医療機関",
        "名簿にも職員の確認にも現れていません",
    ),
}


def stale_health_centres(user: User, day: date) -> Iterator[Item]:
    """Health centres whose newest list of hospitals and clinics is older than half a year."""
    codes = sorted(region_scope(user).prefectures)
    centres = HealthCentre.objects.filter(prefecture__in=codes).prefetch_related(
        "municipalities"
    )
    lists = OfficialList.objects.filter(
        prefecture__in=codes, sector=Sector.MEDICAL, as_of__lte=day
    )
    newest: dict[tuple[str, str], date] = {}
    for row in lists.order_by("as_of"):
        for place in [""] if row.complete else row.municipalities:
            newest[row.prefecture_id, place] = row.as_of
    stale = []
    for centre in centres.order_by("code"):
        seen = [
            max(
                newest.get((centre.prefecture_id, ""), date.min),
                newest.get((centre.prefecture_id, place.pk), date.min),
            )
            for place in centre.municipalities.all()
        ]
        if seen and min(seen) < day - STALE_AFTER:
            stale.append((centre.name, min(seen)))
    if stale:
        oldest = min(seen for _, seen in stale)
        since = "名簿なし" if oldest == date.min else f"{wareki(oldest)}現在"
        yield {
            "count": len(stale),
            "title": "名簿が半年より古い保健所",
            "note": f"{_names([name for name, _ in stale])}。最も古いものは{since}",
            "url": reverse("imports:list"),
            "link": "取込を見る",
        }


def accounts_to_do(day: date) -> Iterator[Item]:
    """For the system administrator: people who cannot work, or no longer do."""
    active = User.objects.filter(is_active=True).exclude(role=Role.ADMINISTRATOR)
    long_ago = day - timedelta(days=90)
    found = active.aggregate(
        nowhere=Count("pk", filter=Q(regions=None), distinct=True),
        roleless=Count("pk", filter=Q(role=""), distinct=True),
        idle=Count("pk", filter=Q(last_login__date__lt=long_ago), distinct=True),
    )
    accounts = address("admin:accounts_user_changelist")
    for key, title, note in (
        ("roleless", "役割のない利用者", "何も見ることができません"),
        ("nowhere", "担当地域のない利用者", "一覧に何も出ません"),
        ("idle", "90日以上サインインのない利用者", "要らなければ無効にします"),
    ):
        if found[key]:
            yield {
                "count": found[key],
                "title": title,
                "note": note,
                "url": accounts,
                "link": "利用者を見る",
            }


def _names(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - MOST_NAMES
    words = "・".join(names[:MOST_NAMES])
    return f"{words}ほか{more}件" if more > 0 else words
