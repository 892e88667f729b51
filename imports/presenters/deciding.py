"""What can be decided about a preview: the notice at its top and the bar at its foot."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from imports.models import PlannedChange, Upload
from imports.presenters.preview import MOST_NAMES, person, when

Outcome = PlannedChange.Outcome
Status = Upload.Status


def banner(upload: Upload, stale: list[str]) -> dict[str, Any] | None:
    """The state that a person must know before reading on."""
    if upload.status == Status.APPLIED:
        counts = upload.counts
        text = (
            f"{counts.get(Outcome.NEW, 0):,}機関を登録し、"
            f"{counts.get(Outcome.CHANGED, 0):,}機関を変更しました。"
            f"名簿にない{counts.get(Outcome.MISSING, 0):,}機関は、届出だけを終わらせ、"
            "機関は閉じていません。"
        )
        title = f"{when(upload.applied_at)}に{person(upload.applied_by)}が適用しました"
        return {"tone": "ok", "title": title, "text": text}
    if upload.status == Status.UNDONE:
        title = f"{when(upload.undone_at)}に{person(upload.undone_by)}が取り消しました"
        text = "登録は、この取込の前の状態に戻りました。"
        if upload.kept:
            names = [f"{one['name']}（{one['reason']}）" for one in upload.kept]
            more = "など" if len(names) > MOST_NAMES else ""
            shown = "、".join(names[:MOST_NAMES])
            text += f"次の{len(names):,}機関は戻していません：{shown}{more}"
        return {"tone": "", "title": title, "text": text}
    if upload.status == Status.DISCARDED:
        return {
            "tone": "",
            "title": "この取込は中止しました",
            "text": "登録は変わっていません。",
        }
    if stale:
        names = "、".join(stale[:MOST_NAMES])
        more = "など" if len(stale) > MOST_NAMES else ""
        return {
            "tone": "warn",
            "title": "この確認のあとに登録が変わりました",
            "text": f"{names}{more}が直されています。このままでは適用できません。もう一度照合してください。",
            "action": reverse("imports:retry", args=[upload.pk]),
            "button": "もう一度照合する",
        }
    return None


def may_undo(upload: Upload, user: User) -> bool:
    return upload.status == Status.APPLIED and user.may(Permission.APPLY_LISTS)


def apply_bar(upload: Upload, user: User, stale: list[str]) -> dict[str, Any] | None:
    """The button that applies, or why it cannot be pressed."""
    if upload.status not in {Status.READY, Status.HAS_ERRORS}:
        return None
    bar: dict[str, Any] = {"action": reverse("imports:apply", args=[upload.pk])}
    counts = upload.counts
    if not user.may(Permission.APPLY_LISTS):
        bar["why_not"] = "適用する権限がありません"
    elif upload.status == Status.HAS_ERRORS:
        bar["why_not"] = f"誤り{counts[Outcome.INVALID]:,}行が残っています"
        bar["link_url"] = reverse("imports:problems", args=[upload.pk])
        bar["link"] = "誤りを見る"
    elif stale:
        bar["why_not"] = "確認のあとに登録が変わりました"
    else:
        written = [Outcome.NEW, Outcome.CHANGED, Outcome.MISSING]
        total = sum(counts.get(one.value, 0) for one in written)
        bar["state"] = (
            f"新規{counts[Outcome.NEW]:,}・変更{counts[Outcome.CHANGED]:,}機関を書き込みます"
            if total
            else "変わるものはありません。適用すると、この名簿の日まで確かめたことが残ります"
        )
    return bar
