"""A Gantt chart of one fiscal year as a plain SVG, what it says in words, and the table behind it.

A state is told by shape and by words at the right, so nothing depends on colour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from formats import svg
from formats.dates import wareki_short
from formats.tables import Column, Table
from formats.vega import ACCENT, ALERT, FAINT, INK, MID, QUIET, RULE, WASH, Chart
from formats.vega import words_width as width_of

WIDTH = 1000
_NAMES, _STATES = 330, 132
_LEFT, _RIGHT = _NAMES + 8, WIDTH - _STATES
_HEAD, _GROUP, _LINE, _PAD = 40, 22, 17, 11
_BAR, _SIZE = 12, 13
# fill, stroke, dashes of a bar in a state
_LOOKS: dict[str, tuple[str, str, str | None]] = {
    "done": (MID, MID, None),
    "late": ("#ffffff", ALERT, None),
    "running": (ACCENT, ACCENT, None),
    "coming": ("#ffffff", ACCENT, "3 2"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Something with a first and a last day, both inclusive. ``state`` is done, late, running or
    coming; ``words`` says it."""

    name: str
    first: date
    last: date
    state: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpanGroup:
    """Spans under one heading."""

    name: str
    spans: Sequence[Span]


def gantt_chart(
    title: str, groups: Iterable[SpanGroup], *, year: int, today: date
) -> Chart:
    """The fiscal year from April to March; ``today`` is a line where it lies in the year."""
    groups = list(groups)
    drawn = _Gantt(title, groups, year, today)
    return Chart(drawn.svg(), title, _table(title, groups, today))


def _table(title: str, groups: Iterable[SpanGroup], today: date) -> Table:
    columns = [
        Column("担い手"),
        Column("予定", width=44),
        Column("開始日", kind="date"),
        Column("期限", kind="date"),
        Column("状態"),
    ]
    rows = [
        [group.name, span.name, span.first, span.last, span.words]
        for group in groups
        for span in group.spans
    ]
    return Table(title, columns, rows, as_of=today)


@dataclass
class _Gantt:
    title: str
    groups: list[SpanGroup]
    year: int
    today: date

    def svg(self) -> str:
        body, bottom = self.body()
        parts = [
            svg.title(self.words()),
            *self.months(bottom),
            *body,
            *self.line_of_today(bottom),
        ]
        size = f"0 0 {WIDTH} {bottom + 6}"
        return svg.tag("svg", *parts, xmlns="http://www.w3.org/2000/svg", viewBox=size)

    def words(self) -> str:
        counts: dict[str, int] = {}
        for group in self.groups:
            for span in group.spans:
                counts[span.words] = counts.get(span.words, 0) + 1
        said = "、".join(f"{words}{count}件" for words, count in counts.items())
        return f"{self.title}。{said or '予定はありません'}。値は下の表にあります。"

    def place(self, day: date, *, after: bool = False) -> float:
        """Where a day stands; ``after`` is its end."""
        first, last = date(self.year, 4, 1), date(self.year + 1, 4, 1)
        gone = (min(max(day, first), last) - first).days + after
        return _LEFT + (_RIGHT - _LEFT) * min(gone / (last - first).days, 1)

    def months(self, bottom: int) -> list[str]:
        parts = []
        for at in range(13):
            first = date(self.year + (at + 3) // 12, (at + 3) % 12 + 1, 1)
            x = self.place(first)
            colour = RULE if at in (0, 12) else FAINT
            parts.append(_rule(x, _HEAD - 4, bottom, colour))
            if at < 12:
                middle = (x + self.place(_next(first))) / 2
                name = f"{first.month}月"
                parts.append(svg.text(middle, _HEAD - 10, name, anchor="middle"))
        return parts

    def body(self) -> tuple[list[str], int]:
        parts, y = [], _HEAD
        for group in self.groups:
            parts.append(
                svg.tag("rect", x=0, y=y, width=WIDTH, height=_GROUP, fill=WASH)
            )
            parts.append(svg.text(8, y + 16, group.name, size=_SIZE, bold=True))
            y += _GROUP
            for span in group.spans:
                lines = wrapped(span.name, _NAMES - 16)
                height = len(lines) * _LINE + _PAD
                parts.append(self.row(span, lines, y, height))
                y += height
        return parts, y

    def row(self, span: Span, lines: Sequence[str], y: int, height: int) -> str:
        middle = y + height / 2
        top = middle - (len(lines) - 1) * _LINE / 2 + 4.5
        days = f"{wareki_short(span.first)}〜{wareki_short(span.last)}"
        told = f"{span.name}　{days}　{span.words}"
        parts = [svg.title(f"{told}　{span.note}" if span.note else told)]
        parts += [
            svg.text(8, top + at * _LINE, line, size=_SIZE)
            for at, line in enumerate(lines)
        ]
        parts += self.bar(span, middle)
        colour = ALERT if span.state == "late" else INK
        parts.append(
            svg.text(
                _RIGHT + 10,
                middle + 4.5,
                span.words,
                size=_SIZE,
                fill=colour,
                bold=span.state == "late",
            )
        )
        parts.append(
            svg.tag(
                "path", d=f"M0 {y + height}H{WIDTH}", stroke=FAINT, stroke_width=0.8
            )
        )
        return svg.tag("g", *parts)

    def bar(self, span: Span, middle: float) -> list[str]:
        fill, stroke, dashes = _LOOKS[span.state]
        looks = {
            "fill": fill,
            "stroke": stroke,
            "stroke_width": 1.5,
            "stroke_dasharray": dashes,
        }
        if span.first == span.last:
            x = (self.place(span.first) + self.place(span.first, after=True)) / 2
            points = f"M{x:.1f} {middle - 8:.1f}l8 8l-8 8l-8 -8z"
            return [svg.tag("path", d=points, **looks)]
        start, end = self.place(span.first), self.place(span.last, after=True)
        box = {"x": start, "y": middle - _BAR / 2, "width": max(end - start, 3.0)}
        return [svg.tag("rect", **box, height=_BAR, rx=2, **looks)]

    def line_of_today(self, bottom: int) -> list[str]:
        if not date(self.year, 4, 1) <= self.today <= date(self.year + 1, 3, 31):
            return []
        x = self.place(self.today)
        words = f"基準日 {wareki_short(self.today)}"
        half = width_of(words, size=12) / 2
        at = min(max(x, _LEFT + half), _RIGHT - half)
        return [
            _rule(x, 16, bottom, QUIET, 1.5),
            svg.text(at, 12, words, size=12, anchor="middle", fill=QUIET),
        ]


def wrapped(words: str, room: float, *, most: int = 2) -> list[str]:
    """Lines that fit into a width; what is left of the last ends in 「…」."""
    lines = [""]
    for letter in words:
        if width_of(lines[-1] + letter, size=_SIZE) <= room:
            lines[-1] += letter
        elif len(lines) < most:
            lines.append(letter)
        else:
            lines[-1] = lines[-1][:-1] + "…"
            break
    return lines


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _rule(x: float, top: float, bottom: float, colour: str, width: float = 0.8) -> str:
    return svg.tag(
        "path", d=f"M{x:.1f} {top}V{bottom}", stroke=colour, stroke_width=width
    )
