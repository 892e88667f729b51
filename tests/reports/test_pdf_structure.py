"""The structure tree of the report, walked as a screen reader would."""

import re
from itertools import pairwise

import pikepdf
import pytest

from reports.fonts import faces
from reports.html import build
from reports.rendering import RenderedPdf
from tests.reports.reading import elements, opened
from tests.reports.sample_kinds import SAMPLES
from tests.test_repository import OUTSIDE


def test_document_has_title_and_language(document: pikepdf.Pdf) -> None:
    assert str(document.Root.Lang) == "ja"
    assert bool(document.Root.MarkInfo.Marked)
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    assert str(document.docinfo["/Title"]) == (
        "北海道 在宅医療推進の取組進捗報告書（令和7年10月1日現在）"
    )
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_no_report_names_an_address_of_others(
    report: RenderedPdf, kind_reports: dict[str, RenderedPdf], pages: list[str]
) -> None:
    for made in (report, *(kind_reports[kind] for kind in SAMPLES)):
        with opened(made) as pdf:
            assert [one for one in pdf.objects if leads_outside(one)] == []
    assert OUTSIDE.findall("\n".join(pages)) == []


def leads_outside(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and bool(
        {"/URI", "/Launch", "/GoToR"} & {str(thing.get("/S", "")), *map(str, thing)}
    )


def test_headings_follow_one_another(document: pikepdf.Pdf) -> None:
    levels = [int(k[-1][1]) for k, _ in elements(document) if re.match(r"H\d", k[-1])]
    assert levels.count(1) == 13  # cover, contents, eleven chapters
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert set(levels) == {1, 2, 3}


def test_header_cells_say_what_they_head(document: pikepdf.Pdf) -> None:
    cells = [(k, e) for k, e in elements(document) if k[-1] == "TH"]
    scopes = {str(e.A.Scope) for _, e in cells}
    assert scopes == {"/Row", "/Column"}
    assert all(("THead" in k) == (str(e.A.Scope) == "/Column") for k, e in cells)
    assert not any("/ID" in e for _, e in cells)


@pytest.mark.parametrize("name", ["report", "long_report"])
def test_table_over_pages_is_one_table(
    name: str, request: pytest.FixtureRequest
) -> None:
    plain = request.getfixturevalue(name.replace("report", "snapshot"))
    written = build(plain, faces()).html
    with opened(request.getfixturevalue(name)) as pdf:
        kinds = [kind[-1] for kind, _ in elements(pdf)]
    assert kinds.count("Table") == written.count("<table")
    assert kinds.count("THead") == written.count("<thead")


def test_every_piece_of_text_hangs_in_the_tree(document: pikepdf.Pdf) -> None:
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    by_key = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for page in document.pages:
        for mark, element in enumerate(by_key[page.StructParents]):
            assert mark in [k for k in element.K if isinstance(k, int)]


def test_figures_say_what_they_show(document: pikepdf.Pdf) -> None:
    alts = [str(e.Alt) for kind, e in elements(document) if kind[-1] == "Figure"]
    begins = [
        "圏域の模式図。",
        "在支診の数",
        "訪問診療の需要",
        "拠点の指定の工程。",
        "事業別の予算額",
    ]
    assert len(alts) == len(begins)
    assert all(alt.startswith(begin) for alt, begin in zip(alts, begins, strict=True))
    assert "札幌5.5" in alts[1]
    assert "グループ診療等運営事業94,420" in alts[4]
