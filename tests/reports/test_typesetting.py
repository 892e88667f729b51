"""Words, numbers, drawings, fonts and captions before they are set, without a PDF."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reports import fonts, html, wording
from reports.presenters.chapters import Numbering
from reports.presenters.summary import lead
from reports.presenters.zones import zones_chapter
from reports.snapshots.shared import Source
from tests.reports.sample_words import SOURCES
from tests.reports.samples import progress, progress_snapshot

ROOT = Path(__file__).resolve().parents[2]


def page(**changes: object) -> str:
    return html.build(progress_snapshot(**changes), fonts.faces()).html


# --- numbers and words ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (wording.count(12345), "12,345"),
        (wording.count(0), "0"),
        (wording.count(None), "―"),
        (wording.signed(-3), "−3"),
        (wording.signed(2), "+2"),
        (wording.signed(0), "0"),
        (wording.span(7, 8), "7〜8"),
        (wording.span(7, 7), "7"),
        (wording.span(None, None), "―"),
        (wording.change_words(366, 369), ("前回369から", "3減")),
        (wording.change_words(4, 4), ("前回4から", "増減なし")),
        (wording.change_words(None, 4), ("", "")),
        (wording.whole_of("新潟県"), "全県"),
        (wording.whole_of("北海道"), "全道"),
    ],
)
def test_number_is_written(written: object, expected: object) -> None:
    assert written == expected


@pytest.mark.parametrize(
    ("number", "people", "expected"),
    [
        (1, 80_000, "0.1"),
        (28, 71_995, "3.9"),
        (245, 100_000, "24.5"),
        (205, 1_000_000, "2.1"),
    ],
)
def test_rate_rounds_half_up_exactly(number: int, people: int, expected: str) -> None:
    assert wording.rate(number, people) == Decimal(expected)


def test_rate_is_unknown_without_people_or_list() -> None:
    assert wording.rate(None, 100) is None
    assert wording.rate(3, 0) is None
    assert wording.rate_text(None) == "―"


def test_clauses_break_after_the_comma_only() -> None:
    assert wording.clauses("拠点、在支診") == (
        '<span class="nb">拠点、</span><span class="nb">在支診</span>'
    )


def test_words_escape_what_people_typed() -> None:
    assert "&lt;b&gt;" in wording.clauses("<b>、x")
    assert "<img" not in page(foreword='<img src="x">')


# --- the leading sentence ------------------------------------------------------------------


def test_lead_counts_what_is_missing_to_the_target() -> None:
    assert "<b>22圏域のうち7圏域</b>" in lead(progress())
    assert "<b>あと2圏域</b>で、西胆振、北見が調整中である。" in lead(progress())
    assert lead(progress()).endswith(
        "後志には、拠点と併せて指定すべき積極的役割を担う医療機関がまだない。"
    )


def test_lead_says_that_the_target_is_reached() -> None:
    report = progress()
    reached = replace(report, totals=replace(report.totals, hub_zones=9))
    assert "下限に達している" in lead(reached)


def test_lead_without_hub_or_roadmap() -> None:
    report = progress()
    none = replace(
        report, totals=replace(report.totals, hub_zones=0), roadmap=(), zones=()
    )
    assert lead(none) == "連携の拠点を指定した圏域は、<b>0圏域のうちまだない</b>。"


# --- captions and sources ------------------------------------------------------------------


def test_captions_number_tables_and_figures_apart() -> None:
    numbering = Numbering(SOURCES)
    labels = [
        numbering.table("a", "filings").label,
        numbering.figure("b", "filings").label,
        numbering.table("c", "population").label,
    ]
    assert labels == ["表1", "図1", "表2"]


def test_source_line_joins_names_and_repeats_nothing() -> None:
    numbering = Numbering(SOURCES)
    first = numbering.table("a", "population", "roadmap", "designations")
    assert first.source == (
        "総務省 住民基本台帳に基づく人口（R7.1.1現在）及び北海道医療計画に係る工程表を加工して作成。"
        "道の指定簿（R7.10.1現在）による。"
    )
    assert (
        numbering.figure("b", "population", "roadmap", "designations").source
        == "表1に同じ。"
    )
    assert (
        numbering.figure("c", "designations").source
        == "道の指定簿（R7.10.1現在）による。"
    )


def test_used_in_folds_neighbours() -> None:
    numbering = Numbering((Source("filings", "名簿", "", ""),))
    for key in ("filings", "filings", "filings", "measures", "filings"):
        numbering.table("t", key)
    numbering.figure("f", "filings")
    assert numbering.used_in("filings") == "表1〜3、表5、図1"
    assert numbering.used_in("borders") == "―"


# --- pages as HTML -------------------------------------------------------------------------


def test_zone_row_names_its_gaps_in_words() -> None:
    rows = zones_chapter(progress(), Numbering(SOURCES)).content["rows"]
    row = next(r for r in rows if r["name"] == "北空知")
    assert re.sub("<.*?>", "", row["gaps"]) == "拠点、積極的、在支診、在支病"
    assert row["rate"] == "0"


def test_preview_keeps_the_content_policy() -> None:
    text = page()
    assert not re.search(
        r"<script|\sstyle=|javascript:|https?://(?!www\.w3\.org/)", text
    )


def test_every_header_cell_has_a_scope() -> None:
    cells = re.findall(r"<th\b[^>]*>", page())
    assert len(cells) > 100
    assert [c for c in cells if "scope=" not in c] == []


def test_command_line_report_names_no_edition() -> None:
    assert "第2版" not in page()
    assert "改訂の履歴" not in page()


def test_chapters_without_data_are_left_out_and_numbers_close_up() -> None:
    chapter = r'<span class="n">(\d+)　</span><span class="t">(.*?)</span>'
    full = re.findall(chapter, page())
    bare = re.findall(chapter, page(work=None, roadmap=(), issues=()))
    for found in (full, bare):
        assert [n for n, _ in found] == [str(n) for n in range(1, len(found) + 1)]
    assert {t for _, t in full} - {t for _, t in bare} == {
        "施策の取組状況（令和6年度）",
        "拠点の指定の工程",
        "課題",
    }


def test_chapters_stand_in_the_order_that_was_chosen() -> None:
    text = page(parts=("designations", "summary", "no such part"))
    titles = re.findall(r'　</span><span class="t">(.*?)</span></h1>', text)
    assert titles == ["指定の状況", "要点", "出典と注意事項"]


def test_words_of_officials_stand_with_their_zone_and_measure() -> None:
    text = page()
    assert '<th scope="row">後志</th><td>後志の候補とは12月に協議する。</td>' in text
    assert "参加する診療所の募集を続ける。" in text


def test_missing_list_is_said_and_not_counted_as_zero() -> None:
    report = progress()
    unknown = dict.fromkeys(("zaishishin", "enhanced", "zaishibyo", "backup"))
    zones = tuple(replace(z, **unknown) for z in report.zones)
    totals = replace(report.totals, **unknown)
    figures = tuple(replace(f, value=None) for f in report.summary[2:])
    text = page(
        zones=zones,
        totals=totals,
        summary=(*report.summary[:2], *figures),
        forecast=None,
        map=None,
        work=None,
    )
    assert text.count("名簿なし") >= 3
    assert "図の値" not in text


def test_report_of_another_prefecture_uses_its_own_words() -> None:
    plain = progress_snapshot(prefecture="新潟県", whole="全県", map=None, work=None)
    text = html.build(plain, fonts.faces()).html
    assert '<th scope="row">全県</th>' in text
    assert '<th scope="row">全道</th>' not in text
    assert "県の目標" in text


def test_one_module_imports_weasyprint() -> None:
    importing = re.compile(r"^\s*(?:import|from)\s+weasyprint", re.M)
    found = [
        path.relative_to(ROOT).as_posix()
        for app in ("portal", "reports", "imports", "formats", "config")
        for path in sorted((ROOT / app).rglob("*.py"))
        if importing.search(path.read_text("utf-8"))
    ]
    assert found == ["reports/pdf.py"]
