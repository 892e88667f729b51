"""The charts of a report as SVG strings, each with a title that tells its values."""

from collections.abc import Sequence
from decimal import Decimal

from formats.dates import (
    fiscal_year,
    fiscal_year_label,
    fiscal_year_short,
    wareki_short,
)
from reports import svg
from reports.snapshots.progress import Forecast, Program, Progress, Totals, Zone
from reports.svg import ACCENT, ALERT, GREY, HAIRLINE, INK, MID, QUIET, RULE, Drawing
from reports.wording import (
    count,
    rate,
    rate_text,
    year_in_table,
)

WIDTH = 170 * svg.MM


def clinics_chart(zones: Sequence[Zone], totals: Totals, whole: str) -> str:
    """Clinics with the filing for each 10,000 people of 75 and over, most first."""
    rates = {z.code: rate(z.zaishishin, z.population75) for z in zones}
    known = [z for z in zones if rates[z.code] is not None]
    order = sorted(
        known, key=lambda z: (-rates[z.code], -(z.population75 or 0), z.code)
    )
    mean = rate(totals.zaishishin, totals.population75)
    most = max([*(rates[z.code] for z in order), mean or Decimal(0), Decimal("0.1")])
    left, right, top = 62.0, 74.0, 22.0
    step = min(11.6, 560 / max(len(order), 1))  # all zones on one page
    unit = (WIDTH - left - right) / float(most)
    told = "、".join(f"{z.name}{rate_text(rates[z.code])}" for z in order)
    d = Drawing(
        WIDTH,
        top + step * len(order) + 3,
        f"在支診の数（75歳以上1万人当たり）の横棒グラフ。多い順に、{told}。"
        f"{whole}{rate_text(mean)}。濃い部分は機能強化型。",
    )
    size, high = min(7.5, step * 0.7), step - 3.6
    base = 1 + high / 2 + size * 0.36
    for i, zone in enumerate(order):
        y = top + i * step
        length = float(rates[zone.code]) * unit
        share = (zone.enhanced or 0) / zone.zaishishin if zone.zaishishin else 0
        d.text(left - 6, y + base, zone.name, size, anchor="end")
        middle = y + 1 + high / 2
        d.line(left + length + 3, middle, WIDTH - right + 8, middle, HAIRLINE, 0.4)
        d.rect(left, y + 1, length * share, high, ACCENT)
        d.rect(left + length * share, y + 1, length * (1 - share), high, svg.LIGHT)
        d.text(WIDTH - 34, y + base, rate_text(rates[zone.code]), size, anchor="end")
        d.text(WIDTH, y + base, count(zone.zaishishin), size, anchor="end")
    _clinics_key(d, left)
    d.text(WIDTH - 34, 9, "1万人当たり", anchor="end", bold=True)
    d.text(WIDTH, 9, "機関数", anchor="end", bold=True)
    if mean is not None:
        x = left + float(mean) * unit
        d.line(x, top - 3, x, top + step * len(order), ALERT, 0.9)
        d.text(
            x, top - 5, f"{whole} {rate_text(mean)}", 7.5, ALERT, "middle", bold=True
        )
    return d.svg()


def _clinics_key(d: Drawing, left: float) -> None:
    d.rect(left, 3, 7, 7, ACCENT)
    d.text(left + 10, 9, "機能強化型", bold=True)
    d.rect(left + 56, 3, 7, 7, svg.LIGHT)
    d.text(left + 66, 9, "従来型", bold=True)


def forecast_chart(forecast: Forecast, whole: str) -> str:
    """Demand as an index of the first year: the whole strong, named zones thin, others grey."""
    height, top, left, right = 190.0, 8.0, 24.0, 68.0
    bottom = height - 18
    lines = [(row.name, row.named, _index(row.values)) for row in forecast.rows]
    total = _index(forecast.total)
    values = [v for _, _, line in lines for v in line] + total
    low, high = min(values) - 4, max(values) + 4
    first, last = forecast.years[0], forecast.years[-1]

    def place(year: int, value: float) -> tuple[float, float]:
        x = left + (year - first) / (last - first) * (WIDTH - left - right)
        return x, bottom - (value - low) / (high - low) * (bottom - top)

    ends = sorted([(whole, total[-1]), *((n, v[-1]) for n, named, v in lines if named)],
                  key=lambda end: -end[1])  # fmt: skip
    d = Drawing(
        WIDTH,
        height,
        f"訪問診療の需要の折れ線グラフ（{fiscal_year_label(first)}を100とした"
        f"{fiscal_year_label(last)}の値）。"
        + "、".join(f"{name}{value:.0f}" for name, value in ends)
        + "。",
    )
    for mark in range(25 * int(low // 25 + 1), int(high) + 1, 25):
        y = place(first, mark)[1]
        d.line(left, y, WIDTH - right, y, GREY if mark == 100 else HAIRLINE, 0.5)
        d.text(left - 5, y + 2.6, str(mark), anchor="end")
    for year in forecast.years:
        x = place(year, low)[0]
        d.line(x, bottom, x, bottom + 3)
        d.text(
            x, bottom + 12, f"{fiscal_year_short(year)}（{year}）", 7.5, INK, "middle"
        )
    d.line(left, bottom, WIDTH - right, bottom)
    for _, named, line in sorted(lines, key=lambda row: row[1]):
        points = [place(y, v) for y, v in zip(forecast.years, line, strict=True)]
        d.polyline(points, MID if named else "#b4bac1", 1.1 if named else 0.6)
    d.polyline(
        [place(y, v) for y, v in zip(forecast.years, total, strict=True)], ACCENT, 2.2
    )
    _end_labels(d, ends, whole, place, last)
    return d.svg()


def _index(values: Sequence[int]) -> list[float]:
    return [value / values[0] * 100 if values[0] else 0.0 for value in values]


def _end_labels(d: Drawing, ends, whole: str, place, last: int) -> None:
    """Names at the line ends, pushed down where they would touch."""
    lowest = 0.0
    for name, value in ends:
        x, y = place(last, value)
        lowest = max(y, lowest + 9.2)
        d.circle(x, y, 1.6, ACCENT if name == whole else MID)
        d.text(x + 6, lowest + 2.6, f"{name} {value:.0f}", bold=name == whole)


def roadmap_chart(snapshot: Progress) -> str:
    """One row a zone over the plan's years: filled in force, pale in coordination, open planned."""
    years = [y.fiscal_year for y in snapshot.roadmap]
    order = sorted(snapshot.zones, key=_zone_in_roadmap)
    left, top = 66.0, 30.0
    # Beside the table of targets on one page as long as the names stay readable.
    row = min(14.2, (298 if len(order) <= 24 else 560) / max(len(order), 1))
    width = (WIDTH - left) / len(years)
    bottom = top + row * len(order)
    d = Drawing(
        WIDTH, bottom + 12, "拠点の指定の工程。" + _roadmap_words(snapshot, order)
    )
    d.line(0, 0.5, WIDTH, 0.5, INK, 0.8)
    for i, year in enumerate(years):
        x = left + i * width + width / 2
        d.text(x, 12.5, fiscal_year_label(year), 8, INK, "middle", bold=True)
        d.text(x, 23, str(year), 7, QUIET, "middle")
        d.line(left + i * width, top - 1, left + i * width, bottom, RULE, 0.4)
    d.line(0, top - 1, WIDTH, top - 1)

    def day_x(day) -> float:
        begin = type(day)(fiscal_year(day), 4, 1)
        part = (day - begin).days / 365.25
        return min(max(left + (begin.year - years[0] + part) * width, left), WIDTH - 12)

    today = day_x(snapshot.as_of)
    for i, zone in enumerate(order):
        y = top + i * row
        if i:
            strong = _state(order[i - 1]) == "in_force" != _state(zone)
            d.line(
                0, y, WIDTH, y, GREY if strong else HAIRLINE, 0.5 if strong else 0.35
            )
        in_force = _state(zone) == "in_force"
        d.text(
            0, y + row / 2 + 2.8, zone.name, 8 if row > 11 else 6.8, INK, bold=in_force
        )
        _roadmap_bar(d, zone, years, y, row, left, width, day_x, today)
    d.line(today, top - 1, today, bottom, ALERT, 1.2)
    d.text(today, bottom + 9.5, "基準日", 7, ALERT, "middle", bold=True)
    d.line(0, bottom, WIDTH, bottom, INK, 0.8)
    return d.svg()


def _state(zone: Zone) -> str:
    states = [hub.state for hub in zone.hubs]
    return next((s for s in ("in_force", "coordinating", "planned") if s in states), "")


def _zone_in_roadmap(zone: Zone) -> tuple:
    days = [
        h.effective_from
        for h in zone.hubs
        if h.state == "in_force" and h.effective_from
    ]
    years = [h.fiscal_year for h in zone.hubs if h.fiscal_year is not None]
    return (
        not days,
        min(days).isoformat() if days else "",
        min(years, default=9999),
        zone.code,
    )


def _roadmap_bar(
    d: Drawing, zone: Zone, years, y, row, left, width, day_x, today
) -> None:
    """The bar of one zone with its words."""
    inset = 2.5 if row > 11 else 1.6
    high, base, size = row - 2 * inset, y + row / 2 + 2.5, 7 if row > 11 else 6.5
    state = _state(zone)
    hubs = [hub for hub in zone.hubs if hub.state == state]
    if state == "in_force":
        since = min((h.effective_from for h in hubs if h.effective_from), default=None)
        x = day_x(since) if since else left
        d.rect(x, y + inset, WIDTH - x, high, ACCENT)
        words = f"{wareki_short(since)}から" if since else "指定済み"
        d.text(
            min(max(x, today) + 6, WIDTH - 130), base, words, size, svg.WHITE, bold=True
        )
        active = f"積極的 {len(zone.active)}機関" if zone.active else "積極的 なし"
        d.text(WIDTH - 5, base, active, size, svg.WHITE, "end", bold=not zone.active)
    elif hubs:
        planned = [h.fiscal_year for h in hubs if h.fiscal_year in years]
        if not planned:
            return
        x = left + (min(planned) - years[0]) * width
        coordinating = state == "coordinating"
        d.rect(x + 3, y + inset, width - 6, high, svg.PALE if coordinating else svg.WHITE,
               MID, 0.8)  # fmt: skip
        words = "調整中" if coordinating else "予定"
        # In the wider of the two parts that the as-of day leaves.
        begin, end = x + 3, x + width - 3
        if begin < today < end:
            begin, end = max(
                (begin, today), (today, end), key=lambda part: part[1] - part[0]
            )
        d.text((begin + end) / 2, base, words, size, INK, "middle")


def _roadmap_words(snapshot: Progress, order: Sequence[Zone]) -> str:
    done, coming, none = [], [], []
    for zone in order:
        state = _state(zone)
        hub = next((h for h in zone.hubs if h.state == state), None)
        if hub and state == "in_force":
            since = wareki_short(hub.effective_from) if hub.effective_from else ""
            done.append(f"{zone.name}（{since}）" if since else zone.name)
        elif hub:
            year = year_in_table(hub.fiscal_year) if hub.fiscal_year else ""
            word = "調整中" if state == "coordinating" else "予定"
            coming.append(f"{zone.name}（{year}{word}）")
        else:
            none.append(zone.name)
    said = [
        ("指定済みは", done),
        ("未指定は", coming),
        ("予定の記載がない圏域は", none),
    ]
    return "".join(f"{head}{'、'.join(names)}。" for head, names in said if names)


def budget_chart(programs: Sequence[Program]) -> str:
    """Budget by program, largest first."""
    order = sorted(programs, key=lambda p: (-p.budget, p.name))
    left, row, top = 190.0, 14.0, 4.0
    most = max([p.budget for p in order], default=0) or 1
    told = "、".join(f"{p.name}{p.budget:,}" for p in order)
    d = Drawing(WIDTH, top + row * len(order) + 2, f"事業別の予算額（千円）。{told}。")
    for i, program in enumerate(order):
        y = top + i * row
        mark = "＊" if program.doubtful else ""
        d.text(left - 6, y + 9, f"{program.name}{mark}", anchor="end")
        d.rect(left, y + 1.5, program.budget / most * (WIDTH - left - 46), 9.5, ACCENT)
        d.text(WIDTH, y + 9, count(program.budget), anchor="end")
    return d.svg()
