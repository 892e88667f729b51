"""Small counts stay hidden, also from someone who subtracts."""

from collections.abc import Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.masking import Sum, hidden

T = 10


def with_totals(zones: Mapping[str, Mapping[str, int]]) -> tuple[dict, list[Sum]]:
    """Counts of municipalities, zones and the prefecture, and how they add up."""
    counts: dict[str, int] = {}
    sums = []
    for zone, parts in zones.items():
        counts |= parts
        counts[zone] = sum(parts.values())
        sums.append(Sum(zone, list(parts)))
    counts["all"] = sum(counts[zone] for zone in zones)
    sums.append(Sum("all", list(zones)))
    return counts, sums


def test_a_small_count_is_hidden_and_zero_is_not():
    assert hidden({"a": 9, "b": 10, "c": 0}, [], T) == {"a"}


def test_a_count_that_the_source_hides_stays_hidden():
    assert hidden({"a": None}, [], T) == {"a"}


def test_one_small_part_takes_the_next_smallest_with_it():
    counts, sums = with_totals({"z": {"a": 3, "b": 40, "c": 15}})
    assert hidden(counts, sums, T) == {"a", "c"}


def test_parts_that_must_all_be_one_take_another_with_them():
    counts, sums = with_totals({"z": {"a": 1, "b": 1, "c": 50}})
    assert hidden(counts, sums, T) == {"a", "b", "c"}


def test_the_total_is_hidden_when_no_part_is_left():
    counts = {"a": 2, "z": 2}
    assert hidden(counts, [Sum("z", ["a", "b"])], T) == {"a", "z"}


def test_a_hidden_zone_is_protected_in_the_prefecture_too():
    zones = {"x": {"a": 4, "b": 2}, "y": {"c": 60, "d": 70}, "w": {"e": 90}}
    counts, sums = with_totals(zones)
    masked = hidden(counts, sums, T)
    assert {"a", "b", "x"} <= masked
    assert masked & {"y", "w"}
    assert "all" not in masked


def test_nothing_is_hidden_where_nothing_is_small():
    counts, sums = with_totals({"x": {"a": 40, "b": 0}, "y": {"c": 12}})
    assert hidden(counts, sums, T) == frozenset()


def test_a_hidden_total_cannot_be_added_up_again_from_its_parts():
    """Once the zone y was hidden for the sake of x, while its municipalities were published."""
    counts, sums = with_totals({"x": {"a": 3, "b": 6}, "y": {"c": 11, "d": 13}})
    masked = hidden(counts, sums, T)
    assert {"a", "b", "x", "y"} <= masked
    assert masked & {"c", "d"}


def test_a_part_without_a_count_leaves_the_sum_open():
    counts = {"z": 30, "a": 4}
    assert hidden(counts, [Sum("z", ["a", "unknown"])], T) == {"a"}


def possible(counts: dict, masked: frozenset, sums: list[Sum], key: str) -> set[int]:
    """Values that somebody who knows all that is published cannot rule out, by trying all."""
    totals = {one.total for one in sums}
    free = sorted(masked - totals)
    found = set()
    for guess in product(range(1, 25), repeat=len(free)):
        full = {**counts, **dict(zip(free, guess, strict=True))}
        agrees = True
        for one in sums:
            added = sum(full[part] for part in one.parts)
            if one.total in masked:
                full[one.total] = added
                agrees &= added >= 1
            else:
                agrees &= full[one.total] == added
        if agrees:
            found.add(full[key])
    return found


def test_subtraction_leaves_as_many_values_as_the_threshold():
    counts, sums = with_totals({"x": {"a": 3, "b": 6}, "y": {"c": 11, "d": 13}})
    masked = hidden(counts, sums, T)
    for key in ("a", "b"):
        assert len(possible(counts, masked, sums, key)) >= T


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=2), max_size=2))
def test_whatever_the_counts_no_small_one_can_be_worked_out(numbers):
    threshold = 4
    zones = {
        f"z{i}": {f"m{i}.{j}": n for j, n in enumerate(parts)}
        for i, parts in enumerate(numbers)
    }
    counts, sums = with_totals(zones)
    masked = hidden(counts, sums, threshold)
    for key, number in counts.items():
        if 0 < number < threshold:
            assert key in masked
            assert len(possible(counts, masked, sums, key)) >= threshold
