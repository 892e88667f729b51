"""Lines over years: the named areas, and thin and grey behind them the others."""

from collections.abc import Sequence
from typing import Literal

from formats.line_plot import Line, LinePlot, year_label
from formats.tables import Column, Table, number
from formats.vega import Chart, Mark, caption

__all__ = ["Line", "line_chart"]


def line_chart(
    title: str,
    lines: Sequence[Line],
    *,
    unit: str = "",
    digits: int = 0,
    target: Line | None = None,
    threshold: Mark | None = None,
    from_zero: bool = True,
    width: float = 900,
    height: float = 340,
    source: str = "",
    note: str = "",
) -> Chart:
    """Lines over western years, each named line labelled at its end.

    `target` is drawn dashed, `threshold` as one level line (a capacity, the base of an index). A chart
    of a single line shows the value at every point.
    """
    everything = [*lines, target] if target else list(lines)
    years = sorted({year for line in everything for year in line.points})
    if not years:
        raise ValueError("A line chart needs at least one year.")
    said = "。".join(
        _course(line, digits) for line in everything if line.role != "other"
    )
    level = f"。{threshold.label}{number(threshold.value, digits)}" if threshold else ""
    kind: Literal["integer", "decimal"] = "decimal" if digits else "integer"
    columns = [
        Column("名称"),
        *(Column(year_label(year), unit, kind, digits=digits) for year in years),
    ]
    rows: list[list[object]] = [
        [line.name, *(line.points.get(year) for year in years)] for line in everything
    ]
    if threshold:
        rows.append([threshold.label, *([threshold.value] * len(years))])
    plot = LinePlot(
        lines, years, digits, unit, target, threshold, from_zero, (width, height)
    )
    svg = plot.svg(f"{caption(title, unit)}の折れ線グラフ。{said}{level}。")
    return Chart(svg, title, Table(title, columns, rows, source, note))


def _course(line: Line, digits: int) -> str:
    said = "、".join(f"{year}年{number(value, digits)}" for year, value in line.known)
    return f"{line.name}は{said or '値なし'}"
