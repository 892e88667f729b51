"""Lines and columns over years say what matters in words and keep the rest in the table."""

import re
from itertools import pairwise

import pytest

from formats.charts import Line, line_chart
from formats.line_plot import nice_scale
from tests.formats.test_charts import SVG, demand, hubs, parsed, texts, toward_target


def test_lines_name_what_matters_at_their_ends():
    shown = texts(demand())

    assert {"全道 150", "札幌 168", "基準 100"} <= set(shown)
    assert not [text for text in shown if text.startswith("留萌")]


def test_lines_keep_every_area_in_the_table():
    table = demand().table

    assert [column.heading for column in table.columns][1] == "R6 (2024)（指数）"
    assert ["札幌", 100, None, 168] in list(table.rows)
    assert ["留萌", 100, 90, 72] in list(table.rows)
    assert ["基準", 100, 100, 100] in list(table.rows)


def test_lines_leave_a_gap_where_a_year_is_missing():
    lines = [
        Line("十勝", {2023: 1, 2024: 2, 2025: None, 2026: 3, 2027: 4}),
        Line("札幌", {2023: 9}),
    ]

    chart = line_chart("値", lines)

    drawn = [
        node.get("d")
        for node in parsed(chart).iter(f"{SVG}path")
        if node.get("stroke") == "#5b87ab"
    ]
    assert max(path.count("M") for path in drawn) == 2


def test_line_labels_never_touch():
    lines = [Line(f"圏域{n}", {2024: 100, 2030: 100 + n / 10}) for n in range(8)]

    root = parsed(line_chart("値", lines, from_zero=False, height=260))

    heights = sorted(
        float(
            re.search(r"translate\([-\d.]+,([-\d.]+)\)", node.get("transform")).group(1)
        )
        for node in root.iter(f"{SVG}text")
        if "".join(node.itertext()).startswith("圏域")
    )
    assert len(heights) == 8
    assert min(b - a for a, b in pairwise(heights)) >= 16


def test_a_line_by_itself_shows_every_value():
    shown = texts(line_chart("需要", [Line("十勝", {2024: 2525, 2030: 3024})]))

    assert {"2,525", "3,024"} <= set(shown)


def test_a_target_is_dashed_and_named():
    chart = toward_target()

    assert 'stroke-dasharray="6,4"' in chart.svg
    assert "目標 520" in texts(chart)
    assert "目標は2024年430、2029年520" in chart.svg


def test_lines_without_years_are_refused():
    with pytest.raises(ValueError, match="at least one year"):
        line_chart("値", [])


def test_columns_say_target_and_plan_in_words():
    chart = hubs()
    shown = texts(chart)

    assert [row[2] for row in chart.table.rows] == ["2〜3", "7以上", "7", "8以下"]
    assert [row[3] for row in chart.table.rows] == ["実績", "実績", "予定", ""]
    assert "8（予定）" in shown
    assert "R9値なし、目標8以下" in chart.svg


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 520, [0, 200, 400, 600]),
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (72, 168, [60, 80, 100, 120, 140, 160, 180]),
        (0, 0.9, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    ],
)
def test_scales_are_round_and_hold_the_values(low, high, ticks):
    assert nice_scale(low, high) == ticks
