"""Charts are read back as XML: what they say, what they leave out, and the table behind them."""

import re
from itertools import pairwise

import pytest
import weasyprint
from defusedxml import ElementTree

from formats.charts import (
    Bar,
    Line,
    Mark,
    YearColumn,
    bar_chart,
    column_chart,
    digest,
    line_chart,
)
from formats.line_plot import nice_scale

SVG = "{http://www.w3.org/2000/svg}"


def zones():
    return [
        Bar("十勝", (3.7,)),
        Bar("札幌", (5.5,)),
        Bar("根室", (0.0,)),
        Bar("名簿なし", (None,)),
    ]


def ranked(**kwargs):
    return bar_chart("在支診", zones(), unit="機関", digits=1, **kwargs)


def stacked():
    bars = [Bar("札幌", (112, 95), "5.5"), Bar("十勝", (7, 15), "3.7")]
    parts = ("機能強化型", "従来型")
    return bar_chart(
        "在支診",
        bars,
        unit="機関",
        parts=parts,
        beside="1万人当たり",
        mean=Mark("平均", 114.5),
    )


def grouped():
    bars = [Bar("札幌", (207, 38)), Bar("十勝", (22, None))]
    return bar_chart(
        "届出", bars, unit="機関", parts=("在支診", "在支病"), layout="grouped"
    )


def demand():
    lines = [
        Line("全道", {2024: 100, 2040: 148.4, 2050: 150}, "main"),
        Line("札幌", {2024: 100, 2040: None, 2050: 168}),
        Line("留萌", {2024: 100, 2040: 90, 2050: 72}, "other"),
    ]
    return line_chart(
        "需要", lines, unit="指数", threshold=Mark("基準", 100), from_zero=False
    )


def toward_target():
    lines = [Line("実績", {2024: 431, 2025: 459})]
    return line_chart(
        "訪問診療", lines, unit="機関", target=Line("目標", {2024: 430, 2029: 520})
    )


def hubs():
    columns = [
        YearColumn("R6", 2, 2, 3),
        YearColumn("R7", 4, 7),
        YearColumn("R8", 8, 7, 7, is_planned=True),
        YearColumn("R9", None, None, 8),
    ]
    return column_chart("拠点の指定", columns, unit="圏域")


DRAWN = [ranked, stacked, grouped, demand, toward_target, hubs]


@pytest.fixture(scope="module", params=DRAWN, ids=lambda draw: draw.__name__)
def chart(request):
    return request.param()


def parsed(chart):
    return ElementTree.fromstring(chart.svg)


def texts(chart):
    return ["".join(node.itertext()) for node in parsed(chart).iter(f"{SVG}text")]


def test_chart_is_one_image_with_its_values_as_title(chart):
    root = parsed(chart)
    title = root.find(f"{SVG}title")

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert chart.title in title.text
    assert any(character.isdigit() for character in title.text)


def test_chart_needs_no_style_script_or_other_file(chart):
    root = parsed(chart)

    assert not [node for node in root.iter() if node.get("style")]
    assert not {node.tag.removeprefix(SVG) for node in root.iter()} & {
        "style",
        "script",
        "image",
        "foreignObject",
    }
    assert not re.search(r"href=|url\((?!#)|@import", chart.svg)
    assert not re.search(r' on\w+="', chart.svg)


def test_chart_has_japanese_as_text_in_fonts_of_page_and_report(chart):
    families = {node.get("font-family") for node in parsed(chart).iter(f"{SVG}text")}

    assert families == {
        "Report Sans,BIZ UDPGothic,Meiryo,Noto Sans CJK JP,Noto Sans JP,sans-serif"
    }
    assert any(re.search("[ぁ-ん一-龥]", text) for text in texts(chart))


def test_chart_is_drawn_by_weasyprint(chart):
    pdf = weasyprint.HTML(string=f"<p>図</p>{chart.svg}").write_pdf()

    assert pdf.startswith(b"%PDF")


def test_chart_ids_differ_between_figures_of_a_page():
    ids = [re.findall(r'\bid="([^"]+)"', draw().svg) for draw in DRAWN]
    flat = [name for names in ids for name in names]

    assert len(flat) == len(set(flat))


def test_chart_of_the_same_values_is_the_same():
    assert ranked().svg == ranked().svg


def test_bars_are_sorted_with_missing_figures_last():
    chart = ranked()

    assert [row[0] for row in chart.table.rows] == ["札幌", "十勝", "根室", "名簿なし"]
    assert [text for text in texts(chart) if re.match(r"[\d―]", text)] == [
        "5.5",
        "3.7",
        "0",
        "―",
    ]
    assert "多い順に、札幌5.5、十勝3.7、根室0、名簿なし―。" in chart.svg


def test_bars_in_the_order_given_stay_so():
    chart = ranked(order="given")

    assert [row[0] for row in chart.table.rows] == ["十勝", "札幌", "根室", "名簿なし"]
    assert "多い順" not in chart.svg


def test_bars_of_the_same_name_stay_apart():
    chart = bar_chart("人口", [Bar("泊村", (2,)), Bar("泊村", (1,))])

    assert texts(chart).count("泊村") == 2


def test_bars_with_a_mean_say_it_beside_the_line():
    chart = ranked(mean=Mark("全道", 3.9))

    assert "全道 3.9" in texts(chart)
    assert "全道3.9。" in chart.svg


def test_stacked_bars_have_their_sum_and_parts_in_the_table():
    table = stacked().table

    assert [column.heading for column in table.columns] == [
        "圏域",
        "機能強化型（機関）",
        "従来型（機関）",
        "計（機関）",
        "1万人当たり",
    ]
    assert list(table.rows) == [
        ["札幌", 112, 95, 207, "5.5"],
        ["十勝", 7, 15, 22, "3.7"],
    ]


def test_grouped_bars_name_their_parts_once():
    shown = texts(grouped())

    assert "207　在支診" in shown
    assert "38　在支病" in shown
    assert "22" in shown
    assert "―" in shown


def test_bars_refuse_negative_values_and_too_many_parts():
    with pytest.raises(ValueError, match="negative"):
        bar_chart("増減", [Bar("札幌", (-1,))])
    with pytest.raises(ValueError, match="At most"):
        bar_chart("内訳", [Bar("札幌", (1,) * 5)], parts="abcde")


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


def test_digest_changes_with_the_data_only():
    assert digest("a", zones()) == digest("a", zones())
    assert digest("a", zones()) != digest("a", zones()[:-1])
