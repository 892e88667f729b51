"""How a bar chart is laid out and drawn: bars in data units, words at their ends and above."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formats.tables import NONE, number
from formats.vega import ACCENT, ALERT, MID, PALE, RULE, Canvas, Mark, words_width

if TYPE_CHECKING:
    import altair

# Told apart in grey print too.
PART_FILLS = (ACCENT, PALE, MID, RULE)
GUIDE = "#d9dde1"
_BAR, _GAP, _HEAD = 14, 10, 26


@dataclass(frozen=True, slots=True)
class Bar:
    """An area and its value, or a value for each part; None where there is no figure."""

    name: str
    values: Sequence[float | None]
    beside: str = ""

    @property
    def total(self) -> float | None:
        known = [value for value in self.values if value is not None]
        return sum(known) if known else None


def figure(value: float | None, digits: int) -> str:
    return NONE if value is None else number(value, digits)


@dataclass(frozen=True, slots=True)
class EndColumn:
    """A column of words at the right of the bars."""

    head: str
    texts: Sequence[str]

    @property
    def width(self) -> float:
        return (
            max(words_width(self.head, bold=True), *map(words_width, self.texts), 0)
            + 2 * _GAP
        )


@dataclass(frozen=True, slots=True)
class BarPlot:
    """Where everything stands: bars in data units, words at their ends and above them."""

    rows: Sequence[Bar]
    parts: Sequence[str]
    stacked: bool
    digits: int
    mean: Mark | None
    ends: Sequence[EndColumn]
    strong: Collection[str]
    width: float

    @property
    def grouped(self) -> int:
        return 1 if self.stacked else max(len(self.parts), 1)

    @property
    def left(self) -> float:
        names = [
            words_width(bar.name, bold=bar.name in self.strong) for bar in self.rows
        ]
        return max(names, default=0) + _GAP

    @property
    def room(self) -> float:
        return self.width - self.left - 2

    @property
    def is_labelled(self) -> bool:
        """Whether the values stand at the ends of the bars."""
        return not self.stacked and (self.grouped > 1 or not self.mean)

    @property
    def domain(self) -> float:
        """The value at the right edge: the longest bar leaves room for the words after it."""
        taken = sum(end.width for end in self.ends)
        if self.is_labelled:
            taken += (
                max((words_width(label["text"]) for label in self.labels()), default=0)
                + _GAP
            )
        longest = [bar.total if self.stacked else _longest(bar) for bar in self.rows]
        most = max(
            [value or 0 for value in longest]
            + [self.mean.value if self.mean else 0, 1e-9]
        )
        return most * self.room / (self.room - taken)

    def boxes(self) -> list[dict[str, Any]]:
        boxes = []
        for row, bar in enumerate(self.rows):
            start = 0.0
            for part, value in enumerate(bar.values):
                if value:
                    fill = (
                        PART_FILLS[part]
                        if len(self.parts) > 1 or bar.name in self.strong
                        else MID
                    )
                    place = 0 if self.stacked else part
                    boxes.append(
                        {
                            "row": row,
                            "part": place,
                            "x": start,
                            "x2": start + value,
                            "fill": fill,
                        }
                    )
                    start += value if self.stacked else 0
        return boxes

    def labels(self) -> list[dict[str, Any]]:
        """A value after each bar; the first group also names its parts."""
        return [
            {
                "row": row,
                "part": part,
                "x": value or 0,
                "text": figure(value, self.digits)
                + (f"　{self.parts[part]}" if self.grouped > 1 and not row else ""),
            }
            for row, bar in enumerate(self.rows)
            for part, value in enumerate(bar.values)
        ]

    def heads(self, at: float) -> list[dict[str, Any]]:
        """Bold words above the plot, left to right: parts of the first bar, then the end columns."""
        heads, start, free = [], 0.0, 0.0
        if self.stacked and self.rows:
            for part, value in zip(self.parts, self.rows[0].values, strict=True):
                free = max(free, start / at)
                heads.append({"x": free * at, "text": part, "align": "left"})
                free += words_width(part, bold=True) + _GAP
                start += value or 0
        edge = self.room
        for end in reversed(self.ends):
            heads.append({"x": edge * at, "text": end.head, "align": "right"})
            edge -= end.width
        return heads

    def svg(self, words: str) -> str:
        import altair as alt

        canvas = Canvas()
        at = self.domain / self.room
        places = list(range(len(self.rows)))
        step = 21 if self.grouped == 1 else (_BAR + 2) * self.grouped + 8
        # Every layer names the same scales, or a layered chart falls back to its own.
        x = alt.X(
            "x:Q", axis=None, scale=alt.Scale(domain=[0, self.domain], nice=False)
        )
        y = alt.Y(
            "row:O",
            title=None,
            axis=self.names(),
            scale=alt.Scale(domain=places, padding=0),
        )
        offset = alt.YOffset(
            "part:O",
            scale=alt.Scale(domain=list(range(self.grouped)), paddingOuter=0.2),
        )

        def layer(values: list[dict[str, Any]]) -> "altair.Chart":
            chart = canvas.layer(values).encode(x=x, y=y)
            return chart.encode(yOffset=offset) if self.grouped > 1 else chart

        def above(values: list[dict[str, Any]], **mark: Any) -> "altair.Chart":
            text = canvas.layer(values).mark_text(
                fontWeight="bold", baseline="bottom", **mark
            )
            return text.encode(x=x, y=alt.value(-5), text="text:N")

        layers = []
        if self.ends:
            stop = self.domain - (sum(end.width for end in self.ends) - 6) * at
            guides = [
                {"row": row, "x": (bar.total or 0) + 6 * at, "x2": stop}
                for row, bar in enumerate(self.rows)
            ]
            layers.append(
                layer(guides).mark_rule(color=GUIDE, strokeWidth=0.8).encode(x2="x2:Q")
            )
        fill = alt.Color("fill:N", scale=None, legend=None)
        layers.append(
            layer(self.boxes()).mark_bar(height=_BAR).encode(x2="x2:Q", color=fill)
        )
        if self.mean:
            rule = canvas.layer([{"x": self.mean.value}])
            layers.append(rule.mark_rule(color=ALERT, strokeWidth=1.5).encode(x=x))
        if self.is_labelled:
            layers.append(
                layer(self.labels()).mark_text(align="left", dx=6).encode(text="text:N")
            )
        edge = self.domain
        for end in reversed(self.ends):
            column = [
                {"row": row, "part": 0, "x": edge, "text": text}
                for row, text in enumerate(end.texts)
            ]
            layers.append(layer(column).mark_text(align="right").encode(text="text:N"))
            edge -= end.width * at
        heads = self.heads(at)
        for align in ("left", "right"):
            layers.append(
                above([head for head in heads if head["align"] == align], align=align)
            )
        top, bottom = (_HEAD if heads or self.mean else 2), 2
        if self.mean:
            beneath = self.is_crowded(heads, at)
            bottom = _HEAD if beneath else bottom
            label = f"{self.mean.label} {number(self.mean.value, self.digits)}"
            mark: dict[str, Any] = {
                "fontWeight": "bold",
                "color": ALERT,
                "baseline": "top" if beneath else "bottom",
            }
            text = canvas.layer([{"x": self.mean.value, "text": label}]).mark_text(
                **mark
            )
            place = alt.value(step * len(self.rows) + 5 if beneath else -5)
            layers.append(text.encode(x=x, y=place, text="text:N"))
        size = (self.width, top + step * len(self.rows) + bottom)
        return canvas.render(
            layers,
            title=words,
            size=size,
            frame=(top, 2, bottom, self.left),
        )

    def is_crowded(self, heads: Sequence[dict[str, Any]], at: float) -> bool:
        """Whether the name of the mean would run into another head."""
        if not self.mean:
            return False
        half = (
            words_width(
                f"{self.mean.label} {number(self.mean.value, self.digits)}", bold=True
            )
            / 2
            + 6
        )
        middle = self.mean.value / at
        for head in heads:
            width = words_width(head["text"], bold=True)
            start = head["x"] / at - (width if head["align"] == "right" else 0)
            if start < middle + half and middle - half < start + width:
                return True
        return False

    def names(self) -> "altair.Axis":
        import altair as alt

        names = json.dumps([bar.name for bar in self.rows], ensure_ascii=False)
        bold = json.dumps(
            [row for row, bar in enumerate(self.rows) if bar.name in self.strong]
        )
        weight: Any = {
            "condition": {
                "test": f"indexof({bold}, datum.value) >= 0",
                "value": "bold",
            },
            "value": "normal",
        }
        return alt.Axis(
            ticks=False,
            domain=False,
            labelPadding=_GAP - 2,
            labelExpr=f"{names}[datum.value]",
            labelFontWeight=weight,
        )


def _longest(bar: Bar) -> float:
    return max((value for value in bar.values if value is not None), default=0)
