"""Snapshot to one HTML document by Django templates; the same pages serve the preview."""

from dataclasses import dataclass
from pathlib import Path

from django.template.loader import get_template, render_to_string

from reports.fonts import Face, mark_unprinted, typeface
from reports.presenters import progress
from reports.snapshots.canonical import digest, load

STYLE_SHEET = "reports/pdf/report.css"
PRESENTERS = {"progress": (progress.present, "reports/pdf/progress.html")}


@dataclass(frozen=True, slots=True)
class Page:
    """A document to be set, and what its links are called."""

    html: str
    link_words: dict[str, str]


def build(snapshot: dict, faces: tuple[Face, ...]) -> Page:
    """The document of a snapshot's plain values, 〓 standing for what `faces` lack.

    Raises SnapshotError, or DrawingRefused for a drawing that may not stand in a report.
    """
    marked, unprinted = mark_unprinted(snapshot, faces)
    frozen = load(marked)
    present, template = PRESENTERS[frozen.kind]
    report = present(
        frozen, checksum=digest(snapshot), typeface=typeface(faces), unprinted=unprinted
    )
    return Page(render_to_string(template, {"report": report}), report.link_words)


def style_sheet() -> str:
    """The print style sheet, read as it lies beside the templates."""
    return Path(get_template(STYLE_SHEET).origin.name).read_text("utf-8")
