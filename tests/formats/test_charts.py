"""Charts are read back as XML: what they say, what they leave out, and the table behind them."""

import re

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


def test_digest_changes_with_the_data_only():
    assert digest("a", zones()) == digest("a", zones())
    assert digest("a", zones()) != digest("a", zones()[:-1])
