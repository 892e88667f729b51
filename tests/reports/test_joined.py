"""A report set in pieces and joined is to a reader the report that was set in one piece."""

import os
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reports import fragments, markup
from reports.fonts import faces
from reports.html import base_sheet, build
from reports.rendering import RenderedPdf, render_pdf
from tests.reports.reading import elements, opened, pages_of
from tests.reports.sample_kinds import SAMPLES, of_kind

KIND = "zone_profile"
ALL = ["progress", *SAMPLES]


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> tuple[RenderedPdf, Path]:
    """Zone profiles set zone by zone, with the folder of their fragments."""
    folder = tmp_path_factory.mktemp("fragments")
    return render_pdf(of_kind(KIND), joined=True, fragments=folder), folder


@pytest.fixture(scope="module", params=ALL)
def both(
    request: pytest.FixtureRequest, kind_reports: dict[str, RenderedPdf]
) -> tuple[RenderedPdf, RenderedPdf]:
    """A report of each kind, set in one piece and joined."""
    kind = request.param
    if kind == "progress":
        one = render_pdf(request.getfixturevalue("snapshot"), joined=False)
        other = request.getfixturevalue("report")
    else:
        one = kind_reports[kind]
        other = (
            request.getfixturevalue("kept")[0]
            if kind == KIND
            else render_pdf(of_kind(kind), joined=True)
        )
    assert one.library_versions["arrangement"] == "whole"
    assert other.library_versions["arrangement"] == "joined"
    return one, other


@pytest.fixture
def whole(both: tuple[RenderedPdf, RenderedPdf]) -> RenderedPdf:
    return both[0]


@pytest.fixture
def joined(both: tuple[RenderedPdf, RenderedPdf]) -> RenderedPdf:
    return both[1]


def test_text_is_the_same_on_every_page(
    whole: RenderedPdf, joined: RenderedPdf, tmp_path: Path
) -> None:
    assert joined.pages == whole.pages
    assert pages_of(joined, tmp_path) == pages_of(whole, tmp_path)


def test_structure_is_the_same(whole: RenderedPdf, joined: RenderedPdf) -> None:
    with opened(whole) as one, opened(joined) as other:
        expected = list(_tree(one))
        assert list(_tree(other)) == expected
        assert sum(kinds[-1] == "Table" for kinds, *_ in expected) > 3


def _tree(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, ...]]:
    for kinds, element in elements(pdf):
        attributes = element.get("/A", {})
        yield kinds, str(element.get("/Alt", "")), str(attributes.get("/Scope", ""))


def test_marked_text_hangs_in_the_joined_tree(joined: RenderedPdf) -> None:
    with opened(joined) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        by_key = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        assert list(by_key) == sorted(by_key)
        assert pdf.Root.StructTreeRoot.ParentTreeNextKey == max(by_key) + 1
        for page in pdf.pages:
            for mark, element in enumerate(by_key[page.StructParents]):
                assert mark in [k for k in element.K if isinstance(k, int)]
        assert str(pdf.Root.Lang) == "ja"
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_contents_and_links_are_the_same(
    whole: RenderedPdf, joined: RenderedPdf
) -> None:
    with opened(whole) as one, opened(joined) as other:
        assert _links(other) == _links(one)
        assert len(_links(one)) >= 4
        assert list(_outline(other)) == list(_outline(one))


def _pages(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.objgen: number for number, page in enumerate(pdf.pages)}


def _links(pdf: pikepdf.Pdf) -> list[tuple[Any, ...]]:
    at, names = _pages(pdf), pdf.Root.Names.Dests.Names
    targets = {
        str(names[i]): at[names[i + 1][0].objgen] for i in range(0, len(names), 2)
    }
    return [
        (targets[str(link.Dest)], str(link.Contents), [round(float(x)) for x in link.Rect])
        for page in pdf.pages
        for link in page.get("/Annots", ())
        if link.Subtype == "/Link"
    ]  # fmt: skip


def _outline(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, ...]]:
    at = _pages(pdf)

    def below(items: Any, level: int) -> Iterator[tuple[Any, ...]]:
        for item in items:
            place = [round(float(x), 1) for x in list(item.destination)[2:5]]
            yield level, item.title, at[item.destination[0].objgen], place
            yield from below(item.children, level + 1)

    with pdf.open_outline() as outline:
        yield from below(outline.root, 1)


def test_footers_are_artifacts(joined: RenderedPdf) -> None:
    with opened(joined) as pdf:
        for number, page in enumerate(pdf.pages):
            page.contents_coalesce()
            written = page.obj.Contents.read_bytes()
            assert (b"/Subtype /Footer" in written) == (number > 0)


def test_only_what_changed_is_set_again(kept: tuple[RenderedPdf, Path]) -> None:
    first, folder = kept
    before = set(folder.iterdir())
    assert len(before) == 2 * 4
    changed = deepcopy(of_kind(KIND))
    changed["zones"][1]["towns"][0]["population75"] = 98_765
    again = render_pdf(changed, joined=True, fragments=folder)
    # The zone, and the sources with the checksum of the data.
    assert len(set(folder.iterdir()) - before) == 2 * 2
    assert again.sha256 != first.sha256
    assert again.sha256 == render_pdf(changed, joined=True).sha256
    same = render_pdf(of_kind(KIND), joined=True, fragments=folder)
    assert same.sha256 == first.sha256


def test_a_damaged_fragment_is_set_again(kept: tuple[RenderedPdf, Path]) -> None:
    first, folder = kept
    for path in folder.glob("*.json"):
        path.write_text("{", "utf-8")
    assert (
        render_pdf(of_kind(KIND), joined=True, fragments=folder).sha256 == first.sha256
    )


def test_kept_fragments_stay_small(tmp_path: Path, monkeypatch) -> None:
    """What was used longest ago goes, whichever prefecture's it is; the rest is still found."""
    part = tmp_path / "part"
    fragments.save(fragments.Typeset(b"x" * 1000, 1, ()), part)
    monkeypatch.setattr(fragments, "KEPT", 2500)
    shelves = [fragments.Fragments(tmp_path / "kept" / name, "") for name in ("1", "2")]
    shelves[0].put("old", part)
    for path in (tmp_path / "kept").glob("*/*"):
        os.utime(path, (1, 1))
    for text in ("new", "newer"):
        shelves[1].put(text, part)
    shelves[1].prune()
    assert shelves[0].get("old") is None
    assert shelves[1].get("newer").pdf == b"x" * 1000
    assert shelves[0].get("newer") is None  # another prefecture's


def test_where_nothing_can_be_kept_the_report_is_made_all_the_same(
    kept: tuple[RenderedPdf, Path], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    shelf = tmp_path / "file" / "01"
    done = render_pdf(of_kind(KIND), joined=True, fragments=shelf)
    assert done.sha256 == kept[0].sha256


def test_type_is_embedded_once(whole: RenderedPdf, joined: RenderedPdf) -> None:
    with opened(joined) as pdf:
        descriptors = [o for o in pdf.objects if _is(o, "/FontDescriptor")]
        assert len(descriptors) == 2
        assert {str(o.FontFamily) for o in descriptors} == {"Report Sans"}
    assert len(joined.pdf) < 1.1 * len(whole.pdf)


def _is(thing: pikepdf.Object, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind


def test_markup_is_read_as_an_html_parser_reads_it(long_snapshot: dict) -> None:
    import tinyhtml5

    for snapshot in (long_snapshot, *map(of_kind, SAMPLES)):
        text = build(snapshot, faces()).html
        expected = tinyhtml5.parse(text, namespace_html_elements=False)
        assert list(_flat(markup.parse(text))) == list(_flat(expected))


def _flat(root: Any) -> Iterator[tuple[Any, ...]]:
    for element in root.iter():
        attributes = {k: v for k, v in element.attrib.items() if "xmlns" not in k}
        yield element.tag, attributes, (element.text or "").strip()
        yield ((element.tail or "").strip(),)


def test_base_sheet_knows_every_element_of_the_reports(long_snapshot: dict) -> None:
    known = set(re.findall(r"[a-z0-9]+", base_sheet().split("@page")[0]))
    for snapshot in (long_snapshot, *map(of_kind, SAMPLES)):
        root = markup.parse(build(snapshot, faces()).html)
        names = {e.tag for e in root.iter() if not e.tag.startswith("{")}
        assert names - {"a", "span"} <= known
