"""A report set in chunks and joined is to a reader the report that was set in one piece."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reports.chunks import cut
from reports.fonts import faces
from reports.html import build
from reports.rendering import RenderedPdf, render_pdf
from tests.reports.reading import elements, opened, pages_of
from tests.reports.sample_kinds import of_kind

KIND = "zone_profile"


@pytest.fixture(scope="module")
def whole(kind_reports: dict[str, RenderedPdf]) -> RenderedPdf:
    assert kind_reports[KIND].library_versions["arrangement"] == "whole"
    return kind_reports[KIND]


@pytest.fixture(scope="module")
def joined(whole: RenderedPdf) -> RenderedPdf:
    return render_pdf(of_kind(KIND), joined=True)


@pytest.fixture(scope="module")
def kept(whole: RenderedPdf, tmp_path_factory) -> tuple[RenderedPdf, Path]:
    """Set zone by zone, with the folder of its fragments."""
    folder = tmp_path_factory.mktemp("fragments")
    return render_pdf(of_kind(KIND), joined=True, fragments=folder), folder


def test_text_is_the_same_on_every_page(
    whole: RenderedPdf, joined: RenderedPdf, kept: tuple, tmp_path: Path
) -> None:
    assert joined.library_versions["arrangement"] == "chunks"
    assert joined.pages == whole.pages
    expected = pages_of(whole, tmp_path)
    assert pages_of(joined, tmp_path) == expected
    assert pages_of(kept[0], tmp_path) == expected


def test_structure_is_the_same(whole: RenderedPdf, joined: RenderedPdf) -> None:
    with opened(whole) as one, opened(joined) as other:
        expected = list(_tree(one))
        assert list(_tree(other)) == expected
        assert sum(kinds[-1] == "Table" for kinds, *_ in expected) > 10


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
        assert len(_links(one)) == 4  # three zones, and the sources
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
    assert first.library_versions["arrangement"] == "fragments"
    before = set(folder.iterdir())
    assert len(before) == 2 * 4
    changed = deepcopy(of_kind(KIND))
    changed["zones"][1]["towns"][0]["population75"] = 98_765
    again = render_pdf(changed, joined=True, fragments=folder)
    # The zone, and the sources with the checksum of the data.
    assert len(set(folder.iterdir()) - before) == 2 * 2
    assert again.sha256 != first.sha256
    same = render_pdf(of_kind(KIND), joined=True, fragments=folder)
    assert same.sha256 == first.sha256


def test_chunks_depend_on_the_text_alone() -> None:
    sections = build(of_kind(KIND), faces()).sections
    groups = list(cut(sections))
    assert [s for group in groups for s in group] == list(sections)
    many = ["x" * 20_000] * 100
    sizes = [len(group) for group in cut(many)]
    assert sum(sizes) == 100
    assert max(sizes) - min(sizes) <= 3
    assert len(list(cut(["x"]))) == 1
