"""Snapshot to HTML by Django templates: a front and sections that each begin a page.

The same pages serve the preview in the browser and both ways of typesetting.
"""

from dataclasses import dataclass
from pathlib import Path

from django.template.loader import get_template, render_to_string

from reports.fonts import Face, mark_unprinted, typeface
from reports.presenters.document import Imprint
from reports.registry import KINDS
from reports.snapshots.canonical import digest, load

STYLE_SHEET = "reports/pdf/report.css"
BASE_SHEET = "reports/pdf/base.css"
END = "</body>\n</html>\n"


@dataclass(frozen=True, slots=True)
class Pages:
    """A document to be set in pieces, and what its links are called."""

    title: str
    head: str
    front: str  # cover and contents; empty for single sheets
    sections: tuple[str, ...]
    link_words: dict[str, str]
    end: str = END

    @property
    def html(self) -> str:
        """The whole document."""
        return "".join((self.head, self.front, *self.sections, self.end))


def build(snapshot: dict, faces: tuple[Face, ...]) -> Pages:
    """The pages of a snapshot's plain values, 〓 standing for what `faces` lack.

    Raises SnapshotError, or DrawingRefused for a drawing that may not stand in a report.
    """
    marked, unprinted = mark_unprinted(snapshot, faces)
    frozen = load(marked)
    imprint = Imprint(digest(snapshot), typeface(faces), unprinted)
    report = KINDS[frozen.kind].present(frozen, imprint)
    front = _render("front", {"report": report}) if report.cover else ""
    sections = tuple(
        _render("chapter", {"chapter": chapter}) for chapter in report.chapters
    )
    head = _render("head", {"report": report})
    return Pages(report.title, head, front, sections, report.link_words)


def _render(name: str, context: dict) -> str:
    return render_to_string(f"reports/pdf/{name}.html", context)


def style_sheet() -> str:
    """The print style sheet, read as it lies beside the templates."""
    return _read(STYLE_SHEET)


def base_sheet() -> str:
    """What a browser would know by itself of the elements of a report."""
    return _read(BASE_SHEET)


def _read(sheet: str) -> str:
    return Path(get_template(sheet).origin.name).read_text("utf-8")
