"""The page of one upload: what it is, how far it is, its tabs, and what it rests on."""

from math import ceil
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from facilities.models import OfficialList
from formats.dates import wareki
from imports.actions import same_file
from imports.freshness import lost_candidates
from imports.models import PlannedChange, Upload
from imports.titles import nouns_of, shown_file_name

Outcome = PlannedChange.Outcome
Status = Upload.Status
MOST_NAMES = 10
TABS = [
    (Outcome.NEW, "plus", ""),
    (Outcome.CHANGED, "swap", ""),
    (Outcome.UNCHANGED, "same", ""),
    (Outcome.MISSING, "minus", ""),
    (Outcome.AMBIGUOUS, "ask", "warn"),
    (Outcome.INVALID, "stop", "bad"),
]
BADGES = {
    Status.RECEIVED: ("受付済み", "wait"),
    Status.READING: ("読取中", "wait"),
    Status.READY: ("適用前。登録はまだ変わっていません", "warn"),
    Status.HAS_ERRORS: ("誤りあり。登録は変わっていません", "bad"),
    Status.REFUSED: ("受け付けられません", "bad"),
    Status.APPLIED: ("適用済み", "ok"),
    Status.UNDONE: ("取消済み", "off"),
    Status.DISCARDED: ("取りやめ。登録は変わっていません", "off"),
    Status.FAILED: ("読み取れませんでした", "bad"),
}


def state_badge(upload: Upload) -> dict[str, str]:
    text, tone = BADGES[Status(upload.status)]
    return {"text": text, "tone": tone}


def when(moment: Any) -> str:
    local = timezone.localtime(moment)
    return f"{wareki(local.date())} {local:%H:%M}"


def steps(upload: Upload) -> list[dict[str, str]]:
    """Received, read, matched, looked at, applied: each with what it found."""
    seconds = sum(spent for stage, spent in upload.seconds.items() if stage != "apply")
    at = {
        Status.RECEIVED: 1,
        Status.READING: 2 if upload.stage in ("match", "store") else 1,
        Status.REFUSED: 1,
        Status.FAILED: 1,
        Status.HAS_ERRORS: 3,
        Status.READY: 3,
        Status.DISCARDED: 3,
        Status.APPLIED: 5,
        Status.UNDONE: 5,
    }[Status(upload.status)]
    size = f"{ceil(upload.size / 1024):,}KB"
    read = f"{upload.rows:,}行　{seconds:.1f}秒" if upload.has_preview else ""
    matched = (
        f"{upload.facilities:,}{nouns_of(upload)[1]}" if upload.has_preview else ""
    )
    if upload.counts.get(Outcome.AMBIGUOUS):
        matched += f"　確認 {upload.counts[Outcome.AMBIGUOUS]:,}"
    applied = when(upload.applied_at) if upload.applied_at else "適用後も取り消せます"
    items = [
        {"label": "受付", "note": "検査に合格", "second": size},
        {"label": "読取と検査", "note": read},
        {"label": "照合", "note": matched},
        {"label": "内容の確認", "note": ""},
        {"label": "適用", "note": applied},
    ]
    stopped = upload.status in {Status.REFUSED, Status.FAILED, Status.DISCARDED}
    for number, item in enumerate(items):
        if number < at:
            item["state"] = "done"
        elif number == at:
            item["state"] = "stopped" if stopped else "current"
            item["note"] = item["note"] or ("" if stopped else "いまここ")
    return items


def tabs(upload: Upload, current: str) -> list[dict[str, Any]]:
    preview = reverse("imports:preview", args=[upload.pk])
    problems = reverse("imports:problems", args=[upload.pk])
    return [
        {
            "label": outcome.label,
            "url": problems
            if outcome == Outcome.INVALID
            else f"{preview}?tab={outcome.value}",
            "count": upload.counts.get(outcome.value, 0),
            "icon": icon,
            "tone": tone if upload.counts.get(outcome.value) else "",
            "current": outcome.value == current,
        }
        for outcome, icon, tone in TABS
    ]


def first_tab(upload: Upload) -> str:
    """Where the page opens: what needs a person first, then what changes."""
    order = (
        Outcome.AMBIGUOUS,
        Outcome.CHANGED,
        Outcome.NEW,
        Outcome.MISSING,
        Outcome.UNCHANGED,
    )
    return next((o.value for o in order if upload.counts.get(o.value)), Outcome.CHANGED)


def stale_names(upload: Upload) -> list[str]:
    """Facilities that were edited since the preview was made, the first few by name; also those
    that wait for a decision about one that is gone."""
    if upload.status not in (Status.READY, Status.HAS_ERRORS):
        return []
    rows = upload.written_changes().stale().order_by("code", "pk")
    names = list(rows.values_list("name", flat=True)[: MOST_NAMES + 1])
    return [" ".join(name.split()) for name in names or lost_candidates(upload)]


def facts(upload: Upload, user: User, *, is_stale: bool) -> list[dict[str, Any]]:
    """The file, the list before, when it was compared, and by whom it was brought."""
    items: list[dict[str, Any]] = [
        {
            "label": "ファイル",
            "value": shown_file_name(upload),
            "note": f"{upload.sha256[:8]}…{upload.sha256[-5:]}",
            "url": reverse("imports:original", args=[upload.pk]),
        },
        {
            "label": "取り込んだ人",
            "value": person(upload.uploaded_by),
            "note": when(upload.uploaded_at),
        },
    ]
    if upload.prepared_at:
        items.append({"label": "比べた前の名簿", **_list_before(upload, user)})
        state = "その後に登録が変わりました" if is_stale else "その後の変更はありません"
        note = state if upload.status == Status.READY else ""
        items.append(
            {"label": "比べた時点", "value": when(upload.prepared_at), "note": note}
        )
    if upload.set_aside:
        value = f"{upload.set_aside:,}件"
        items.append({"label": "管轄外", "value": value, "note": "取り込みません"})
    if upload.unresolved:
        items.append({"label": "所在地不明", "value": f"{upload.unresolved:,}機関"})
    if upload.applied_at:
        items.append(
            {
                "label": "適用した人",
                "value": person(upload.applied_by),
                "note": when(upload.applied_at),
            }
        )
    if upload.undone_at:
        items.append(
            {
                "label": "取り消した人",
                "value": person(upload.undone_by),
                "note": when(upload.undone_at),
            }
        )
    return items


def same_file_note(upload: Upload, user: User) -> dict[str, str] | None:
    """That the very same file was brought before, where this person may see that."""
    earlier = same_file(upload, by=user)
    if earlier is None:
        return None
    return {
        "title": "同じファイルが前にも送られています",
        "text": f"{when(earlier.uploaded_at)}に{person(earlier.uploaded_by)}が送りました"
        f"（{earlier.get_status_display()}）。",
        "url": earlier.get_absolute_url(),
        "link": "前の取込を見る",
    }


def person(user: User | None) -> str:
    if user is None:
        return "システム"
    return f"{user}（{user.department}）" if user.department else str(user)


def _list_before(upload: Upload, user: User) -> dict[str, Any]:
    """The latest applied list of the same prefecture and sectors, this upload's own aside."""
    sectors = {s for part in upload.covered.values() for s in part["sectors"]}
    if not sectors:
        return {"value": "いまの登録", "note": "ファイルにあるものだけを比べます"}
    before = (
        OfficialList.objects.filter(
            prefecture__in=sorted(upload.covered), sector__in=sorted(sectors)
        )
        .exclude(upload_id=upload.pk)
        .filter(as_of__lte=upload.as_of)
        .order_by("-as_of", "-applied_at", "-pk")
        .first()
    )
    if before is None:
        return {"value": "なし", "note": "はじめての名簿です"}
    item: dict[str, Any] = {"value": f"{wareki(before.as_of)}現在"}
    seen = Upload.objects.visible_to(user).filter(pk=before.upload_id).first()
    if seen is not None:
        item["url"] = seen.get_absolute_url()
    return item
