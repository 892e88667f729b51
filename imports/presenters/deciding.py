"""What can be decided about a preview: the notice at its top and the bar at its foot."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from imports.models import PlannedChange, Upload
from imports.presenters.preview import MOST_NAMES, person, when
from imports.titles import nouns_of

Outcome = PlannedChange.Outcome
Status = Upload.Status


def banner(upload: Upload, stale: list[str]) -> dict[str, Any] | None:
    """The state that a person must know before reading on."""
    if upload.status == Status.APPLIED:
        counts, unit = upload.counts, nouns_of(upload)[1]
        text = (
            f"{counts.get(Outcome.NEW, 0):,}{unit}を登録し、"
            f"{counts.get(Outcome.CHANGED, 0):,}{unit}を変更しました。"
        )
        missing = counts.get(Outcome.MISSING, 0)
        if missing and not counts.get(Outcome.INVALID):
            text += f"名簿にない{missing:,}機関は、届出だけを終わらせ、機関は閉じていません。"
        title = f"{when(upload.applied_at)}に{person(upload.applied_by)}が適用しました"
        shown = {"tone": "ok", "title": title, "text": text}
        if upload.left_out:
            shown["text"] += (
                "誤りのある行と照合の済んでいない機関は取り込んでいません。"
            )
            shown["url"] = reverse("imports:leftover", args=[upload.pk])
            shown["link"] = "残りの行をExcelで受け取る"
        return shown
    if upload.status == Status.UNDONE:
        title = f"{when(upload.undone_at)}に{person(upload.undone_by)}が取り消しました"
        text = "この取込が書いたものは、取込の前の状態に戻りました。"
        if upload.kept:
            names = [f"{one['name']}（{one['reason']}）" for one in upload.kept]
            more = "など" if len(names) > MOST_NAMES else ""
            shown = "、".join(names[:MOST_NAMES])
            unit = nouns_of(upload)[1]
            text += f"次の{len(names):,}{unit}は戻していません：{shown}{more}"
        return {"tone": "", "title": title, "text": text}
    if upload.status == Status.DISCARDED:
        shown = {
            "tone": "",
            "title": "この取込は取りやめました",
            "text": "登録は変わっていません。",
        }
        if upload.stood_as:
            shown["action"] = reverse("imports:bring-back", args=[upload.pk])
            shown["button"] = "取りやめを元に戻す"
        return shown
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
    if not user.may(Permission.APPLY_LISTS):
        bar["why_not"] = "適用する権限がありません"
    elif upload.has_error_of_the_whole():
        bar["why_not"] = "ファイル全体の誤りがあるため適用できません"
        bar |= _link_to("誤りを見る", upload, "problems")
    elif stale:
        bar["why_not"] = "確認のあとに登録が変わりました"
    elif upload.left_out:
        bar |= _in_part(upload)
    else:
        bar["state"] = _writes(upload)
    return bar


def _writes(upload: Upload) -> str:
    counts = upload.counts
    written = [Outcome.NEW, Outcome.CHANGED, Outcome.MISSING]
    if not any(counts.get(one.value) for one in written):
        return (
            "変わるものはありません。適用すると、この名簿の日まで確かめたことが残ります"
        )
    new, changed = counts[Outcome.NEW], counts[Outcome.CHANGED]
    return f"新規{new:,}・変更{changed:,}{nouns_of(upload)[1]}を書き込みます"


def _in_part(upload: Upload) -> dict[str, Any]:
    """Rows that are wrong or undecided: the rest may go first, the rows come back as a file."""
    wrong = upload.counts.get(Outcome.INVALID, 0)
    asked = upload.counts.get(Outcome.AMBIGUOUS, 0)
    left = "、".join(
        words
        for number, words in [
            (wrong, f"誤り{wrong:,}行"),
            (asked, f"照合が必要{asked:,}機関"),
        ]
        if number
    )
    part: dict[str, Any] = {
        "choices": [
            {
                "name": "scope",
                "value": "all",
                "label": "すべての行が正しくなってから取り込む",
                "checked": True,
            },
            {
                "name": "scope",
                "value": "good",
                "label": "正しい行だけ取り込み、残りをExcelで受け取る",
                "checked": False,
            },
        ],
        "state": f"{left}が残っています",
    }
    if asked:
        return part | _link_to(
            f"照合が必要 {asked:,}件へ", upload, "preview", "?tab=ambiguous"
        )
    return part | _link_to("誤りを見る", upload, "problems")


def _link_to(words: str, upload: Upload, name: str, query: str = "") -> dict[str, str]:
    address = reverse(f"imports:{name}", args=[upload.pk])
    return {"link": words, "link_url": f"{address}{query}"}
