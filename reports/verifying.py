"""Whether an edition is still what it was: its checksums hold, and its data gives the same files.

With the same program, packages and system libraries the bytes must be the same; with others, the
text and the number of pages (of a workbook: its cells). The stored files are the record and are
only read here.
"""

import hashlib
import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import openpyxl
import pikepdf

from reports.models import Edition, EditionFile
from reports.program import program_checksum
from reports.rendering import render_pdf
from reports.workbooks import render_workbook

Kind = EditionFile.Kind


class Verdict(StrEnum):
    """What a check found, from best to worst."""

    SAME_BYTES = "同じバイト列"
    SAME_CONTENT = "同じ内容（部品の版が違うため、バイト列は比べない）"
    DIFFERENT = "違う"
    DAMAGED = "検査値が合わない"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked, and what came out."""

    what: str
    verdict: Verdict
    detail: str = ""

    @property
    def is_good(self) -> bool:
        return self.verdict in (Verdict.SAME_BYTES, Verdict.SAME_CONTENT)


def verify(edition: Edition) -> Iterator[Finding]:
    """Check the frozen data and each stored file. Raises RenderingFailed where no PDF can be made."""
    if _sha(edition.snapshot.encode()) != edition.sha256:
        yield Finding("データ", Verdict.DAMAGED)
        return
    yield Finding("データ", Verdict.SAME_BYTES)
    for file in edition.files.all():
        yield _file(edition, file)


def versions_of(made: dict[str, str]) -> dict[str, str]:
    """What the bytes of a file rest on beside the snapshot."""
    return made | {"program": program_checksum()}


def _file(edition: Edition, file: EditionFile) -> Finding:
    name, stored = Kind(file.kind).label, bytes(file.content)
    if _sha(stored) != file.sha256:
        return Finding(name, Verdict.DAMAGED)
    if file.kind == Kind.PDF:
        rendered = render_pdf(edition.values)
        again, versions = rendered.pdf, versions_of(rendered.library_versions)
        compare = pdf_differences
    else:
        workbook = render_workbook(edition.values)
        again, versions = workbook.content, versions_of(workbook.library_versions)
        compare = workbook_differences
    if again == stored:
        return Finding(name, Verdict.SAME_BYTES)
    changed = changed_versions(file.library_versions, versions)
    if not changed:
        return Finding(name, Verdict.DIFFERENT, "部品の版は同じです。")
    if different := compare(stored, again):
        return Finding(name, Verdict.DIFFERENT, f"{different}　部品：{changed}")
    return Finding(name, Verdict.SAME_CONTENT, changed)


def changed_versions(before: dict[str, str], now: dict[str, str]) -> str:
    """weasyprint 69.0→70.0、…; empty where all are the same."""
    return "、".join(
        f"{name} {before.get(name, 'なし')}→{now.get(name, 'なし')}"
        for name in sorted({*before, *now})
        if before.get(name) != now.get(name)
    )


def pdf_differences(stored: bytes, again: bytes) -> str:
    """In words: the number of pages, else the first page whose text differs; empty for none."""
    pages = [len(pikepdf.open(io.BytesIO(one)).pages) for one in (stored, again)]
    if pages[0] != pages[1]:
        return f"ページ数が違います（{pages[0]}→{pages[1]}）。"
    if shutil.which("pdftotext") is None:
        return "文字を比べられません。apt-get install poppler-utils で pdftotext を入れてください。"
    texts = [_pages(stored), _pages(again)]
    for number, (old, new) in enumerate(zip(*texts, strict=True), 1):
        if old != new:
            return f"{number}ページの文字が違います。"
    return ""


def workbook_differences(stored: bytes, again: bytes) -> str:
    """In words: the sheets, else the first sheet whose cells differ; empty for none."""
    old, new = (_cells(one) for one in (stored, again))
    if list(old) != list(new):
        return "シートが違います。"
    for sheet, rows in old.items():
        if rows != new[sheet]:
            return f"シート「{sheet}」が違います。"
    return ""


def _pages(pdf: bytes) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(pdf)
        command = [shutil.which("pdftotext") or "", "-layout", str(path), "-"]
        done = subprocess.run(command, capture_output=True, check=True, timeout=120)  # noqa: S603 (a fixed program on our own file)
    return done.stdout.decode("utf-8", "replace").split("\f")


def _cells(content: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: list(sheet.values) for sheet in book}


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
