"""A small writer of SVG drawings in points, and the check that a drawing may stand in a report."""

import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from defusedxml.ElementTree import fromstring

INK, QUIET, RULE = "#16191d", "#50565e", "#c4c9cf"
ACCENT, MID, LIGHT, PALE, ALERT = (
    "#123f63",
    "#5b87ab",
    "#a9c0d3",
    "#dfe9f1",
    "#a33b06",
)
GREY, HAIRLINE, WHITE = "#8d949c", "#dfe2e6", "#ffffff"
FAMILY = "Report Sans"
MM = 72 / 25.4

NAMESPACE = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset(
    [
        "svg",
        "title",
        "desc",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "defs",
        "clipPath",
        "linearGradient",
        "stop",
        "pattern",
    ]
)


class DrawingRefused(ValueError):
    """The SVG is not one that a report may hold."""


class Drawing:
    """Shapes in points; the title is the alternative text that a screen reader says."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self.width, self.height = width, height
        self._parts = [f"<title>{escape(title)}</title>"]

    def _add(self, tag: str, content: str | None = None, **attributes: object) -> None:
        written = " ".join(
            f"{name.replace('_', '-')}={quoteattr(_number(value))}"
            for name, value in attributes.items()
        )
        end = "/>" if content is None else f">{escape(content)}</{tag}>"
        self._parts.append(f"<{tag} {written}{end}")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 7.5,
        fill: str = INK,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """Words at a baseline."""
        self._add(
            "text", words, x=x, y=y, font_family=FAMILY, font_size=size, fill=fill,
            text_anchor=anchor, font_weight=700 if bold else 400,
        )  # fmt: skip

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        stroke: str = INK,
        width: float = 0.5,
    ) -> None:
        """A straight line."""
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "none",
        stroke: str = "none",
        stroke_width: float = 0.5,
    ) -> None:
        """A rectangle; nothing for one without width."""
        if width > 0:
            self._add(
                "rect", x=x, y=y, width=width, height=height, fill=fill, stroke=stroke,
                stroke_width=stroke_width,
            )  # fmt: skip

    def circle(self, x: float, y: float, radius: float, fill: str) -> None:
        """A filled circle."""
        self._add("circle", cx=x, cy=y, r=radius, fill=fill)

    def polyline(
        self, points: list[tuple[float, float]], stroke: str, width: float
    ) -> None:
        """An open line through points."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._add(
            "polyline", points=path, fill="none", stroke=stroke, stroke_width=width
        )

    def svg(self) -> str:
        """The drawing as one element."""
        size = f"{_number(self.width)} {_number(self.height)}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">'
            f"{''.join(self._parts)}</svg>"
        )


def checked_svg(svg: str) -> str:
    """The same drawing, parsed and written again; raises DrawingRefused.

    It has a <title> to be read aloud, plain shapes and text only, and no reference outside
    itself: a stored drawing is put into the page unescaped.
    """
    try:
        root = fromstring(svg, forbid_dtd=True)
    except (ET.ParseError, ValueError) as problem:
        raise DrawingRefused(f"Not an SVG drawing: {problem}") from problem
    if root.tag != f"{NAMESPACE}svg":
        raise DrawingRefused("The outer element is not svg")
    if not (root.findtext(f"{NAMESPACE}title") or "").strip():
        raise DrawingRefused("The drawing has no title to be read aloud")
    for element in root.iter():
        name = element.tag.removeprefix(NAMESPACE)
        if name not in ELEMENTS:
            raise DrawingRefused(f"A report drawing holds no <{name}>")
        for attribute, value in element.attrib.items():
            outside = "href" in attribute or (
                "url(" in value and "url(#" not in value.replace(" ", "")
            )
            if outside or attribute == "style" or attribute.lower().startswith("on"):
                raise DrawingRefused(f"A report drawing holds no {attribute}={value!r}")
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    return ET.tostring(root, encoding="unicode")


def _number(value: object) -> str:
    return (
        f"{value:.2f}".rstrip("0").rstrip(".")
        if isinstance(value, float)
        else str(value)
    )
