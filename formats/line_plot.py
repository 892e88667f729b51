"""How a line chart is laid out and drawn: one scale for all layers, labels that never touch."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from formats.dates import fiscal_year_short
from formats.tables import number
from formats.vega import ACCENT, INK, MID, OTHERS, QUIET, Canvas, Mark, words_width

if TYPE_CHECKING:
    import altair

LEADING = 17
_STROKES = (("other", OTHERS, 1.0), ("named", MID, 1.8), ("main", ACCENT, 3.2))


@dataclass(frozen=True, slots=True)
class Line:
    """Values by year. A `main` line is heavy, `other` lines are context: thin, grey, unnamed."""

    name: str
    points: Mapping[int, float | None]
    role: Literal["main", "named", "other"] = "named"

    @property
    def known(self) -> list[tuple[int, float]]:
        return [
            (year, value)
            for year, value in sorted(self.points.items())
            if value is not None
        ]


@dataclass(frozen=True, slots=True)
class _End:
    """The words after a line: at `year` and, once spread, at the height `at`."""

    year: int
    value: float
    text: str
    is_bold: bool = False
    at: float = 0.0


def year_label(year: int) -> str:
    """R6 (2024), as axes print it."""
    return f"{fiscal_year_short(year)} ({year})"


@dataclass(frozen=True, slots=True)
class LinePlot:
    """What is drawn. `years` are in order; `size` is the whole in CSS pixels."""

    lines: Sequence[Line]
    years: Sequence[int]
    digits: int
    unit: str
    target: Line | None
    threshold: Mark | None
    from_zero: bool
    size: tuple[float, float]

    @property
    def is_alone(self) -> bool:
        """One line by itself has its values at its points and needs neither scale nor name."""
        return len(self.lines) == 1 and not self.target

    def ticks(self) -> list[float]:
        lines = [*self.lines, self.target] if self.target else self.lines
        values = [value for line in lines for _, value in line.known]
        values += [self.threshold.value] if self.threshold else []
        low = min([0.0, *values]) if self.from_zero or not values else min(values)
        return nice_scale(low, max(values, default=1.0))

    def ends(self) -> list[_End]:
        """Words after the lines that are named, from the top down."""
        ends = []
        for line in [*self.lines, self.target] if self.target else self.lines:
            if line.known and line.role != "other" and not self.is_alone:
                year, value = line.known[-1]
                is_bold = line.role == "main" or line is self.target
                ends.append(
                    _End(
                        year,
                        value,
                        f"{line.name} {number(value, self.digits)}",
                        is_bold,
                    )
                )
        if self.threshold:
            words = (
                f"{self.threshold.label} {number(self.threshold.value, self.digits)}"
            )
            ends.append(_End(self.years[-1], self.threshold.value, words))
        return sorted(ends, key=lambda end: -end.value)

    def svg(self, words: str) -> str:
        import altair as alt

        canvas = Canvas()
        ticks = self.ticks()
        ends = self.ends()
        last = [end for end in ends if end.year == self.years[-1]]
        beside = [words_width(number(tick, decimals(ticks))) + 10 for tick in ticks]
        # Half a year label stands over each end of the axis.
        edge = words_width(year_label(self.years[0])) / 2 + 2
        left = max([edge, *([] if self.is_alone else beside)])
        right = max(
            [edge, *(words_width(end.text, bold=end.is_bold) + 12 for end in last)]
        )
        labels, lines = year_labels(self.years, self.size[0] - left - right)
        top, bottom = (32 if self.unit else 20), 14 + lines * LEADING
        tall = self.size[1] - top - bottom

        # Every layer names the same scales, or a layered chart falls back to its own.
        x = alt.X("x:Q", title=None, scale=self.x_scale(), axis=self.x_axis(labels))
        y = alt.Y(
            "y:Q",
            title=None,
            scale=alt.Scale(domain=[ticks[0], ticks[-1]], nice=False, zero=False),
            axis=None if self.is_alone else self.y_axis(ticks),
        )

        def layer(values: Sequence[dict[str, Any]]) -> "altair.Chart":
            return canvas.layer(values).encode(x=x, y=y)

        layers = self.strokes(layer)
        gap = (ticks[-1] - ticks[0]) / tall * LEADING
        early = [replace(end, at=end.value - gap) for end in ends if end not in last]
        for end in [*spread(last, gap, ticks[0], ticks[-1]), *early]:
            text = layer([{"x": end.year, "y": end.at, "text": end.text}])
            weight: Any = "bold" if end.is_bold else "normal"
            dx = 10 if end in last or end.year == self.years[-1] else 0
            layers.append(
                text.mark_text(align="left", dx=dx, fontWeight=weight).encode(
                    text="text:N"
                )
            )
        if self.unit:
            unit = canvas.layer([{"text": self.unit}]).mark_text(
                align="left", color=QUIET
            )
            layers.append(
                unit.encode(x=alt.value(-left), y=alt.value(-22), text="text:N")
            )
        frame = (top, right, bottom, left)
        return canvas.render(layers, title=words, size=self.size, frame=frame)

    def strokes(self, layer: Any) -> list["altair.Chart"]:
        """The lines, context first, and what is compared with them."""
        layers = []
        if self.threshold:
            level = [{"x": year, "y": self.threshold.value} for year in self.span]
            layers.append(layer(level).mark_line(color="#8d949c", strokeWidth=1.2))
        for role, colour, width in _STROKES:
            points = [
                {"line": place, "x": year, "y": value}
                for place, line in enumerate(self.lines)
                if line.role == role
                for year, value in sorted(line.points.items())
            ]
            if not points:
                continue
            line_mark = layer(points).mark_line(color=colour, strokeWidth=width)
            layers.append(line_mark.encode(detail="line:N"))
            if role != "other":
                layers.append(
                    layer(points).mark_point(
                        filled=True, size=34, color=colour, opacity=1
                    )
                )
        if self.target:
            points = [{"x": year, "y": value} for year, value in self.target.known]
            layers.append(
                layer(points).mark_line(color=INK, strokeWidth=1.8, strokeDash=[6, 4])
            )
        if self.is_alone:
            shown = [
                {"x": year, "y": value, "text": number(value, self.digits)}
                for year, value in self.lines[0].known
            ]
            layers.append(layer(shown).mark_text(dy=-13).encode(text="text:N"))
        return layers

    @property
    def span(self) -> tuple[int, int]:
        first, last = self.years[0], self.years[-1]
        return (first, last) if first < last else (first - 1, last + 1)

    def x_scale(self) -> "altair.Scale":
        import altair as alt

        return alt.Scale(domain=list(self.span), nice=False)

    def x_axis(self, labels: Sequence[Any]) -> "altair.Axis":
        import altair as alt

        cases = [
            f"datum.value == {year} ? {json.dumps(label, ensure_ascii=False)}"
            for year, label in zip(self.years, labels, strict=True)
        ]
        return alt.Axis(
            values=list(self.years),
            grid=False,
            labelFlush=False,
            labelPadding=6,
            labelExpr=" : ".join([*cases, "''"]),
            labelLineHeight=LEADING,
        )

    def y_axis(self, ticks: Sequence[float]) -> "altair.Axis":
        import altair as alt

        return alt.Axis(
            values=list(ticks),
            domain=False,
            ticks=False,
            labelPadding=6,
            format=f",.{decimals(ticks)}f",
        )


def nice_scale(low: float, high: float, *, steps: int = 5) -> list[float]:
    """Round values from at most `low` to at least `high`, about `steps` apart."""
    if high <= low:
        low, high = min(low, 0), max(high, low + 1)
    rough = (high - low) / steps
    power = 10 ** math.floor(math.log10(rough))
    step = next(
        power * factor
        for factor in (1, 2, 2.5, 5, 10)
        if power * factor >= rough * 0.999
    )
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]


def decimals(ticks: Sequence[float]) -> int:
    """How many decimals show every tick in full."""
    return max(len(f"{tick:.6f}".rstrip("0").split(".")[1]) for tick in ticks)


def year_labels(years: Sequence[int], room: float) -> tuple[list[Any], int]:
    """Labels and their lines: one line where there is room, else two, thinned out until they fit."""
    gap = min((later - earlier for earlier, later in pairwise(years)), default=1)
    step = room * gap / ((years[-1] - years[0]) or 1)
    labels: list[Any] = [year_label(year) for year in years]
    if max(words_width(label) for label in labels) + 8 <= step:
        return labels, 1
    every = max(1, math.ceil((words_width("2024") + 8) / step))
    return [
        [fiscal_year_short(year), str(year)]
        if (len(years) - 1 - place) % every == 0
        else ""
        for place, year in enumerate(years)
    ], 2


def spread(ends: Sequence[_End], gap: float, low: float, high: float) -> list[_End]:
    """The ends, which come from the top down, with heights no nearer to each other than `gap`."""
    heights: list[float] = []
    for end in ends:
        heights.append(min(end.value, heights[-1] - gap if heights else high))
    floor = low
    for place in reversed(range(len(heights))):
        heights[place] = max(heights[place], floor)
        floor = heights[place] + gap
    return [replace(end, at=height) for end, height in zip(ends, heights, strict=True)]
