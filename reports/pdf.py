"""The one door to WeasyPrint: a document's HTML and style sheet to tagged PDF bytes.

Importing this needs Pango; it is imported in the rendering child only (`reports.rendering_child`).
"""

import ctypes
import logging
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import weasyprint
from cssselect2 import ElementWrapper
from weasyprint.pdf.fonts import Font
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from reports import markup, tagging

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


# Of each font by its name: the width and the text of each glyph that is used.
Glyphs = dict[str, dict[int, tuple[float, str]]]


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished document. `anchors` are page numbers from 0; `outline` has level, label, page
    from 0, and the place on it in points from the upper left; `glyphs` are those whose outlines
    a part leaves to the document that it becomes a part of."""

    pdf: bytes
    pages: int
    warnings: tuple[str, ...]
    anchors: dict[str, int] = field(default_factory=dict)
    outline: tuple[tuple[int, str, int, float, float], ...] = ()
    glyphs: Glyphs = field(default_factory=dict)


class Press:
    """Fonts and style sheet, read once and used for one document or for all pieces of one."""

    def __init__(self, base: str, css: str, files: Mapping[str, Path]) -> None:
        """`base` stands in for a browser's own sheet; `files` names all that a document may fetch."""
        self._fetch = _Fetcher(files)
        # Without one configuration for both, the sheet's @font-face is dropped in silence.
        self._fonts = FontConfiguration()
        self._base = self._read(base)
        self._sheets = {"": self._read(css)}
        self._shared: dict[int, Font] = {}

    def _read(self, css: str) -> weasyprint.CSS:
        return weasyprint.CSS(
            string=css, font_config=self._fonts, url_fetcher=self._fetch
        )

    def warm(self) -> None:
        """Load regular and bold type, which parts share, before other processes are forked."""
        laid = self.lay_out("<!DOCTYPE html><html><p>0<b>0</b></p></html>")
        laid.write({})
        self._shared = laid.document.fonts

    def set(self, html: str, link_words: Mapping[str, str], **options: Any) -> Typeset:
        """Set a document; see `lay_out`. Raises ResourceRefused."""
        return self.lay_out(html, **options).write(link_words)

    def lay_out(
        self,
        html: str,
        *,
        more_css: str = "",
        say: Callable[[str], None] = lambda step: None,
    ) -> "Laid":
        """Break a document into pages; `say` hears WeasyPrint's steps. Raises ResourceRefused."""
        if more_css not in self._sheets:
            self._sheets[more_css] = self._read(more_css)
        sheets = [self._sheets[name] for name in dict.fromkeys(["", more_css])]
        with _listening(say) as warnings:
            source = _Source(html, self._base, self._fetch)
            document = source.render(
                stylesheets=sheets, font_config=self._fonts, pdf_variant="pdf/ua-1"
            )
        return Laid(document, warnings, say, self._shared, self._fetch.refused)


@dataclass(frozen=True, slots=True)
class Laid:
    """A document whose pages are known and not yet written."""

    document: Any
    warnings: list[str]
    say: Callable[[str], None]
    shared: Mapping[int, Font]
    refused: list[str]

    def write(self, link_words: Mapping[str, str]) -> Typeset:
        """The document by itself."""
        return self._write(link_words)

    def write_part(self, link_words: Mapping[str, str]) -> Typeset:
        """A part of another document, which is to have the outlines of the shared type."""
        names = {font.hash for font in self.shared.values()}
        fonts = self.document.fonts
        left: set[str] = set()

        def leave(font: Font, characters: dict[int, str], hinting: bool) -> None:
            lacking = {f.hash for f in fonts.values() if f.missing}
            if font.hash in names - lacking:
                font.file_content = font.file_content[:4]  # tells its format
                left.add(font.hash)
            else:
                clean(font, characters, hinting)

        with _cutting_fonts_by(leave) as clean:
            done = self._write(link_words)
        glyphs: Glyphs = {}
        for font in fonts.values():
            if font.hash in left:
                used = glyphs.setdefault(font.hash, {})
                for glyph, text in font.to_unicode.items():
                    used[glyph] = (font.widths[glyph], text)
        return replace(done, glyphs=glyphs)

    def write_for(
        self, parts: Sequence[Glyphs], link_words: Mapping[str, str]
    ) -> Typeset:
        """A document with all the glyphs of the parts that are to be joined to it."""
        self.document.fonts.update(self.shared)

        def cut(font: Font, characters: dict[int, str], hinting: bool) -> None:
            for part in parts:
                for glyph, (width, text) in part.get(font.hash, {}).items():
                    font.widths.setdefault(glyph, width)
                    font.to_unicode.setdefault(glyph, text)
            clean(font, font.to_unicode, hinting)

        with _cutting_fonts_by(cut) as clean:
            return self._write(link_words)

    def _write(self, link_words: Mapping[str, str]) -> Typeset:
        document = self.document
        with _listening(self.say) as warnings:
            pdf = document.write_pdf(
                pdf_variant="pdf/ua-1",
                finisher=lambda document, pdf: tagging.finish(
                    pdf, _tables(document), link_words
                ),
            )
        if self.refused:  # inside a drawing WeasyPrint only logs what stops it
            raise ResourceRefused(self.refused[0])
        anchors = {
            name: number
            for number, page in enumerate(document.pages)
            for name in page.anchors
        }
        outline = tuple(_outline(document.make_bookmark_tree()))
        warnings = [*self.warnings, *warnings]
        return Typeset(pdf, len(document.pages), tuple(warnings), anchors, outline)


@contextmanager
def _cutting_fonts_by(
    cut: Callable[[Font, dict[int, str], bool], None],
) -> Iterator[Any]:
    """Replaces how a font is cut to the glyphs of a document (private API); gives the old way."""
    original = Font.clean
    Font.clean = cut
    try:
        yield original
    finally:
        Font.clean = original


class _Source(weasyprint.HTML):
    """A document read by the parser in C, with a base sheet of our own (both private API)."""

    def __init__(self, html: str, base: weasyprint.CSS, fetch: "_Fetcher") -> None:
        self._base = base
        if (root := markup.parse(html)) is None:
            super().__init__(string=html, url_fetcher=fetch)
            return
        self.base_url, self.url_fetcher, self.media_type = None, fetch, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return [self._base]


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
