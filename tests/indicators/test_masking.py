"""Small counts stay hidden, also from someone who subtracts."""

from collections.abc import Iterable, Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.masking import Sum, hidden, hidden_in_levels

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


def possible(
    counts: dict, masked: frozenset, sums: list[Sum], key: str, most: int = 24
) -> set[int]:
    """Values that somebody who knows all that is published cannot rule out, by trying all up to
    ``most`` for each."""
    totals = {one.total for one in sums}
    free = sorted(masked - totals)
    found = set()
    for guess in product(range(1, most + 1), repeat=len(free)):
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
            found = possible(counts, masked, sums, key, most=12)
            assert len(found) >= threshold


def test_an_area_that_is_left_out_is_not_told_by_its_zone():
    """Once a town was left out of the file since its count is small, and zone less town told it."""
    masked = hidden({"z": 54, "a": 50}, [Sum("z", ["a", "left out"])], T)
    assert masked & {"z", "a"}


def areas(**members: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(codes) for name, codes in members.items()}


TOWNS = areas(a="a", b="b", c="c", d="d")


def test_areas_of_a_kind_alone_are_held_against_their_prefecture():
    """Once an area of a kind without towns or zones was told by the prefecture less the others."""
    counts = {"X": 4, "Y": 50, "Z": 60, "all": 114}
    levels = [TOWNS, areas(X="a", Y="b", Z="cd"), areas(all="abcd")]
    assert hidden_in_levels(counts, levels, T) == {"X", "Y"}


def test_an_area_that_cuts_across_is_shown_only_where_it_tells_nothing_new():
    counts = {"a": 4, "b": 20, "c": 30, "d": 40, "z": 24, "y": 70}
    counts |= {"X": 34, "W": 20, "V": 40, "all": 94}
    zones, across = areas(z="ab", y="cd"), areas(X="ac", W="b", V="d")
    masked = hidden_in_levels(counts, [TOWNS, zones, across, areas(all="abcd")], T)
    assert masked == {"a", "b", "X", "W"}


def test_zones_of_another_day_are_shown_only_where_they_add_up():
    counts = {"a": 4, "b": 20, "c": 30, "d": 40, "z": 24, "y": 70}
    counts |= {"new": 34, "old": 70}
    levels = [TOWNS, areas(z="ab", y="cd")]
    masked = hidden_in_levels(counts, levels, T, areas(new="ac", old="cd"))
    assert masked == {"a", "b", "new"}


def test_everything_is_shown_where_nothing_is_small():
    counts = {"a": 14, "b": 20, "X": 34, "all": 90}
    levels = [TOWNS, areas(X="ab"), areas(all="abcd")]
    assert hidden_in_levels(counts, levels, T, areas(new="ac")) == frozenset()


CODES = "abcdefg"
# Determinants of seven rows of 0 and 1 are at most 32, so none vanishes by this one alone.
PRIME = 101
parted = st.lists(st.integers(0, 3), min_size=len(CODES), max_size=len(CODES))


def level(name: str, places: list[int]) -> dict[str, frozenset[str]]:
    """Areas of a kind; a town at place 0 may lie in none of them."""
    groups: dict[int, set[str]] = {}
    for code, place in zip(CODES, places, strict=True):
        groups.setdefault(place, set()).add(code)
    return {f"{name}{at}": frozenset(group) for at, group in groups.items()}


def can_be_worked_out(wanted: frozenset[str], known: Iterable[frozenset[str]]) -> bool:
    """Whether sums and differences of what is known give the sum over the wanted towns."""

    def row(area: frozenset[str]) -> list[int]:
        return [int(code in area) for code in CODES]

    basis: list[list[int]] = []

    def reduced(line: list[int]) -> list[int]:
        for one in basis:
            at = next(i for i, x in enumerate(one) if x)
            factor = line[at] * pow(one[at], -1, PRIME)
            line = [(x - factor * y) % PRIME for x, y in zip(line, one, strict=True)]
        return line

    for area in known:
        rest = reduced(row(area))
        if any(rest):
            basis.append(rest)
    return not any(reduced(row(wanted)))


@settings(max_examples=150, deadline=None)
@given(
    numbers=st.lists(st.integers(0, 12), min_size=len(CODES), max_size=len(CODES)),
    kinds=st.lists(parted, min_size=1, max_size=3),
    other=parted,
    left_out=st.sets(st.sampled_from(CODES), max_size=2),
    with_towns=st.booleans(),
)
def test_no_small_count_is_the_sum_or_difference_of_what_is_shown(
    numbers, kinds, other, left_out, with_towns
):
    """Towns, up to three kinds of areas that lie as they like, zones of another day, the whole."""
    threshold = 5
    people = dict(zip(CODES, numbers, strict=True))
    levels = [level("town", list(range(len(CODES))))]
    levels += [level(f"kind{at}.", places) for at, places in enumerate(kinds)]
    levels.append({"all": frozenset(CODES)})
    others = level("other", other)
    every = {key: area for one in (*levels, others) for key, area in one.items()}
    counts = {
        key: sum(people[code] for code in area)
        for key, area in every.items()
        if not key.startswith("town") or (with_towns and not area & left_out)
    }
    masked = hidden_in_levels(counts, levels, threshold, others)
    shown = [every[key] for key in counts.keys() - masked]
    # Whoever reads a zero of an area knows the zeros in it.
    shown += [
        frozenset(code)
        for area in shown
        if not sum(people[code] for code in area)
        for code in area
    ]
    for key, area in every.items():
        number = sum(people[code] for code in area)
        if 0 < number < threshold:
            assert key in masked or key not in counts
            assert not can_be_worked_out(area, shown), key
