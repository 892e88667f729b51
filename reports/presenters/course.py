"""How far an edition has come, and what an official may do next."""

from datetime import datetime, timedelta

from django.urls import reverse

from reports.kinds import EditionStatus
from reports.models import Edition
from reports.presenters.library import told

Status = EditionStatus
SILENT = timedelta(minutes=2)
STALLED = (
    "作成の進みが2分以上止まっています。作成用のプログラムが止まったときは、数分のうちに自動で"
    "やり直します。待たずに作り直すには、「作成を止める」を押してから「作り直す」を押してください。"
)
# The steps of the bar: name, and the states in which it is the one at hand.
STEPS = (
    ("準備", (Status.PREPARING,)),
    ("作成", (Status.RENDERING, Status.FAILED)),
    ("下書き", (Status.DRAFT,)),
    ("確認", (Status.CHECKED,)),
    ("公表", (Status.PUBLISHED,)),
)
# What may be done in each state, the main one first: name of the address, words.
MOVES: dict[str, tuple[tuple[str, str], ...]] = {
    Status.PREPARING: (
        ("freeze", "凍結して作る"),
        ("write", "文章を書く"),
        ("preview", "プレビュー"),
        ("choose", "選んだ内容を変える"),
        ("withdraw", "取りやめる"),
    ),
    Status.RENDERING: (("cancel", "作成を止める"),),
    Status.FAILED: (
        ("retry", "作り直す"),
        ("write", "文章を書く"),
        ("preview", "プレビュー"),
        ("withdraw", "取りやめる"),
    ),
    Status.DRAFT: (
        ("check", "確認済みにする"),
        ("write", "文章を書く"),
        ("preview", "プレビュー"),
        ("withdraw", "取りやめる"),
    ),
    Status.CHECKED: (
        ("publish", "公表する"),
        ("send-back", "下書きに戻す"),
        ("withdraw", "取りやめる"),
    ),
    Status.PUBLISHED: (("correct", "訂正版を作る"),),
    Status.WITHDRAWN: (("bring-back", "元に戻す"),),
}


def steps(edition: Edition) -> list[dict[str, str]]:
    """The bar of steps; nothing for one that was given up."""
    status = edition.status
    if status == Status.WITHDRAWN:
        return []
    at = next(
        (place for place, (_, states) in enumerate(STEPS) if status in states),
        len(STEPS),
    )
    notes = {
        "準備": told(edition.made_by, edition.made_at),
        "確認": told(edition.checked_by, edition.checked_at),
        "公表": told(edition.published_by, edition.published_at),
    }
    found = []
    for place, (name, _) in enumerate(STEPS):
        done = place < at or status in (Status.PUBLISHED, Status.SUPERSEDED)
        state = "done" if done else "current" if place == at else ""
        if place == at and status == Status.FAILED:
            state = "stopped"
        found.append({"label": name, "state": state, "note": notes.get(name, "")})
    return found


def moves(edition: Edition, *, words_differ: bool = False) -> list[dict[str, str]]:
    """The buttons, the main one first. Words that are not in the files yet come before all."""
    found = list(MOVES.get(edition.status, ()))
    if words_differ:
        found[0] = ("rewrite", "文章を入れて作り直す")
    if _correction(edition):
        found = [move for move in found if move[0] != "correct"]
    return [
        {
            "label": words,
            "url": reverse(f"reports:{name}", args=[edition.pk]),
            "kind": "" if place == 0 and name != "cancel" else "second",
        }
        for place, (name, words) in enumerate(found)
    ]


def notices(
    edition: Edition, *, official: bool, words_differ: bool = False
) -> list[dict[str, str]]:
    """What the page says before anything else."""
    found = []
    if words_differ:
        found.append(
            _notice(
                "warn",
                "直した文章は、まだPDFに入っていません",
                "「文章を入れて作り直す」で、同じデータに今の文章を入れます。",
            )
        )
    if edition.status == Status.FAILED:
        found.append(_notice("bad", "PDFができていません", edition.message))
    elif edition.message:
        found.append(_notice("warn", "下書きに戻されました", edition.message))
    if edition.corrects is not None:
        points = "、".join(edition.corrected_points.split("\n"))
        found.append(
            _notice(
                "",
                f"第{edition.corrects.number}版を訂正した版です",
                f"{edition.reason}　訂正した箇所：{points}",
                edition.corrects,
                f"第{edition.corrects.number}版を見る",
            )
        )
    correction = _correction(edition)
    if correction is not None and (official or correction.is_issued):
        if correction.is_issued:
            title, text = "訂正版があります", correction.reason
        else:
            title, text = "訂正版を作っています", "公表すると、この版は旧版になります。"
        label = f"第{correction.number}版を見る"
        found.append(_notice("warn", title, text, correction, label))
    return found


def working(edition: Edition, now: datetime) -> dict[str, object] | None:
    """The bar while the files are being made."""
    if not edition.is_working:
        return None
    page = f"（{edition.page}ページ目）" if edition.page else ""
    words = f"{edition.step or '順番を待っています'}{page}"
    if edition.worked_at and edition.worked_at < now - SILENT:
        words = STALLED
    return {
        "words": words,
        "done": edition.done,
        "total": edition.total,
    }


def _correction(edition: Edition) -> Edition | None:
    found = edition.corrections.exclude(status=Status.WITHDRAWN).defer("snapshot")
    return found.first()


def _notice(
    tone: str, title: str, text: str, edition: Edition | None = None, label: str = ""
) -> dict[str, str]:
    return {
        "tone": tone,
        "title": title,
        "text": text,
        "url": edition.get_absolute_url() if edition else "",
        "label": label,
    }
