"""Reading a report back: pikepdf for its structure, poppler's tools for its text and fonts."""

import io
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reports.rendering import PdfUnavailable, RenderedPdf, render_pdf


def render(snapshot: dict) -> RenderedPdf:
    """The report, or a visible skip where the machine cannot make PDFs."""
    try:
        return render_pdf(snapshot)
    except PdfUnavailable as problem:
        pytest.skip(str(problem))


def opened(report: RenderedPdf) -> pikepdf.Pdf:
    """The report as pikepdf sees it."""
    return pikepdf.open(io.BytesIO(report.pdf))


def poppler(tool: str, report: RenderedPdf, folder: Path, *options: str) -> str:
    """What a poppler tool prints about a report, or a visible skip where it is not installed."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} がありません。apt-get install poppler-utils で入ります。")
    path = folder / "report.pdf"
    path.write_bytes(report.pdf)
    output = ["-"] if tool == "pdftotext" else []
    command = [found, *options, str(path), *output]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def pages_of(report: RenderedPdf, folder: Path) -> list[str]:
    """The text of each page, lines kept, widths and radicals normalised."""
    return normal(poppler("pdftotext", report, folder, "-layout")).split("\f")[:-1]


def normal(text: str) -> str:
    """NFKC: readers give some kanji back as radicals, and brackets in either width."""
    return unicodedata.normalize("NFKC", text)


def elements(
    pdf: pikepdf.Pdf | None = None, node: Any = None, above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Structure elements in reading order, each with the kinds from the document down to it."""
    if pdf is not None:
        node = pdf.Root.StructTreeRoot.K[0]
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return
    here = (*above, str(node.S)[1:])
    yield here, node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield from elements(node=kid, above=here)
