"""How far an indicator has come: plain numbers in, a judgement out.

Time is counted in fiscal years: the value of FY2025, as of its last day, stands at 2025.0, and
1 October 2025 at 2024.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from django.db import models

from formats.dates import fiscal_year
from indicators.kinds import Direction


class Grade(models.TextChoices):
    A = "A", "目標に達した"
    """The value has reached the last target."""
    B = "B", "計画どおり"
    """Not yet there, and at or beyond the straight path from the baseline to the targets."""
    C = "C", "遅れている"
    """Better than the baseline, but behind the path."""
    D = "D", "改善していない"
    """No better than the baseline."""


RULE = (
    "A 最後の目標値に達した　B 基準値から各年度の目標値へ引いた直線に達している　"
    "C 基準値よりよいが直線に届かない　D 基準値からよくなっていない"
)
"""The rule of the grades as every page and report states it."""

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a time in fiscal years."""

    at: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Progress:
    """``ratio`` is per cent of the way from the baseline to the last target; ``expected`` the value
    of the path now; ``forecast`` the value that the trend reaches in the last target's year."""

    ratio: Decimal | None
    expected: Decimal
    is_on_track: bool
    forecast: Decimal | None
    grade: Grade


def moment(day: date) -> Decimal:
    """A day in fiscal years: 31 March 2026 is almost 2025."""
    year = fiscal_year(day)
    begins = date(year, 4, 1)
    length = (date(year + 1, 4, 1) - begins).days
    return year - 1 + Decimal((day - begins).days + 1) / length


def judge(
    baseline: Point | None,
    targets: Mapping[int, Decimal],
    points: list[Point],
    direction: str,
) -> Progress | None:
    """The progress of a series; None where there is no baseline, target, value or direction.

    ``points`` are the known values in order of time; the last one is the present.
    """
    later = {y: v for y, v in targets.items() if baseline and y > baseline.at}
    if baseline is None or not later or not points or direction == Direction.NONE:
        return None
    now, last = points[-1], max(later)
    goal = later[last]
    expected = path(baseline, later, now.at)
    forecast = trend(
        [baseline, *(p for p in points if p.at > baseline.at)], Decimal(last)
    )
    ratio = None
    if goal != baseline.value:
        share = (now.value - baseline.value) / (goal - baseline.value) * 100
        ratio = share.quantize(TENTH, ROUND_HALF_UP)
    on_track = not is_better(expected, now.value, direction)
    return Progress(
        ratio,
        expected,
        on_track,
        forecast,
        _grade(now.value, baseline.value, goal, on_track, direction),
    )


def is_better(one: Decimal, other: Decimal, direction: str) -> bool:
    return one < other if direction == Direction.LOWER else one > other


def _grade(
    value: Decimal, baseline: Decimal, goal: Decimal, on_track: bool, direction: str
) -> Grade:
    if not is_better(goal, value, direction):
        return Grade.A
    if on_track:
        return Grade.B
    return Grade.C if is_better(value, baseline, direction) else Grade.D


def path(baseline: Point, targets: Mapping[int, Decimal], at: Decimal) -> Decimal:
    """The straight line from the baseline through each yearly target; flat after the last."""
    corners = [baseline, *(Point(Decimal(y), targets[y]) for y in sorted(targets))]
    if at <= baseline.at:
        return baseline.value
    for before, after in pairwise(corners):
        if at <= after.at:
            share = (at - before.at) / (after.at - before.at)
            return before.value + (after.value - before.value) * share
    return corners[-1].value


def trend(points: list[Point], at: Decimal) -> Decimal | None:
    """The least-squares line through the points, read at a time; never below zero."""
    if len({point.at for point in points}) < 2:
        return None
    number = len(points)
    mean_at = sum((p.at for p in points), Decimal()) / number
    mean = sum((p.value for p in points), Decimal()) / number
    spread = sum(((p.at - mean_at) ** 2 for p in points), Decimal())
    slope = sum(((p.at - mean_at) * (p.value - mean) for p in points), Decimal())
    value = mean + slope / spread * (at - mean_at)
    return max(value, Decimal()).quantize(TENTH, ROUND_HALF_UP)
