"""The user manual of docs/manual as pages, and the glossary whose words it links to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR) / "docs" / "manual"
GLOSSARY = "glossary"
# The room of a page and the chapter that tells of it.
CHAPTERS = {
    "portal": "start",
    "zones": "zones",
    "facilities": "facilities",
    "designations": "designations",
    "programs": "programs",
    "indicators": "indicators",
    "reports": "reports",
    "imports": "imports",
    "admin": "administration",
    "public": "publication",
}
ENTRY = re.compile(
    r"^## (?P<word>[^（\n]+)(?:（(?P<kana>[^）]*)）)?\n+(?P<text>.+?)(?=\n## |\Z)",
    re.M | re.S,
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the manual: its name in the address, its title, its words as HTML."""

    slug: str
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field: how it is read, and what it means."""

    word: str
    kana: str
    text: SafeString

    @property
    def anchor(self) -> str:
        return f"term-{self.word}"


@lru_cache(maxsize=1)
def chapters() -> dict[str, Chapter]:
    """All chapters by slug, in the order of their files (``10-start.md`` is ``start``)."""
    found = {}
    for path in sorted(FOLDER.glob("[0-9]*-*.md")):
        slug = path.stem.partition("-")[2]
        text = path.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ").strip()
        found[slug] = Chapter(slug, title, as_html(text.partition("\n")[2], title))
    return found


@lru_cache(maxsize=1)
def glossary() -> list[Term]:
    """The words in the order of their kana."""
    text = (FOLDER / f"{GLOSSARY}.md").read_text(encoding="utf-8")
    terms = [
        Term(
            found["word"].strip(),
            (found["kana"] or found["word"]).strip(),
            SafeString(MarkdownIt("commonmark", {"html": False}).render(found["text"])),
        )
        for found in ENTRY.finditer(text)
    ]
    return sorted(terms, key=lambda term: (term.kana, term.word))


def as_html(text: str, title: str = "表") -> SafeString:
    """CommonMark with tables as HTML; pictures come from the static files."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                name = str(child.attrGet("src")).removeprefix("images/")
                child.attrSet("src", static(f"manual/{name}"))
                child.attrSet("loading", "lazy")
    tokens = list(_with_captions(tokens, title))
    rendered = markdown.renderer.render(tokens, markdown.options, {})
    return SafeString(_with_terms(rendered))


def _with_captions(tokens: Sequence[Token], heading: str) -> Iterator[Token]:
    """A table is called after its heading, for those who hear the tables of a page by name."""
    for at, token in enumerate(tokens):
        yield token
        if token.type == "heading_open":
            heading = tokens[at + 1].content
        elif token.type == "table_open":
            words = f'<caption class="hide">{escape(heading)}</caption>\n'
            yield Token("html_block", "", 0, content=words)


def _with_terms(html: str) -> str:
    """The first use of each glossary word in a paragraph of the chapter leads to its meaning."""
    address = reverse("portal:glossary")
    words = sorted((term.word for term in glossary()), key=len, reverse=True)
    seen: set[str] = set()
    pattern = re.compile("|".join(map(re.escape, words))) if words else None

    def link(found: re.Match[str]) -> str:
        word = found[0]
        if word in seen:
            return word
        seen.add(word)
        return f'<a href="{address}#term-{escape(word)}">{word}</a>'

    if pattern is None:
        return html
    parts = re.split(
        r"(<(?:a|code|h\d|caption)\b.*?</(?:a|code|h\d|caption)>|<[^>]+>)",
        html,
        flags=re.S,
    )
    return "".join(
        part if part.startswith("<") else pattern.sub(link, part) for part in parts
    )
