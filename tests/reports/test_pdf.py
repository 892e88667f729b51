"""The progress report as a PDF, read back with other tools than those that made it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from reports.rendering import RenderedPdf
from reports.snapshots.canonical import digest
from reports.wording import count
from tests.reports.reading import normal, pages_of, poppler, render
from tests.reports.samples import progress, progress_snapshot

LISTED = 16  # eleven chapters and the headings within them

# --- what it says --------------------------------------------------------------------------


def test_every_zone_stands_with_its_numbers(pages: list[str]) -> None:
    text = "\n".join(pages)
    for zone in progress().zones:
        numbers = (
            zone.population75,
            zone.zaishishin,
            zone.enhanced,
            zone.zaishibyo,
            zone.backup,
        )
        row = r"\s+".join([zone.name, *map(count, numbers)])
        assert re.search(rf"^\s*{row}\s", text, re.M), zone.name


def test_every_number_of_the_snapshot_is_printed(
    pages: list[str], snapshot: dict
) -> None:
    text = "\n".join(pages)
    printed = set(re.findall(r"\d[\d,]*", text))

    def numbers(value: object, name: str = "") -> Iterator[int]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from numbers(inner, key)
        elif isinstance(value, list):
            for inner in value:
                yield from numbers(inner, name)
        elif type(value) is int and name != "schema":
            yield value

    # Years stand as they are, counts with thousands; the sign of a change is a word or a mark.
    wanted = {str(n) if 2000 < n < 2100 else count(abs(n)) for n in numbers(snapshot)}
    assert len(wanted) > 150
    assert wanted - printed == set()


def test_every_designation_is_listed(pages: list[str]) -> None:
    text = "\n".join(pages)
    acts = progress().designations
    assert len(acts) == 23
    for act in acts:
        line = next(
            row
            for row in text.splitlines()
            if normal(act.number) in row and act.zones[0] in row
        )
        assert normal(act.name) in line
        assert normal(act.document_number) in line


def test_totals_and_gaps(pages: list[str]) -> None:
    text = "\n".join(pages)
    assert re.search(
        r"全道\s+940,913\s+366\s+165\s+93\s+34\s+4\.9\s+7圏域に7か所\s+16", text
    )
    assert re.search(r"後志\s+43,598\s.*積極的", text)


def test_no_character_is_missing(pages: list[str]) -> None:
    text = "\n".join(pages)
    assert "\ufffd" not in text
    assert "〓" not in text


def test_private_use_characters_are_listed_at_the_end(tmp_path: Path) -> None:
    plain = progress_snapshot(work=None, roadmap=(), forecast=None, map=None)
    plain["designations"][0]["name"] = "\ue123山𠮷医師会"
    pages = pages_of(render(plain), tmp_path)
    assert "〓山𠮷医師会" in "".join(pages[:-1])
    assert re.search(r"U\+E123\s+〓山𠮷医師会", pages[-1])


def test_checksum_of_the_colophon_is_that_of_the_snapshot(
    pages: list[str], snapshot: dict
) -> None:
    last = pages[-1].replace(" ", "")
    assert digest(snapshot) in last


# --- pages ---------------------------------------------------------------------------------


def test_pages_are_counted_and_numbered(pages: list[str], report: RenderedPdf) -> None:
    assert len(pages) == report.pages
    assert re.search(r"\d+ / \d+", pages[0]) is None
    for number, text in enumerate(pages[1:], 2):
        assert text.rstrip().endswith(f"{number} / {report.pages}"), number


def test_contents_give_the_real_pages(pages: list[str], document: pikepdf.Pdf) -> None:
    printed = dict(re.findall(r"^\s*(?:\d+\s+)?(\S.*?)\s{2,}(\d+)$", pages[1], re.M))
    at = {page.objgen: i for i, page in enumerate(document.pages, 1)}
    listed = 0
    with document.open_outline() as outline:
        for chapter in outline.root:
            for item in (chapter, *chapter.children):
                title = normal(re.sub(r"^\d+　", "", item.title))
                if title in printed:
                    assert int(printed[title]) == at[item.destination[0].objgen], title
                    listed += 1
    assert listed == len(printed) == LISTED


def test_contents_links_lead_to_the_headings(document: pikepdf.Pdf) -> None:
    dests = document.Root.Names.Dests.Names
    targets = {str(dests[i]): dests[i + 1][0] for i in range(0, len(dests), 2)}
    links = [a for a in document.pages[1].Annots if a.Subtype == "/Link"]
    assert len(links) == LISTED
    spoken = [str(link.Contents) for link in links]
    assert spoken[:3] == ["1 要点", "前回からの変化", "委員会で確認いただきたい事項"]
    assert all(str(link.Dest) in targets for link in links)


def test_wide_table_stands_on_landscape_pages(document: pikepdf.Pdf) -> None:
    boxes = [[float(n) for n in page.MediaBox] for page in document.pages]
    assert sum(w > h for _, _, w, h in boxes) == 1
    assert boxes[0][2:] == pytest.approx([595.28, 841.89], abs=0.01)


def test_table_over_pages_repeats_head_and_label(long_pages: list[str]) -> None:
    first = next(
        i
        for i, t in enumerate(long_pages)
        if "表3 圏域別の提供体制" in re.sub(r" +", " ", t)
    )
    assert "表3(続き)" not in long_pages[first]
    for page in long_pages[first + 1 : first + 3]:
        assert page.count("表3(続き)") == 1
        assert "75歳以上" in page
    assert "続き" not in long_pages[first + 3]


def test_edition_and_history_are_printed(long_pages: list[str]) -> None:
    assert "第2版(令和7年11月28日確定)" in long_pages[0]
    assert re.search(r"令和7年10月1日現在\s+第2版\s+北海道", long_pages[2])
    assert re.search(r"第1版\s+令和7年11月20日\s+初版", long_pages[-1])


# --- fonts and bytes -----------------------------------------------------------------------


def test_fonts_are_ours_and_embedded(report: RenderedPdf, tmp_path: Path) -> None:
    rows = [
        line.split() for line in poppler("pdffonts", report, tmp_path).splitlines()[2:]
    ]
    assert {row[0].split("+")[1] for row in rows} == {"Report-Sans", "Report-Sans-Bold"}
    assert all(
        row[-5:-2] == ["yes", "yes", "yes"] for row in rows
    )  # embedded, subset, unicode


def test_rendering_is_silent_and_names_what_it_rests_on(report: RenderedPdf) -> None:
    assert report.warnings == ()
    versions = report.library_versions
    assert versions["weasyprint"] == "70.0"
    assert versions["pango"].count(".") == 2
    assert len(versions["font NotoSansCJKjp-Bold.otf"]) == 16
