"""Small charts of a dense page as plain SVG, in points: columns by year, and lines with their values.

A document of all zones holds some three for each, so they are written directly: that takes a
hundredth of the time a charting library does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formats import svg
from formats.vega import ACCENT, FAINT, INK, MID, QUIET

WIDTH = 230.0  # points in 81 mm: half a page
SIZE = 7.5
_FOOT = 13.0
_HEAD = 11.0


@dataclass(frozen=True, slots=True)
class Points:
    """One line: its name, and a value for each label, None where there is none."""

    name: str
    values: tuple[int | None, ...]


def columns(
    words: str,
    values: Mapping[str, int],
    *,
    width: float = WIDTH,
    height: float = 78.0,
    pale: int = 0,
) -> str:
    """One column a label with its value above; the last `pale` of them are estimates."""
    most = max([*values.values(), 1])
    step = width / max(len(values), 1)
    wide, room = step * 0.62, height - _HEAD - _FOOT
    base = height - _FOOT
    parts = []
    for place, (label, value) in enumerate(values.items()):
        middle, tall = step * (place + 0.5), room * value / most
        estimated = place >= len(values) - pale
        if tall:
            parts.append(
                svg.tag(
                    "rect", x=middle - wide / 2, y=base - tall, width=wide, height=tall,
                    fill=FAINT if estimated else MID,
                    stroke=MID if estimated else None,
                    stroke_width=0.6 if estimated else None,
                )
            )  # fmt: skip
        parts += [
            _text(middle, base - tall - 2.6, f"{value:,}"),
            _text(middle, height - 3.5, label, INK),
        ]
    parts.append(_line(0, base, width, base))
    said = "、".join(f"{label}{value:,}" for label, value in values.items())
    return _drawing(f"{words}の縦棒グラフ。{said}。", parts, width, height)


def lines(
    words: str,
    labels: Sequence[str],
    series: Sequence[Points],
    *,
    width: float = WIDTH,
    height: float = 84.0,
) -> str:
    """Lines from zero with a value at each point; names stand at the right end."""
    known = [v for line in series for v in line.values if v is not None]
    most, base = max([*known, 1]), height - _FOOT
    named = len(series) > 1
    right = width - (46.0 if named else 14.0)
    step = (right - 14.0) / max(len(labels) - 1, 1)
    room = base - _HEAD - 6
    parts = [_line(0, base, width, base)]
    parts += [
        _text(14.0 + step * place, height - 3.5, label, INK)
        for place, label in enumerate(labels)
    ]
    ends = []
    for place, line in enumerate(series):
        points = [
            (14.0 + step * i, base - 3 - room * value / most, value)
            for i, value in enumerate(line.values)
            if value is not None
        ]
        if not points:
            continue
        parts.append(
            svg.tag(
                "polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points),
                fill="none", stroke=(ACCENT, MID, QUIET)[place % 3], stroke_width=1.4,
            )
        )  # fmt: skip
        below = any(_close(points, other, room, most, base) for other in series[:place])
        for x, y, value in points:
            parts.append(svg.tag("circle", cx=x, cy=y, r=1.6, fill=(ACCENT, MID, QUIET)[place % 3]))  # fmt: skip
            parts.append(_text(x, y + (9 if below else -4), f"{value:,}"))
        ends.append((points[-1][1] + 2.6, line.name))
    if named:
        parts += [
            _text(right + 8, y, name, INK, "start", bold=True)
            for y, name in _apart(ends)
        ]
    said = "。".join(_course(line, labels) for line in series)
    return _drawing(f"{words}の折れ線グラフ。{said}。", parts, width, height)


def _close(
    points: Sequence[tuple[float, float, int]], other: Points, room: float, most: int,
    base: float,
) -> bool:  # fmt: skip
    """Whether another line ends so little above this one that their values would meet."""
    ends = [v for v in other.values if v is not None]
    return bool(ends) and 0 <= points[-1][1] - (base - 3 - room * ends[-1] / most) < 12


def _apart(ends: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """The names at the ends of lines, a line's height between them."""
    placed: list[tuple[float, str]] = []
    for y, name in sorted(ends):
        if placed and y - placed[-1][0] < SIZE + 1:
            y = placed[-1][0] + SIZE + 1
        placed.append((y, name))
    return placed


def _course(line: Points, labels: Sequence[str]) -> str:
    told = zip(labels, line.values, strict=True)
    return f"{line.name}は" + "、".join(
        f"{label}{value:,}" if value is not None else f"{label}値なし"
        for label, value in told
    )


def _drawing(words: str, parts: Sequence[str], width: float, height: float) -> str:
    return svg.tag(
        "svg", svg.title(words), *parts, xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
    )  # fmt: skip


def _text(
    x: float, y: float, words: str, fill: str = QUIET, anchor: str = "middle",
    bold: bool = False,
) -> str:  # fmt: skip
    return svg.text(x, y, words, size=SIZE, fill=fill, anchor=anchor, bold=bold)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return svg.tag(
        "line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), stroke=INK,
        stroke_width=0.6,
    )  # fmt: skip
