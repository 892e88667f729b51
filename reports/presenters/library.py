"""Editions in the words of the library and of their own page."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from formats.dates import wareki
from reports.kinds import EditionStatus, ReportKind
from reports.models import Edition, EditionFile

Status = EditionStatus
Kind = EditionFile.Kind
BADGES = {
    Status.PREPARING: ("", "ring"),
    Status.RENDERING: ("wait", "clock"),
    Status.DRAFT: ("", "half"),
    Status.CHECKED: ("wait", "half"),
    Status.PUBLISHED: ("ok", "check"),
    Status.SUPERSEDED: ("", "ended"),
    Status.FAILED: ("bad", "stop"),
    Status.WITHDRAWN: ("", "ended"),
}
THUMBS = {
    ReportKind.ZONE_PROFILE: "zone",
    ReportKind.PLAN_APPENDIX: "table",
    ReportKind.DESIGNATION_REGISTER: "table",
}
FIGURES = {
    "hub_zones": ("拠点を指定した圏域", "圏域"),
    "active": ("積極的役割を担う医療機関", "機関"),
    "zaishishin": ("在支診", "機関"),
    "zaishibyo": ("在支病", "機関"),
    "zones_without_clinic": ("在支診のない圏域", "圏域"),
}


def badge(edition: Edition) -> dict[str, str]:
    tone, shape = BADGES[Status(edition.status)]
    return {"text": edition.get_status_display(), "tone": tone, "shape": shape}


def tabs(counts: Mapping[str, int], chosen: str) -> list[dict[str, object]]:
    """All, and each kind of which there is an edition."""
    address = reverse("reports:list")
    found = [{"label": "すべて", "url": address, "count": sum(counts.values()),
              "current": chosen not in counts}]  # fmt: skip
    for kind in ReportKind:
        if kind in counts:
            found.append({"label": kind.label, "url": f"{address}?kind={kind}",
                          "count": counts[kind], "current": chosen == kind})  # fmt: skip
    return found


def card(
    edition: Edition, files: Sequence[EditionFile], *, pictured: bool = False
) -> dict[str, object]:
    """One line of the library."""
    pages = next((file.pages for file in files if file.pages), 0)
    size = _size(sum(file.size for file in files)) if files else ""
    return {
        "thumb": THUMBS.get(ReportKind(edition.kind), "progress"),
        "picture": picture_url(edition, 1) if pictured else "",
        "badge": badge(edition),
        "number": f"第{edition.number}版",
        "title": edition.title,
        "url": edition.get_absolute_url(),
        "about": "　".join([edition.get_kind_display(), *_about(edition)]),
        "changes": list(_said(edition)),
        "files": _files(edition, files),
        "size": f"{pages}ページ　{size}" if pages else size,
    }


def working(editions: Sequence[Edition]) -> list[dict[str, object]]:
    """Those whose files are being made, with how far they are."""
    return [
        {"edition": edition, "step": edition.step or "順番を待っています"}
        for edition in editions
        if edition.is_working
    ]


def _said(edition: Edition):
    if edition.corrects is not None:
        yield f"第{edition.corrects.number}版の訂正：{edition.reason}"
        yield from (line for line in edition.corrected_points.splitlines() if line)


def picture_url(edition: Edition, number: int) -> str:
    """The address changes with the data, so that a browser may keep the picture."""
    address = reverse("reports:page", args=[edition.pk, number])
    return f"{address}?v={edition.sha256[:12]}"


def files(edition: Edition, kept: Sequence[EditionFile]) -> list[dict[str, str]]:
    """The buttons of the files."""
    return _files(edition, kept)


def _files(edition: Edition, kept: Sequence[EditionFile]) -> list[dict[str, str]]:
    kinds = {file.kind for file in kept}
    shown = ((Kind.PDF, "PDF", "file", "second"), (Kind.WORKBOOK, "Excel", "down", "plain"))  # fmt: skip
    return [
        {
            "label": label,
            "url": reverse(f"reports:{kind}", args=[edition.pk]),
            "icon": icon,
            "kind": look,
        }
        for kind, label, icon, look in shown
        if kind in kinds
    ]


def _about(edition: Edition) -> list[str]:
    words = [f"{wareki(edition.as_of)}現在"]
    if edition.meeting_name:
        day = f"（{wareki(edition.meeting_on)}）" if edition.meeting_on else ""
        words.append(f"{edition.meeting_name}{day}")
    return words


def facts(edition: Edition, kept: Sequence[EditionFile]) -> list[dict[str, str]]:
    """What the page of an edition tells beside its figures."""
    rows = [
        ("種類", edition.get_kind_display()),
        ("基準日", wareki(edition.as_of)),
        ("版", f"第{edition.number}版　{edition.get_status_display()}"),
        ("計画", str(edition.plan_version or "―")),
        ("会議", _about(edition)[1] if edition.meeting_name else "―"),
        ("対象", f"{len(edition.zone_codes)}圏域" if edition.zone_codes else "すべての圏域"),
        ("前回", _before(edition)),
        ("作成", told(edition.made_by, edition.made_at)),
    ]  # fmt: skip
    for label, person, at in (
        ("確認", edition.checked_by, edition.checked_at),
        ("公表", edition.published_by, edition.published_at),
    ):
        if at:
            rows.append((label, told(person, at)))
    for file in kept:
        pages = f"{file.pages}ページ、" if file.pages else ""
        rows.append((Kind(file.kind).label, f"{pages}{_size(file.size)}　SHA-256 {file.sha256[:16]}…"))  # fmt: skip
    if edition.sha256:
        rows.append(("データの検査値", f"SHA-256 {edition.sha256[:16]}…"))
    return [{"label": label, "value": value} for label, value in rows]


def _before(edition: Edition) -> str:
    if edition.previous is not None:
        return f"{edition.previous}（{wareki(edition.previous.as_of)}現在）"
    return f"{wareki(edition.since)}から" if edition.since else "比べない"


def figures(edition: Edition) -> list[dict[str, object]]:
    """The figures of the summary page, as frozen; none for a kind without a summary."""
    if not edition.snapshot:
        return []
    return [
        {
            "label": FIGURES[figure["key"]][0],
            "unit": FIGURES[figure["key"]][1],
            "value": figure["value"],
            "note": "、".join(figure["notes"]),
        }
        for figure in edition.values.get("summary", ())
    ]


def told(person: User | None, at: datetime | None) -> str:
    """The day and the person of a step; empty before it is taken."""
    if at is None:
        return ""
    return f"{wareki(timezone.localtime(at).date())}　{person or 'システム'}"


def _size(size: int) -> str:
    return (
        f"{size / 1024 / 1024:.1f} MB" if size > 1_000_000 else f"{size // 1024:,} KB"
    )
