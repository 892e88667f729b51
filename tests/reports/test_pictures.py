"""The small pictures of a PDF's pages: one a page, an aid that may be missing."""

import io
import shutil

import pytest
from PIL import Image

from reports import pictures
from reports.rendering import RenderedPdf


def test_every_page_has_a_picture_of_one_width(report: RenderedPdf) -> None:
    if shutil.which(pictures.TOOL) is None:
        pytest.skip("no pdftoppm: sudo apt-get install -y poppler-utils")
    made = list(pictures.page_pictures(report.pdf))
    assert [number for number, _ in made] == list(range(1, report.pages + 1))
    with Image.open(io.BytesIO(made[0][1])) as first:
        assert first.format == "PNG"
        assert first.width == pictures.WIDTH


def test_what_is_no_pdf_has_no_pictures() -> None:
    assert list(pictures.page_pictures(b"%PDF-1.7 no more than that")) == []


def test_without_the_tool_there_are_no_pictures(
    report: RenderedPdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "TOOL", "pdftoppm-that-is-nowhere")
    assert list(pictures.page_pictures(report.pdf)) == []


def test_a_picture_that_takes_too_long_is_given_up(
    report: RenderedPdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.01)
    assert list(pictures.page_pictures(report.pdf)) == []
