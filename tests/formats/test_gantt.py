"""A Gantt chart says its states in shapes and words, and keeps its days in the table."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from formats.gantt import Span, SpanGroup, gantt_chart, wrapped
from reports.drawings import checked_svg

TODAY = date(2025, 11, 20)
SVG = "{http://www.w3.org/2000/svg}"
SPANS = (
    Span("申請の受付", date(2025, 4, 1), date(2025, 5, 31), "done", "完了"),
    Span("協議会", date(2025, 10, 1), date(2025, 11, 10), "late", "期限超過", "札幌"),
    Span("講演会", date(2025, 11, 29), date(2025, 11, 29), "coming", "これから"),
)


def drawn(*spans: Span, today: date = TODAY) -> ET.Element:
    group = SpanGroup("保健所", spans)
    chart = gantt_chart("令和7年度の年間予定", [group], year=2025, today=today)
    return ET.fromstring(chart.svg)  # noqa: S314 - our own drawing


def words(root: ET.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def test_states_are_told_in_words_and_not_by_colour_alone() -> None:
    said = words(drawn(*SPANS))
    assert {"完了", "期限超過", "これから", "保健所"} <= set(said)
    assert "4月" in said
    assert "3月" in said
    titles = [one.text or "" for one in drawn(*SPANS).iter(f"{SVG}title")]
    assert "完了1件、期限超過1件、これから1件" in titles[0]
    assert "協議会　R7.10.1〜R7.11.10　期限超過　札幌" in titles


def test_a_bar_reaches_from_its_first_to_its_last_day() -> None:
    whole = Span("通年", date(2025, 4, 1), date(2026, 3, 31), "running", "実施中")
    half = Span("上期", date(2025, 4, 1), date(2025, 9, 30), "running", "実施中")
    bars = [one for one in drawn(whole, half).iter(f"{SVG}rect") if one.get("rx")]
    first, second = (float(one.get("width", "0")) for one in bars)
    assert second / first == pytest.approx(183 / 365, abs=0.001)
    assert {one.get("x") for one in bars} == {bars[0].get("x")}


def test_the_day_stands_as_a_line_only_in_its_year() -> None:
    assert "基準日 R7.11.20" in words(drawn(*SPANS))
    later = words(drawn(*SPANS, today=date(2026, 4, 1)))
    assert not [one for one in later if "基準日" in one]


def test_the_table_holds_what_the_drawing_shows() -> None:
    group = SpanGroup("保健所", SPANS)
    chart = gantt_chart("予定", [group], year=2025, today=TODAY)
    assert list(chart.table.shown())[1] == [
        "保健所",
        "協議会",
        "R7.10.1",
        "R7.11.10",
        "期限超過",
    ]


def test_a_report_takes_the_drawing() -> None:
    chart = gantt_chart("予定", [SpanGroup("拠点", SPANS)], year=2025, today=TODAY)
    assert "期限超過" in checked_svg(chart.svg)


def test_a_long_name_takes_two_lines_and_then_ends_in_dots() -> None:
    assert wrapped("短い予定", 200) == ["短い予定"]
    lines = wrapped("とても長い予定の名称" * 10, 200)
    assert len(lines) == 2
    assert lines[1].endswith("…")
