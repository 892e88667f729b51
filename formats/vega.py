"""Turns an Altair chart into one plain SVG that a page and a PDF can both show.

Text is measured with the fonts that the install brings, so every machine draws the same picture.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from formats.tables import Table, text_width

if TYPE_CHECKING:
    import altair

INK, QUIET, RULE, FAINT = "#16191d", "#50565e", "#c4c9cf", "#dfe2e6"
ACCENT, MID, PALE, WASH = "#123f63", "#5b87ab", "#a9c0d3", "#dfe9f1"
ALERT = "#a33b06"
OTHERS = "#b4bac1"
SIZE = 14
# A report's own face comes first: only its style sheet knows that name.
FONTS = "Report Sans,BIZ UDPGothic,Meiryo,Noto Sans CJK JP,Noto Sans JP,sans-serif"

_MEASURED = "Noto Sans CJK JP"
_DRAWING = 1  # counts up when the same data would be drawn otherwise
_CONFIG = {
    "font": _MEASURED,
    "view": {"stroke": None},
    "text": {"fontSize": SIZE, "color": INK},
    "axis": {
        "labelFontSize": SIZE,
        "labelColor": INK,
        "labelLimit": 0,
        "labelOverlap": False,
        "domainColor": INK,
        "domainWidth": 1,
        "tickColor": INK,
        "tickWidth": 1,
        "tickSize": 4,
        "gridColor": FAINT,
        "gridWidth": 0.8,
    },
}
_ROOT = re.compile(r"<svg [^>]*>")
_NOISE = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events)="[^"]*"')
_EMPTY = re.compile(
    r'<path(?: aria-hidden="true")?(?: d="(?:M0,0h0v0h0Z)?"| display="none")+/>'
)
_IDS = re.compile(r'(\bid="|url\(#|href="#)')


@dataclass(frozen=True, slots=True)
class Chart:
    """`svg` for page and PDF, its caption, and the same values as a table."""

    svg: str
    title: str
    table: Table


@dataclass(frozen=True, slots=True)
class Mark:
    """A value to compare with: the prefecture's mean, a target, a capacity."""

    label: str
    value: float


def digest(*parts: object) -> str:
    """A key for the figure that these values make: the same values, the same key.

    Give plain values and dataclasses: the words of a geometry do not tell all its points.
    """
    return hashlib.sha256(repr((_DRAWING, parts)).encode()).hexdigest()[:16]


def caption(title: str, unit: str) -> str:
    return f"{title}（{unit}）" if unit else title


def words_width(text: str, *, bold: bool = False, size: float = SIZE) -> float:
    """Width of a text in units of the drawing; digits of the report's font are 0.56 em."""
    half = sum(character.isascii() for character in text)
    return (text_width(text) * 0.5 + half * (0.1 if bold else 0.07)) * size


class Canvas:
    """Layers of one chart. Values are kept beside the marks: Altair would copy them with every step."""

    def __init__(self) -> None:
        self.values: dict[str, list[dict[str, Any]]] = {}

    def layer(self, values: Sequence[dict[str, Any]]) -> "altair.Chart":
        """A chart of these values, to be given a mark and an encoding."""
        import altair as alt

        name = f"values{len(self.values)}"
        self.values[name] = list(values)
        return alt.Chart(alt.NamedData(name=name))

    def render(
        self,
        layers: Sequence["altair.Chart"],
        *,
        title: str,
        size: tuple[float, float],
        frame: tuple[float, float, float, float],
    ) -> str:
        """The SVG. `size` is the whole, `frame` the space left free: top, right, bottom, left.

        `title` is the alternative text. Coordinates are in units that a page shows as CSS pixels.
        """
        import vl_convert

        register_fonts()
        top, right, bottom, left = frame
        spec = {
            "layer": [_bare(layer.to_dict(validate=False)) for layer in layers],
            "datasets": self.values,
            "width": size[0] - left - right,
            "height": size[1] - top - bottom,
            "padding": {"top": top, "right": right, "bottom": bottom, "left": left},
            "autosize": "none",
            "background": "transparent",
            "config": _CONFIG,
        }
        svg = vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[])
        return _plain(svg, title, size, f"c{digest(spec, title)[:8]}")


def _bare(layer: dict[str, Any]) -> dict[str, Any]:
    """A layer without what only a whole chart may say."""
    return {
        key: value for key, value in layer.items() if key not in ("$schema", "config")
    }


@cache
def register_fonts() -> None:
    import noto_cjk_sans_jp_bold
    import noto_cjk_sans_jp_regular
    import vl_convert

    for font in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold):
        vl_convert.register_font_directory(str(font.FONT_PATH.parent))


def _plain(svg: str, title: str, size: tuple[float, float], name: str) -> str:
    """One image with one title; ids that no other figure of the page has."""
    body = _IDS.sub(
        rf"\g<1>{name}-", _EMPTY.sub("", _NOISE.sub("", _ROOT.sub("", svg, count=1)))
    )
    width, height = size
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-labelledby="{name}-title">'
        f'<title id="{name}-title">{escape(title, quote=False)}</title>'
    )
    return root + body.replace(f'font-family="{_MEASURED}"', f'font-family="{FONTS}"')
