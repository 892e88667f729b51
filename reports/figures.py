"""The charts of a report as SVG strings, each with a title that tells its values."""

from collections.abc import Sequence

from formats import charts
from formats.charts import Bar, Line, Mark
from formats.dates import fiscal_year_label
from reports.snapshots.progress import Forecast, Program, Totals, Zone
from reports.wording import count, rate

PIXELS = 900  # over the 170 mm of a page: the charts' 14 px become 7.5 pt


def clinics_chart(zones: Sequence[Zone], totals: Totals, whole: str) -> str:
    """Clinics with the filing for each 10,000 people of 75 and over, most first."""
    known = [z for z in zones if z.zaishishin is not None and z.population75]
    mean = rate(totals.zaishishin, totals.population75)
    bars = [
        Bar(
            zone.name,
            _parts(zone),
            beside=count(zone.zaishishin),
        )
        for zone in sorted(known, key=lambda z: (-z.population75, z.code))
    ]
    chart = charts.bar_chart(
        "在支診の数（75歳以上1万人当たり）",
        bars,
        digits=1,
        parts=("機能強化型", "従来型"),
        mean=Mark(whole, float(mean)) if mean is not None else None,
        total="1万人当たり",
        beside="機関数",
        width=PIXELS,
    )
    return chart.svg


def _parts(zone: Zone) -> tuple[float, float]:
    unit = 10_000 / zone.population75
    return (zone.enhanced or 0) * unit, (zone.zaishishin - (zone.enhanced or 0)) * unit


def forecast_chart(forecast: Forecast, whole: str) -> str:
    """Demand as an index of the first year: the whole strong, named zones thin, others grey."""
    lines = [
        Line(
            row.name,
            _index(forecast.years, row.values),
            "named" if row.named else "other",
        )
        for row in forecast.rows
    ]
    total = Line(whole, _index(forecast.years, forecast.total), "main")
    first = fiscal_year_label(forecast.years[0])
    chart = charts.line_chart(
        f"訪問診療の需要の見通し（{first}＝100）",
        [*lines, total],
        threshold=Mark(first, 100),
        from_zero=False,
        width=PIXELS,
    )
    return chart.svg


def _index(years: Sequence[int], values: Sequence[int]) -> dict[int, float]:
    base = values[0] or 1
    return {y: v / base * 100 for y, v in zip(years, values, strict=True)}


def budget_chart(programs: Sequence[Program]) -> str:
    """Budget by program, largest first."""
    bars = [Bar(f"{p.name}{'＊' if p.doubtful else ''}", (p.budget,)) for p in programs]
    return charts.bar_chart("事業別の予算額", bars, unit="千円", width=PIXELS).svg
