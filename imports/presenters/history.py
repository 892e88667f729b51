"""The list of uploads: who brought which file when, and what became of it."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from facilities.kinds import Sector
from facilities.models import OfficialList
from formats.dates import wareki, wareki_short
from imports.models import PlannedChange, Upload
from imports.reviewing import OPEN
from zones.access import region_scope

Outcome = PlannedChange.Outcome


def result_words(upload: Upload) -> str:
    """新規 38・変更 121・名簿にない 37; nothing where nothing was read."""
    if not upload.has_preview:
        return upload.message
    shown = (Outcome.NEW, Outcome.CHANGED, Outcome.MISSING)
    counts = [(o.label, upload.counts.get(o.value, 0)) for o in shown]
    words = "・".join(f"{label} {number:,}" for label, number in counts if number)
    wrong = upload.counts.get(Outcome.INVALID, 0)
    if wrong:
        words = "・".join(filter(None, [f"誤り {wrong:,}行", words]))
    return words or "変更なし"


def said_words(upload: Upload) -> str:
    """承認済み・コメント2件: what people said of it, as counted by ``with_what_was_said``."""
    words = ["承認済み"] if upload.approvals and upload.status in OPEN else []
    words += [f"コメント{upload.comments:,}件"] if upload.comments else []
    return "・".join(words)


@dataclass(frozen=True, slots=True)
class LatestList:
    """The latest list that was applied to a person's region, by sector."""

    sector: str
    as_of: str
    applied_on: str
    upload: Upload | None


def latest_lists(user: User) -> list[LatestList]:
    """What the region's registry stands on; one row a sector."""
    scope = region_scope(user)
    mine = Q(prefecture__in=sorted(scope.prefectures), complete=True)
    prefectures = {code[:2] for code in scope.municipalities}
    for_area = Q(prefecture__in=sorted(prefectures))
    lists = OfficialList.objects.filter(mine | for_area)
    newest: dict[str, OfficialList] = {}
    for one in lists.order_by("sector", "-as_of", "-pk"):
        covers = one.complete or scope.municipalities & set(one.municipalities)
        if covers and one.sector not in newest:
            newest[one.sector] = one
    uploads = Upload.objects.visible_to(user).in_bulk(
        [one.upload_id for one in newest.values() if one.upload_id]
    )
    return [
        LatestList(
            label,
            f"{wareki(newest[sector].as_of)}現在",
            wareki_short(timezone.localtime(newest[sector].applied_at).date()),
            uploads.get(newest[sector].upload_id),
        )
        for sector, label in Sector.choices
        if sector in newest
    ]
