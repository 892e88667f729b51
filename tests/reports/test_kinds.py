"""Appendix, profiles, register and program sheets as PDFs, read back number by number."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from reports.fonts import faces
from reports.html import build
from reports.presenters.profile_second import room_for
from reports.rendering import RenderedPdf
from reports.snapshots.canonical import digest, load
from tests.reports.reading import elements, normal, opened, pages_of, poppler
from tests.reports.sample_kinds import SAMPLES, of_kind

EVERY = pytest.mark.parametrize("kind", sorted(SAMPLES))
# Printed only under conditions, or as a drawing's shape: schema numbers and what stands in words.
UNPRINTED = {"schema", "fiscal_year"}


def numbers(value: object, name: str = "") -> Iterator[str]:
    """The whole numbers of a snapshot as they are printed: years plain, counts with thousands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner, name)
    elif type(value) is int and name not in UNPRINTED:
        yield str(value) if name == "year" else f"{value:,}"


@EVERY
def test_every_number_of_the_snapshot_is_printed(
    kind: str, kind_pages: dict[str, list[str]]
) -> None:
    snapshot = of_kind(kind)
    if (
        kind == "zone_profile"
    ):  # with four lists, the years of the filings give way to them
        for zone, frozen in zip(snapshot["zones"], load(snapshot).zones, strict=True):
            zone["activities"] = zone["activities"][: room_for(frozen).activities]
            zone["started"] = []
            zone["demand"] = [{"value": d["value"]} for d in zone["demand"]]
        snapshot["totals"] = {}
    if kind == "program_sheet":  # a share of nothing is not told
        for sheet in snapshot["sheets"]:
            sheet["other_share"] = None
    printed = set(re.findall(r"\d[\d,]*", "\n".join(kind_pages[kind])))
    assert set(numbers(snapshot)) - printed == set()


@EVERY
def test_pages_are_counted_and_contents_exact(
    kind: str, kind_pages: dict[str, list[str]], kind_reports: dict[str, RenderedPdf]
) -> None:
    pages, report = kind_pages[kind], kind_reports[kind]
    assert len(pages) == report.pages
    for number, text in enumerate(pages[1:], 2):
        assert re.search(rf"\b{number} ?/ ?{report.pages}$", text.rstrip())
    listed = 0
    with opened(report) as pdf, pdf.open_outline() as outline:
        at = {page.objgen: i for i, page in enumerate(pdf.pages, 1)}
        for chapter in outline.root:
            for item in (chapter, *chapter.children):
                title = normal(re.sub(r"^\d+　", "", item.title))
                found = re.findall(rf"{re.escape(title)}\s+(\d+)", pages[1])
                if found and title != "目次":
                    assert str(at[item.destination[0].objgen]) in found, title
                    listed += 1
    written = build(of_kind(kind), faces()).html
    assert listed == written.count("data-to=")


@EVERY
def test_structure_fonts_and_checksum(
    kind: str, kind_reports: dict[str, RenderedPdf], tmp_path: Path
) -> None:
    report = kind_reports[kind]
    written = build(of_kind(kind), faces()).html
    with opened(report) as pdf:
        found = [(k[-1], e) for k, e in elements(pdf)]
        assert str(pdf.Root.Lang) == "ja"
    kinds = [name for name, _ in found]
    assert kinds.count("Table") == written.count("<table")
    assert all(str(e.A.Scope) for name, e in found if name == "TH")
    alts = [str(e.Alt) for name, e in found if name == "Figure"]
    assert len(alts) == written.count("<svg")
    assert all(len(alt) > 8 for alt in alts)
    rows = [r.split() for r in poppler("pdffonts", report, tmp_path).splitlines()[2:]]
    assert {row[0].split("+")[1] for row in rows} == {"Report-Sans", "Report-Sans-Bold"}
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    assert report.warnings == ()


@EVERY
def test_every_text_hangs_in_the_tree_and_no_heading_level_is_left_out(
    kind: str, kind_reports: dict[str, RenderedPdf]
) -> None:
    with opened(kind_reports[kind]) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        by_key = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        for page in pdf.pages:
            for mark, element in enumerate(by_key[page.StructParents]):
                assert mark in [k for k in element.K if isinstance(k, int)]
        levels = [int(k[-1][1]) for k, _ in elements(pdf) if re.match(r"H\d", k[-1])]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_same_snapshots_give_the_same_bytes_in_another_process(
    kind_reports: dict[str, RenderedPdf],
) -> None:
    script = (
        "import django; django.setup()\n"
        "from reports.rendering import render_pdf\n"
        "from tests.reports.sample_kinds import SAMPLES, of_kind\n"
        "for kind in sorted(SAMPLES): print(render_pdf(of_kind(kind)).sha256)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "America/Lima"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.split() == [kind_reports[k].sha256 for k in sorted(SAMPLES)]


@EVERY
def test_no_character_is_missing_and_the_colophon_names_the_snapshot(
    kind: str, kind_pages: dict[str, list[str]]
) -> None:
    text = "\n".join(kind_pages[kind])
    assert "\ufffd" not in text
    assert "〓" not in text
    assert digest(of_kind(kind)) in kind_pages[kind][-1].replace(" ", "")


# --- Appendix -----------------------------------------------------------------------------
def test_every_institution_stands_under_its_functions(
    kind_pages: dict[str, list[str]],
) -> None:
    text = "".join("\n".join(kind_pages["plan_appendix"]).split())
    chapters = re.split(r"\d[1-4]\S{3,9}を担う医療機関等南?(?=\S*十勝圏域)", text)
    for zone in of_kind("plan_appendix")["zones"]:
        for one in zone["institutions"]:
            assert text.count(normal(one["name"])) >= len(one["functions"]), one["name"]
    assert len(chapters) > 1
    assert "●みほん𠮷髙002機関" in text
    assert "◎●みほん𠮷髙005機関" in text
    assert "名簿なし:訪問看護事業所" in text
    assert "この機能を担う医療機関等の登録はない。" in text


def test_running_head_names_the_zone(kind_pages: dict[str, list[str]]) -> None:
    heads = [page.splitlines()[0] for page in kind_pages["plan_appendix"]]
    assert any("4看取り" in normal(h) and "十勝圏域" in h for h in heads)
    heads = [page.splitlines()[0] for page in kind_pages["zone_profile"]]
    assert [h.split()[-1] for h in heads[2:8]] == [
        f"見本{i}圏域" for i in (1, 1, 2, 2, 3, 3)
    ]


# --- Profiles and sheets ------------------------------------------------------------------
def test_a_zone_takes_two_pages_however_full(kind_pages: dict[str, list[str]]) -> None:
    pages = kind_pages["zone_profile"]
    assert len(pages) == 2 + 3 * 2 + 1  # cover, contents, zones, sources
    for place in range(3):
        first, second = pages[2 + 2 * place : 4 + 2 * place]
        assert f"圏域カルテ P0{place}" in " ".join(first.split())
        assert "不足していること" in first
        assert "連絡先" in second
    assert "北部の町への訪問を調整する。" in pages[3]


@EVERY
def test_no_table_is_continued_where_it_has_ended(
    kind: str, kind_pages: dict[str, list[str]]
) -> None:
    for page in kind_pages[kind]:
        for label in re.findall(r"(表\d+)\(続き\)", page):
            assert f"{label} " not in page


def test_a_single_zone_stands_by_itself(single_profile: RenderedPdf, tmp_path) -> None:
    pages = pages_of(single_profile, tmp_path)
    assert len(pages) == 2
    assert "照合値(SHA-256)" in pages[1]
    assert re.search(r"2 ?/ ?2$", pages[1].rstrip())


def test_a_program_takes_one_page(kind_pages: dict[str, list[str]]) -> None:
    pages = kind_pages["program_sheet"]
    assert len(pages) == 2 + 3 + 1
    for place in range(3):
        assert f"推進センター事業その{place + 1}" in pages[2 + place].splitlines()[0]
        assert "85,419" not in pages[2 + place]
        assert "80,421" in pages[2 + place]


# --- Register -----------------------------------------------------------------------------
def test_every_designation_has_its_line_and_its_history(
    kind_pages: dict[str, list[str]],
) -> None:
    text = "\n".join(kind_pages["designation_register"])
    for entry in of_kind("designation_register")["entries"]:
        rows = [r for r in text.splitlines() if normal(entry["number"]) in r]
        assert len(rows) == 3, entry["number"]  # list, history, requirements
        assert any(normal(entry["document_number"]) in r for r in rows)
    assert re.search(r"積-010\s+積極的の辞退\s+みほん旧病院", text)
    assert "未充足" in text


def test_wide_register_stands_on_landscape_pages(
    kind_reports: dict[str, RenderedPdf],
) -> None:
    with opened(kind_reports["designation_register"]) as pdf:
        boxes = [[float(n) for n in page.MediaBox] for page in pdf.pages]
    assert 1 <= sum(w > h for _, _, w, h in boxes) < len(boxes)
