"""Charts and maps: each tells its values, and none reaches outside the report."""

import re
from dataclasses import replace

import pytest

from reports import figures, wording
from reports.drawings import DrawingRefused, checked_svg
from reports.roadmap_drawing import roadmap_chart
from reports.snapshots.progress import ZoneHub
from tests.reports.sample_map import tile_map
from tests.reports.samples import progress


def test_drawing_of_ours_passes_the_check() -> None:
    report = progress()
    drawings = [
        tile_map(report.zones),
        figures.clinics_chart(report.zones, report.totals, "全道"),
        figures.forecast_chart(report.forecast, "全道"),
        roadmap_chart(report),
        figures.budget_chart(report.work.programs),
    ]
    for drawing in drawings:
        assert "</title>" in checked_svg(drawing)


@pytest.mark.parametrize(
    "inner",
    [
        "<script>1</script>",
        "<image href='file:///etc/passwd'/>",
        "<foreignObject/>",
        "<style>@import 'x'</style>",
        "<rect fill='url(http://x/)'/>",
        "<rect onload='x'/>",
        "<rect style='fill:red'/>",
    ],
)
def test_drawing_that_reaches_out_is_refused(inner: str) -> None:
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg"><title>地図</title>{inner}</svg>'
    )
    with pytest.raises(DrawingRefused):
        checked_svg(drawing)


@pytest.mark.parametrize(
    "text",
    [
        '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>',
        "<p>地図</p>",
        "地図",
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_drawing_without_title_or_form_is_refused(text: str) -> None:
    with pytest.raises(DrawingRefused):
        checked_svg(text)


def test_charts_tell_their_values() -> None:
    report = progress()
    chart = figures.clinics_chart(report.zones, report.totals, "全道")
    title = re.search("<title[^>]*>(.*?)</title>", chart)[1]
    for zone in report.zones:
        told = wording.rate_text(wording.rate(zone.zaishishin, zone.population75))
        assert f"{zone.name}{told}（" in title
    assert title.endswith("全道3.9。")
    assert "グループ診療等運営事業94,420" in figures.budget_chart(report.work.programs)


def test_roadmap_tells_who_is_in_force_and_what_is_coming() -> None:
    title = re.search("<title[^>]*>(.*?)</title>", roadmap_chart(progress()))[1]
    assert "指定済みは札幌（R7.1.15）、上川中部（R7.2.3）" in title
    assert (
        "未指定は西胆振（R7年度調整中）、北見（R7年度調整中）、南空知（R8年度予定）"
        in title
    )


def test_roadmap_shows_a_hub_in_preparation_in_the_present_year() -> None:
    report = progress()
    dated = roadmap_chart(report)
    zones = tuple(
        replace(z, hubs=(ZoneHub("coordinating"),)) if z.code == "0117-1" else z
        for z in report.zones
    )
    undated = roadmap_chart(replace(report, zones=zones))
    assert dated.count(">調整中</text>") == undated.count(">調整中</text>") == 2
