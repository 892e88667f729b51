"""The roadmap as a drawing: one row a zone over the plan's years."""

from dataclasses import dataclass
from datetime import date

from formats import svg
from formats.dates import fiscal_year, fiscal_year_label, wareki_short
from formats.vega import ACCENT, ALERT, FAINT, INK, MID, QUIET, RULE, WASH
from reports.snapshots.progress import Progress, Zone, ZoneHub
from reports.wording import year_in_table

WIDTH = 482.0  # points in 170 mm
LEFT, TOP = 66.0, 30.0
STATES = ("in_force", "coordinating", "planned")
STRONG, WHITE = "#8d949c", "#ffffff"


def roadmap_chart(snapshot: Progress) -> str:
    """Filled from the day a hub is in force, pale in coordination, open in the year planned."""
    return _Roadmap.of(snapshot).svg()


@dataclass(frozen=True, slots=True)
class _Roadmap:
    """Where everything stands, in points."""

    years: list[int]
    zones: list[Zone]
    as_of: date
    row: float

    @classmethod
    def of(cls, snapshot: Progress) -> "_Roadmap":
        zones = sorted(snapshot.zones, key=_order)
        # Beside the table of targets on one page as long as the names stay readable.
        room = 298 if len(zones) <= 24 else 560
        row = min(14.2, room / max(len(zones), 1))
        years = [year.fiscal_year for year in snapshot.roadmap]
        return cls(years, zones, snapshot.as_of, row)

    @property
    def year_width(self) -> float:
        return (WIDTH - LEFT) / len(self.years)

    @property
    def bottom(self) -> float:
        return TOP + self.row * len(self.zones)

    def x_of_year(self, year: int) -> float:
        return LEFT + (year - self.years[0]) * self.year_width

    def x_of(self, day: date) -> float:
        """Where a day stands; days outside the plan stand at its edge."""
        begin = date(fiscal_year(day), 4, 1)
        x = self.x_of_year(begin.year) + (day - begin).days / 365.25 * self.year_width
        return min(max(x, LEFT), WIDTH - 12)

    def svg(self) -> str:
        today, bottom = self.x_of(self.as_of), self.bottom
        parts = [svg.title(f"拠点の指定の工程。{self.words()}"), *self.head()]
        for place, zone in enumerate(self.zones):
            parts += self.zone(place, zone)
        parts += [
            _line(today, TOP - 1, today, bottom, ALERT, 1.2),
            _text(today, bottom + 9.5, "基準日", 7, ALERT, "middle", bold=True),
            _line(0, bottom, WIDTH, bottom, INK, 0.8),
        ]
        size = f"0 0 {WIDTH:g} {bottom + 12:.1f}"
        return svg.tag("svg", *parts, xmlns="http://www.w3.org/2000/svg", viewBox=size)

    def head(self) -> list[str]:
        parts = [_line(0, 0.5, WIDTH, 0.5, INK, 0.8), _line(0, TOP - 1, WIDTH, TOP - 1)]
        for year in self.years:
            x = self.x_of_year(year)
            middle = x + self.year_width / 2
            parts += [
                _text(
                    middle, 12.5, fiscal_year_label(year), 8, INK, "middle", bold=True
                ),
                _text(middle, 23, str(year), 7, QUIET, "middle"),
                _line(x, TOP - 1, x, self.bottom, RULE, 0.4),
            ]
        return parts

    def zone(self, place: int, zone: Zone) -> list[str]:
        y, state = TOP + place * self.row, _state(zone)
        parts = []
        if place:
            last = _state(self.zones[place - 1]) == "in_force" != state
            stroke, width = (STRONG, 0.5) if last else (FAINT, 0.35)
            parts.append(_line(0, y, WIDTH, y, stroke, width))
        size = 8 if self.row > 11 else 6.8
        base = y + self.row / 2 + 2.8
        parts.append(_text(0, base, zone.name, size, INK, bold=state == "in_force"))
        hubs = [hub for hub in zone.hubs if hub.state == state]
        if state == "in_force":
            return parts + self.in_force(y, zone, hubs)
        return parts + (self.coming(y, state, hubs) if hubs else [])

    def in_force(self, y: float, zone: Zone, hubs: list[ZoneHub]) -> list[str]:
        days = [hub.effective_from for hub in hubs if hub.effective_from]
        x = self.x_of(min(days)) if days else LEFT
        words = f"{wareki_short(min(days))}から" if days else "指定済み"
        active = f"積極的 {len(zone.active)}機関" if zone.active else "積極的 なし"
        base, size = self.words_in(y)
        # After the line of the as-of day, before the words at the right.
        start = min(max(x, self.x_of(self.as_of)) + 6, WIDTH - 130)
        return [
            self.bar(x, y, WIDTH - x, ACCENT, "none"),
            _text(start, base, words, size, WHITE, bold=True),
            _text(WIDTH - 5, base, active, size, WHITE, "end", bold=not zone.active),
        ]

    def coming(self, y: float, state: str, hubs: list[ZoneHub]) -> list[str]:
        """A hub in preparation stands in its year, or in the present one when none is set."""
        now = fiscal_year(self.as_of) if state == "coordinating" else None
        named = [year for hub in hubs if (year := hub.fiscal_year or now) in self.years]
        if not named:
            return []
        begin = self.x_of_year(min(named)) + 3
        end, today = begin + self.year_width - 6, self.x_of(self.as_of)
        fill, words = (WASH, "調整中") if state == "coordinating" else (WHITE, "予定")
        bar = self.bar(begin, y, end - begin, fill, MID)
        if begin < today < end:  # in the wider of the two parts that the line leaves
            begin, end = max((begin, today), (today, end), key=lambda p: p[1] - p[0])
        base, size = self.words_in(y)
        return [bar, _text((begin + end) / 2, base, words, size, INK, "middle")]

    def bar(self, x: float, y: float, width: float, fill: str, stroke: str) -> str:
        inset = 2.5 if self.row > 11 else 1.6
        return svg.tag(
            "rect", x=x, y=y + inset, width=width, height=self.row - 2 * inset, fill=fill,
            stroke=stroke, stroke_width=0.8,
        )  # fmt: skip

    def words_in(self, y: float) -> tuple[float, float]:
        return y + self.row / 2 + 2.5, 7 if self.row > 11 else 6.5

    def words(self) -> str:
        """What the drawing shows, to be read aloud."""
        said: dict[str, list[str]] = {
            "指定済み": [],
            "未指定": [],
            "予定の記載なし": [],
        }
        for zone in self.zones:
            state = _state(zone)
            hub = next((h for h in zone.hubs if h.state == state), None)
            if hub is None:
                said["予定の記載なし"].append(zone.name)
            elif state == "in_force":
                since = (
                    f"（{wareki_short(hub.effective_from)}）"
                    if hub.effective_from
                    else ""
                )
                said["指定済み"].append(f"{zone.name}{since}")
            else:
                year = year_in_table(hub.fiscal_year) if hub.fiscal_year else ""
                word = "調整中" if state == "coordinating" else "予定"
                said["未指定"].append(f"{zone.name}（{year}{word}）")
        return "".join(
            f"{head}は{'、'.join(names)}。" for head, names in said.items() if names
        )


def _state(zone: Zone) -> str:
    states = {hub.state for hub in zone.hubs}
    return next((state for state in STATES if state in states), "")


def _order(zone: Zone) -> tuple[str, int, str]:
    """In force by their first day, then by the year that is planned."""
    days = [
        h.effective_from
        for h in zone.hubs
        if h.state == "in_force" and h.effective_from
    ]
    years = [hub.fiscal_year for hub in zone.hubs if hub.fiscal_year is not None]
    first = min(days).isoformat() if days else "9999"
    if _state(zone) == "in_force" and not days:
        first = ""
    return first, min(years, default=9999), zone.code


def _line(
    x1: float, y1: float, x2: float, y2: float, stroke: str = INK, width: float = 0.5
) -> str:
    return svg.tag(
        "line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), stroke=stroke,
        stroke_width=width,
    )  # fmt: skip


def _text(
    x: float, y: float, words: str, size: float, fill: str, anchor: str | None = None,
    bold: bool = False,
) -> str:  # fmt: skip
    return svg.text(x, y, words, size=size, fill=fill, anchor=anchor, bold=bold)
