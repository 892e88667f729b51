"""Horizontal bars of areas: one value each, or parts end to end or side by side."""

from collections.abc import Collection, Sequence
from typing import Literal

from formats.bar_plot import PART_FILLS, Bar, BarPlot, EndColumn, figure
from formats.tables import Column, Table, number
from formats.vega import Chart, Mark, caption

__all__ = ["Bar", "bar_chart"]


def bar_chart(
    title: str,
    bars: Sequence[Bar],
    *,
    unit: str = "",
    digits: int = 0,
    parts: Sequence[str] = (),
    layout: Literal["stacked", "grouped"] = "stacked",
    order: Literal["value", "given"] = "value",
    mean: Mark | None = None,
    total: str = "計",
    beside: str = "",
    area: str = "圏域",
    strong: Collection[str] = (),
    width: float = 900,
    source: str = "",
    note: str = "",
) -> Chart:
    """Horizontal bars, largest first unless the order is given.

    `parts` names the values of each bar: end to end with their sum at the right, headed `total`, or
    grouped side by side. `beside` heads one more column of words (`Bar.beside`); `area` heads the
    names in the table; `strong` names are bold. `width` is in CSS pixels, type is 14.
    """
    if len(parts) > len(PART_FILLS):
        raise ValueError(f"At most {len(PART_FILLS)} parts can be told apart.")
    if any(value is not None and value < 0 for bar in bars for value in bar.values):
        raise ValueError("Bars begin at zero; a negative value has no place.")
    rows = list(bars)
    if order == "value":
        rows.sort(key=lambda bar: float("inf") if bar.total is None else -bar.total)
    stacked = len(parts) > 1 and layout == "stacked"
    said = "、".join(
        f"{bar.name}{_said(bar, parts, digits, stacked=stacked)}" for bar in rows
    )
    lead = "多い順に、" if order == "value" else ""
    compared = f"{mean.label}{number(mean.value, digits)}。" if mean else ""
    words = f"{caption(title, unit)}の横棒グラフ。{lead}{said}。{compared}"

    kind: Literal["integer", "decimal"] = "decimal" if digits else "integer"
    columns = [
        Column(area),
        *(Column(name, unit, kind, digits=digits) for name in parts or [title]),
    ]
    values: list[list[object]] = [[bar.name, *bar.values] for bar in rows]
    ends = []
    if stacked:
        ends.append(EndColumn(total, [figure(bar.total, digits) for bar in rows]))
        columns.append(Column(total, unit, kind, digits=digits))
        values = [[*line, bar.total] for line, bar in zip(values, rows, strict=True)]
    elif mean and len(parts) < 2:
        # Figures at the ends of the bars would stand on the line of the mean.
        ends.append(EndColumn(unit, [figure(bar.total, digits) for bar in rows]))
    if beside:
        ends.append(EndColumn(beside, [bar.beside for bar in rows]))
        columns.append(Column(beside))
        values = [[*line, bar.beside] for line, bar in zip(values, rows, strict=True)]
    plot = BarPlot(rows, parts, stacked, digits, mean, ends, strong, width)
    return Chart(plot.svg(words), title, Table(title, columns, values, source, note))


def _said(bar: Bar, parts: Sequence[str], digits: int, *, stacked: bool) -> str:
    if len(bar.values) == 1:
        return figure(bar.values[0], digits)
    named = [
        f"{part}{figure(v, digits)}" for part, v in zip(parts, bar.values, strict=True)
    ]
    return (figure(bar.total, digits) if stacked else "") + f"（{'、'.join(named)}）"
