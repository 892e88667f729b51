"""Charts and maps: each tells its values, and none reaches outside the report."""

import re

import pytest

from reports import figures, svg, wording
from tests.reports.samples import progress, tile_map


def test_drawing_of_ours_passes_the_check() -> None:
    report = progress()
    drawings = [
        tile_map(report.zones),
        figures.clinics_chart(report.zones, report.totals, "全道"),
        figures.forecast_chart(report.forecast, "全道"),
        figures.roadmap_chart(report),
        figures.budget_chart(report.work.programs),
    ]
    for drawing in drawings:
        assert "<title>" in svg.checked_svg(drawing)


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
    with pytest.raises(svg.DrawingRefused):
        svg.checked_svg(drawing)


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
    with pytest.raises(svg.DrawingRefused):
        svg.checked_svg(text)


def test_charts_tell_their_values() -> None:
    report = progress()
    chart = figures.clinics_chart(report.zones, report.totals, "全道")
    title = re.search("<title>(.*?)</title>", chart)[1]
    for zone in report.zones:
        told = wording.rate_text(wording.rate(zone.zaishishin, zone.population75))
        assert f"{zone.name}{told}" in title
