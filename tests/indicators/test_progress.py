"""How progress is judged: a straight path, a trend, four grades."""

from datetime import date
from decimal import Decimal

from indicators.kinds import Direction
from indicators.progress import Grade, Point, judge, moment, path, trend

BASELINE = Point(Decimal(2023), Decimal(100))
GOAL = {2029: Decimal(160)}


def at(year: float | str, value: int) -> Point:
    return Point(Decimal(str(year)), Decimal(value))


def grade_of(value: int, **more: object) -> Grade:
    direction = more.pop("direction", Direction.HIGHER)
    goal = more.pop("goal", GOAL)
    return judge(BASELINE, goal, [at(2026, value)], direction).grade


def test_grade_is_a_at_the_target_and_beyond():
    assert grade_of(160) == Grade.A
    assert grade_of(170) == Grade.A


def test_grade_is_b_on_the_path_and_c_just_below_it():
    assert grade_of(130) == Grade.B
    assert grade_of(129) == Grade.C


def test_grade_is_d_where_nothing_improved():
    assert grade_of(100) == Grade.D
    assert grade_of(90) == Grade.D


def test_a_lower_value_is_better_where_the_catalogue_says_so():
    goal = {2029: Decimal(40)}
    assert grade_of(70, goal=goal, direction=Direction.LOWER) == Grade.B
    assert grade_of(71, goal=goal, direction=Direction.LOWER) == Grade.C
    assert grade_of(110, goal=goal, direction=Direction.LOWER) == Grade.D
    assert grade_of(40, goal=goal, direction=Direction.LOWER) == Grade.A


def test_a_target_below_the_baseline_is_reached_by_staying_above_it():
    assert grade_of(105, goal={2029: Decimal(90)}) == Grade.A


def test_ratio_is_the_share_of_the_way():
    assert judge(BASELINE, GOAL, [at(2026, 115)], "higher").ratio == Decimal("25.0")
    assert judge(BASELINE, GOAL, [at(2026, 94)], "higher").ratio == Decimal("-10.0")


def test_nothing_is_judged_without_baseline_target_value_or_direction():
    points = [at(2026, 120)]
    assert judge(None, GOAL, points, "higher") is None
    assert judge(BASELINE, {}, points, "higher") is None
    assert judge(BASELINE, {2022: Decimal(1)}, points, "higher") is None
    assert judge(BASELINE, GOAL, [], "higher") is None
    assert judge(BASELINE, GOAL, points, "none") is None


def test_path_bends_at_each_yearly_target():
    targets = {2026: Decimal(106), 2029: Decimal(160)}
    assert path(BASELINE, targets, Decimal(2025)) == Decimal(104)
    assert path(BASELINE, targets, Decimal(2026)) == Decimal(106)
    assert path(BASELINE, targets, Decimal(2027)) == Decimal(124)
    assert path(BASELINE, targets, Decimal(2031)) == Decimal(160)
    assert path(BASELINE, targets, Decimal(2020)) == Decimal(100)


def test_forecast_follows_the_trend_of_all_known_years():
    points = [at(2024, 110), at(2025, 120), at(2026, 130)]
    assert judge(BASELINE, GOAL, points, "higher").forecast == Decimal("160.0")


def test_trend_needs_two_times_and_never_falls_below_nothing():
    assert trend([BASELINE], Decimal(2029)) is None
    assert trend([BASELINE, at(2025, 20)], Decimal(2029)) == 0


def test_moment_counts_fiscal_years():
    assert moment(date(2026, 3, 31)) == 2025
    assert round(moment(date(2025, 9, 30)), 1) == Decimal("2024.5")
    assert moment(date(2025, 4, 1)) < Decimal("2024.01")
