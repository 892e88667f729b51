"""Columns by year, with the target of each year as a band behind them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from formats.tables import Column, Table, number
from formats.vega import MID, QUIET, WASH, Canvas, Chart, caption

__all__ = ["YearColumn", "column_chart"]

_LEADING = 17


@dataclass(frozen=True, slots=True)
class YearColumn:
    """One column. `low` and `high` are the target of that year; a planned value is drawn open."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    is_planned: bool = False

    def target(self, digits: int) -> str:
        """2〜3, 7, 7以上, 8以下, or nothing."""
        if self.low is None and self.high is None:
            return ""
        if self.high is None:
            return f"{number(self.low or 0, digits)}以上"
        if self.low is None:
            return f"{number(self.high, digits)}以下"
        low, high = number(self.low, digits), number(self.high, digits)
        return low if low == high else f"{low}〜{high}"


def column_chart(
    title: str,
    columns: Sequence[YearColumn],
    *,
    unit: str = "",
    digits: int = 0,
    width: float = 450,
    height: float = 220,
    source: str = "",
    note: str = "",
) -> Chart:
    """Columns in the order given, each with its value above and its target below its label."""
    if any((column.value or 0) < 0 for column in columns):
        raise ValueError("Columns begin at zero; a negative value has no place.")
    kind: Literal["integer", "decimal"] = "decimal" if digits else "integer"
    has_targets = any(column.target(digits) for column in columns)
    headings = [Column("年度"), Column(title, unit, kind, digits=digits)]
    headings += [Column("目標", unit)] * has_targets + [Column("区分")]
    rows: list[list[object]] = []
    said = []
    for column in columns:
        target = column.target(digits)
        state = (
            "予定" if column.is_planned else "実績" if column.value is not None else ""
        )
        rows.append([column.label, column.value, *([target] * has_targets), state])
        value = "値なし" if column.value is None else number(column.value, digits)
        said.append(
            f"{column.label}{value}{'（予定）' * column.is_planned}"
            + (f"、目標{target}" if target else "")
        )
    words = f"{caption(title, unit)}の縦棒グラフ。{'。'.join(said)}。"
    svg = _draw(columns, digits, unit, words, width, height)
    return Chart(svg, title, Table(title, headings, rows, source, note))


def _draw(
    columns: Sequence[YearColumn],
    digits: int,
    unit: str,
    words: str,
    width: float,
    height: float,
) -> str:
    canvas = Canvas()
    targets = [column.target(digits) for column in columns]
    lines = 2 if any(targets) else 1
    top, bottom, side = (40 if unit else 22), 8 + lines * _LEADING, 4
    step = (width - 2 * side) / max(len(columns), 1)
    x, y = _axes(columns, targets)

    def layer(values: list[dict[str, Any]]) -> Any:
        return canvas.layer(values).encode(x=x, y=y)

    band, bar = min(step - 4, 120), min(step * 0.56, 64)
    open_bar = {"fill": "#ffffff", "stroke": MID, "strokeWidth": 1.2}
    layers = [
        layer(_bands(columns, targets))
        .mark_bar(width=band, color=WASH)
        .encode(y2="y2:Q"),
        layer(_edges(columns)).mark_tick(width=band, thickness=1.2, color=MID),
        layer(_bars(columns, planned=False)).mark_bar(width=bar, color=MID),
        layer(_bars(columns, planned=True)).mark_bar(width=bar, **open_bar),
        layer(_figures(columns, digits))
        .mark_text(baseline="bottom", dy=-4)
        .encode(text="text:N"),
    ]
    if unit:
        import altair as alt

        text = canvas.layer([{"text": unit}]).mark_text(align="left", color=QUIET)
        layers.append(text.encode(x=alt.value(0), y=alt.value(-30), text="text:N"))
    return canvas.render(
        layers,
        title=words,
        size=(width, height),
        frame=(top, side, bottom, side),
    )


def _tallest(columns: Sequence[YearColumn]) -> float:
    values = (v for c in columns for v in (c.value, c.low, c.high) if v is not None)
    return max(values, default=0)


def _axes(columns: Sequence[YearColumn], targets: Sequence[str]) -> tuple[Any, Any]:
    """A place for each column, with its target under its label; heights from zero."""
    import altair as alt

    labels: list[Any] = [column.label for column in columns]
    if any(targets):
        under = [f"目標 {target}" if target else "" for target in targets]
        labels = [list(pair) for pair in zip(labels, under, strict=True)]
    x = alt.X(
        "place:O",
        title=None,
        scale=alt.Scale(domain=list(range(len(columns))), padding=0),
        axis=alt.Axis(
            ticks=False,
            labelAngle=0,
            labelPadding=6,
            labelLineHeight=_LEADING,
            labelExpr=f"{json.dumps(labels, ensure_ascii=False)}[datum.value]",
        ),
    )
    y = alt.Y(
        "y:Q",
        title=None,
        axis=None,
        scale=alt.Scale(domain=[0, max(_tallest(columns), 1e-9)], nice=False),
    )
    return x, y


def _bands(
    columns: Sequence[YearColumn], targets: Sequence[str]
) -> list[dict[str, Any]]:
    """The targets; one without an upper end reaches as high as anything does."""
    return [
        {
            "place": place,
            "y": c.low or 0,
            "y2": _tallest(columns) if c.high is None else c.high,
        }
        for place, c in enumerate(columns)
        if targets[place]
    ]


def _edges(columns: Sequence[YearColumn]) -> list[dict[str, Any]]:
    return [
        {"place": place, "y": value}
        for place, c in enumerate(columns)
        for value in {c.low, c.high}
        if value is not None
    ]


def _bars(columns: Sequence[YearColumn], *, planned: bool) -> list[dict[str, Any]]:
    return [
        {"place": place, "y": c.value}
        for place, c in enumerate(columns)
        if c.value and c.is_planned == planned
    ]


def _figures(columns: Sequence[YearColumn], digits: int) -> list[dict[str, Any]]:
    """The value above each column."""
    return [
        {
            "place": place,
            "y": c.value or 0,
            "text": number(c.value, digits) + ("（予定）" if c.is_planned else ""),
        }
        for place, c in enumerate(columns)
        if c.value is not None
    ]
