"""Finishing of WeasyPrint's structure tree: header scope, tables whole again, links that speak.

Works on the PDF's plain dictionaries just before they are written. WeasyPrint gives header
cells an ID no index lists, one Table for each page a table touches, and links whose spoken
text is an anchor name.
"""

from collections.abc import Iterable, Mapping
from typing import Any

LEAVES = frozenset(
    ["/TD", "/TH", "/P", "/LBody", "/Caption"] + [f"/H{level}" for level in range(1, 7)]
)


def finish(
    pdf: Any, tables: Iterable[tuple[int, Any]], link_words: Mapping[str, str]
) -> None:
    """Finish the tree in place.

    `tables` gives, page by page, a number that is the same for the pieces of one table and the
    structure element of one of its cells. `link_words` gives the text of each link's target.
    """
    _join_tables(pdf, tables)
    _set_scope(pdf)
    _collapse_spans(pdf)
    _name_links(pdf, link_words)


def _element(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _join_tables(pdf: Any, tables: Iterable[tuple[int, Any]]) -> None:
    """The rows of every later piece go to the first one; its repeated header leaves the tree."""
    firsts: dict[int, Any] = {}
    for table, element in tables:
        while element["S"] != "/Table":
            element = _element(pdf, element["P"])
        first = firsts.setdefault(table, element)
        if first is element:
            continue
        for reference in element["K"]:
            if _element(pdf, reference)["S"] != "/THead":
                _element(pdf, reference)["P"] = first.reference
                first["K"].append(reference)
        _element(pdf, element["P"])["K"].remove(element.reference)


def _set_scope(pdf: Any) -> None:
    for element in _structure(pdf):
        if element.get("S") == "/TH":
            row = _element(pdf, element["P"])
            in_body = _element(pdf, row["P"])["S"] == "/TBody"
            element["A"]["Scope"] = "/Row" if in_body else "/Column"
            element.pop("ID", None)
        elif element.get("S") == "/TD":
            element["A"].pop("Headers", None)
            if len(element["A"]) == 1:  # only its owner is left
                del element["A"]


def _collapse_spans(pdf: Any) -> None:
    """TD > Span > text becomes TD > text: the same to a reader, with half the objects."""
    root = _element(pdf, pdf.catalog["StructTreeRoot"])
    for references in _element(pdf, root["ParentTree"])["Nums"][1::2]:
        if not isinstance(references, list):
            continue
        for i, reference in enumerate(references):
            span = _element(pdf, reference)
            if span["S"] != "/Span" or len(span["K"]) != 1:
                continue
            parent = _element(pdf, span["P"])
            if parent["S"] in LEAVES and list(parent["K"]) == [reference]:
                parent["K"][0] = span["K"][0]
                references[i] = span["P"]
                span.clear()  # marked as free, it would shift the index of all later objects


def _name_links(pdf: Any, words: Mapping[str, str]) -> None:
    for annotation in _structure(pdf):
        if annotation.get("Subtype") == "/Link" and "Dest" in annotation:
            target = annotation["Dest"].string
            if target in words:
                annotation["Contents"].string = words[target]


def _structure(pdf: Any) -> Iterable[Any]:
    return (o for o in pdf.objects if isinstance(o, dict))
