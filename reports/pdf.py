"""The one door to WeasyPrint: a document's HTML and style sheet to tagged PDF bytes.

Importing this needs Pango; it is imported in the rendering child only (`reports.rendering_child`).
"""

import ctypes
import logging
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from reports import tagging

POINTS = 0.75  # in a CSS pixel
PACKAGES = (
    "weasyprint",
    "pydyf",
    "tinycss2",
    "tinyhtml5",
    "cssselect2",
    "fonttools",
    "pillow",
    "pikepdf",
)


class ResourceRefused(FatalURLFetchingError):
    """The document asks for something that is not one of the report's own files."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished document. `anchors` are page numbers from 0; `outline` has level, label, page
    from 0, and the place on it in points from the upper left."""

    pdf: bytes
    pages: int
    warnings: tuple[str, ...]
    anchors: dict[str, int] = field(default_factory=dict)
    outline: tuple[tuple[int, str, int, float, float], ...] = ()


class Press:
    """Fonts and style sheet, read once and used for one document or for all pieces of one."""

    def __init__(self, css: str, files: Mapping[str, Path]) -> None:
        """`files` names all that a document may fetch."""
        self._fetch = _Fetcher(files)
        # Without one configuration for both, the sheet's @font-face is dropped in silence.
        self._fonts = FontConfiguration()
        self._sheet = self._read(css)

    def _read(self, css: str) -> weasyprint.CSS:
        return weasyprint.CSS(
            string=css, font_config=self._fonts, url_fetcher=self._fetch
        )

    def set(
        self,
        html: str,
        link_words: Mapping[str, str],
        *,
        more_css: str = "",
        say: Callable[[str], None] = lambda step: None,
    ) -> Typeset:
        """Set a document; `say` hears WeasyPrint's steps. Raises ResourceRefused."""
        sheets = [self._sheet, *([self._read(more_css)] if more_css else [])]
        with _listening(say) as warnings:
            source = weasyprint.HTML(string=html, url_fetcher=self._fetch)
            document = source.render(
                stylesheets=sheets, font_config=self._fonts, pdf_variant="pdf/ua-1"
            )
            pdf = document.write_pdf(
                pdf_variant="pdf/ua-1",
                finisher=lambda document, pdf: tagging.finish(
                    pdf, _tables(document), link_words
                ),
            )
        if self._fetch.refused:  # inside a drawing WeasyPrint only logs what stops it
            raise ResourceRefused(self._fetch.refused[0])
        anchors = {
            name: number
            for number, page in enumerate(document.pages)
            for name in page.anchors
        }
        outline = tuple(_outline(document.make_bookmark_tree()))
        return Typeset(pdf, len(document.pages), tuple(warnings), anchors, outline)


def _outline(
    bookmarks: Iterable[Any], level: int = 1
) -> Iterator[tuple[int, str, int, float, float]]:
    for label, (page, x, y), children, _ in bookmarks:
        yield level, label, page, x * POINTS, y * POINTS
        yield from _outline(children, level + 1)


def library_versions() -> dict[str, str]:
    """What the bytes depend on beside the snapshot."""
    from weasyprint.text import ffi

    found = {name: version(name) for name in PACKAGES}
    found["python"] = platform.python_version()
    number = ffi.pango.pango_version()
    found["pango"] = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    # Without the subset library WeasyPrint cuts fonts with fontTools: other bytes, same look.
    found["harfbuzz-subset"] = "yes" if ffi.harfbuzz_subset is not None else "no"
    try:
        harfbuzz = ctypes.CDLL("libharfbuzz.so.0")
        harfbuzz.hb_version_string.restype = ctypes.c_char_p
        found["harfbuzz"] = harfbuzz.hb_version_string().decode()
    except OSError:  # another platform names the library differently
        found["harfbuzz"] = ""
    return found


class _Fetcher:
    """Serves the report's own files; anything else stops the work."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self.refused: list[str] = []

    def __call__(self, url: str, **_: object) -> URLFetcherResponse:
        if url not in self._files:
            self.refused.append(url)
            raise ResourceRefused(url)
        return URLFetcherResponse(url, body=self._files[url].read_bytes())


@contextmanager
def _listening(say: Callable[[str], None]) -> Iterator[list[str]]:
    """Collects WeasyPrint's warnings and passes its steps on."""
    warnings: list[str] = []
    handlers = {
        "weasyprint": _Pass(logging.WARNING, warnings.append),
        "weasyprint.progress": _Pass(logging.INFO, say),
    }
    for name, handler in handlers.items():
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(handler.level)
        logger.propagate = False
    try:
        yield warnings
    finally:
        for name, handler in handlers.items():
            logging.getLogger(name).removeHandler(handler)


class _Pass(logging.Handler):
    def __init__(self, level: int, hand: Callable[[str], None]) -> None:
        super().__init__(level)
        self._hand = hand

    def emit(self, record: logging.LogRecord) -> None:
        self._hand(record.getMessage())


def _tables(document: Any) -> Iterator[tuple[int, Any]]:
    """One cell's structure element for each piece of a table, page by page (private box tree)."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if box.element is None or not hasattr(box, "column_widths"):
                continue
            cells = (b.mark for b in box.descendants() if hasattr(b, "mark"))
            if (cell := next(cells, None)) is not None:
                yield id(box.element), cell
