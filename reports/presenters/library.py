"""Editions in the words of the library and of their own page."""

from django.urls import reverse
from django.utils import timezone

from formats.dates import wareki
from reports.kinds import EditionStatus
from reports.models import Edition, EditionFile

Status = EditionStatus
BADGES = {
    Status.RENDERING: ("wait", "clock"),
    Status.DRAFT: ("", "half"),
    Status.PUBLISHED: ("ok", "check"),
    Status.FAILED: ("bad", "stop"),
    Status.WITHDRAWN: ("", "ended"),
}


def badge(edition: Edition) -> dict[str, str]:
    tone, shape = BADGES[Status(edition.status)]
    return {"text": edition.get_status_display(), "tone": tone, "shape": shape}


def card(edition: Edition, pdf: EditionFile | None) -> dict[str, object]:
    """One line of the library."""
    files = []
    if pdf is not None:
        address = reverse("reports:pdf", args=[edition.pk])
        files.append({"label": "PDF", "url": address, "icon": "file"})
    return {
        "thumb": "progress",
        "badge": badge(edition),
        "number": f"第{edition.number}版",
        "title": edition.title,
        "url": edition.get_absolute_url(),
        "about": "　".join(_about(edition)),
        "files": files,
        "size": f"{pdf.pages}ページ　{_size(pdf.size)}" if pdf else "",
    }


def _about(edition: Edition) -> list[str]:
    words = [f"{wareki(edition.as_of)}現在"]
    if edition.meeting_name:
        day = f"（{wareki(edition.meeting_on)}）" if edition.meeting_on else ""
        words.append(f"{edition.meeting_name}{day}")
    return words


def facts(edition: Edition, pdf: EditionFile | None) -> list[dict[str, str]]:
    """What the page of an edition tells beside its figures."""
    rows = [
        ("種類", edition.get_kind_display()),
        ("基準日", wareki(edition.as_of)),
        ("計画", str(edition.plan_version or "―")),
        ("会議", _about(edition)[1] if edition.meeting_name else "―"),
        ("作成", _by(edition.made_by, edition.made_at)),
    ]
    if edition.published_at:
        rows.append(("公表", _by(edition.published_by, edition.published_at)))
    if pdf is not None:
        rows.append(("PDF", f"{pdf.pages}ページ、{_size(pdf.size)}"))
        rows.append(("PDFの検査値", f"SHA-256 {pdf.sha256[:16]}…"))
    rows.append(("データの検査値", f"SHA-256 {edition.sha256[:16]}…"))
    return [{"label": label, "value": value} for label, value in rows]


def figures(edition: Edition) -> list[dict[str, object]]:
    """The figures of the summary page, as frozen."""
    labels = {
        "hub_zones": ("拠点を指定した圏域", "圏域"),
        "active": ("積極的役割を担う医療機関", "機関"),
        "zaishishin": ("在支診", "機関"),
        "zaishibyo": ("在支病", "機関"),
        "zones_without_clinic": ("在支診のない圏域", "圏域"),
    }
    return [
        {
            "label": labels[figure["key"]][0],
            "unit": labels[figure["key"]][1],
            "value": figure["value"],
            "note": "、".join(figure["notes"]),
        }
        for figure in edition.values["summary"]
    ]


def _by(person: object, at: object) -> str:
    day = wareki(timezone.localtime(at).date())
    return f"{day}　{person or 'システム'}"


def _size(size: int) -> str:
    return (
        f"{size / 1024 / 1024:.1f} MB" if size > 1_000_000 else f"{size // 1024:,} KB"
    )
