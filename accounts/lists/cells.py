"""What stands in the cells of lists: a state as shape and word, a link with a remark under it."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

NONE = mark_safe('<span class="quiet">—</span>')


def badge(words: Mapping[str, str]) -> SafeString:
    """A state: ``text``, ``tone`` and perhaps ``shape``."""
    return _badge(words["text"], words.get("tone", ""), words.get("shape", ""))


@lru_cache(maxsize=512)
def _badge(text: str, tone: str, shape: str) -> SafeString:
    item = {"text": text, "tone": tone, "shape": shape}
    html = render_to_string("_components/badge.html", {"item": item, "bare": True})
    return SafeString(html.strip())


def link(url: str, text: str, under: str = "") -> SafeString:
    """A link, with a remark on a line of its own."""
    shown = format_html('<a href="{}">{}</a>', url, text)
    return format_html("{}{}", shown, unit(under)) if under else shown


def unit(text: str) -> SafeString:
    """A remark under a cell."""
    return format_html('<span class="unit">{}</span>', text)


def words(values: Iterable[object]) -> str:
    """Several values in one cell."""
    return "、".join(str(value) for value in values)
