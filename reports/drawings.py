"""The check that a stored drawing may stand in a report, where it is put in unescaped."""

import xml.etree.ElementTree as ET

from defusedxml.ElementTree import fromstring

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
