"""Hiding small counts of people so that they cannot be found again by subtraction.

A count from 1 to one less than the threshold is hidden. Then we stand in the place of a reader who
knows every published number and how they add up, and work out between which bounds each hidden
count must lie. Where the bounds are too near, further counts are hidden, small neighbours first
and totals last, until the reader cannot tell. Zeros stay: nobody can be found in them.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from indicators.subtraction import tells_a_small_one

Key = TypeVar("Key", bound=Hashable)
Bounds = dict[Hashable, tuple[float, float]]
Level = Mapping[Key, frozenset[str]]
"""Areas of one kind, each with the municipalities and wards in it."""
Areas = dict[Hashable, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Sum:
    """That a total is the sum of its parts. Keys that have no count are unknown to all.

    The sums of one call form a tree: each key is a part of at most one of them.
    """

    total: Hashable
    parts: Sequence[Hashable]

    @property
    def keys(self) -> list[Hashable]:
        return [*self.parts, self.total]


def hidden(
    counts: Mapping[Key, int | None], sums: Sequence[Sum], threshold: int
) -> frozenset[Key]:
    """The keys of the counts that may not leave the office.

    A None is a count that the source itself hides. The reader is left with at least
    ``threshold`` possible values for each small count. That holds for an area without a count too,
    if what is published around it would tell that it is small.
    """
    small = {key for key, n in counts.items() if is_small(n, threshold)}
    silent = {key for one in sums for key in one.keys} - counts.keys()
    masked = set(small)
    while True:
        bounds = known_bounds(counts, masked, sums)
        exposed = [key for key in small if _is_narrow(bounds[key], threshold)]
        exposed += [
            key
            for key in silent
            if _is_narrow(bounds[key], threshold)
            and bounds[key][0] < threshold
            and bounds[key][1] > 0
        ]
        more = {_neighbour(key, counts, masked, sums) for key in exposed} - {None}
        if not more:
            return frozenset(masked)
        masked.add(min(more, key=lambda key: (counts[key], str(key))))


def _is_narrow(bounds: tuple[float, float], threshold: int) -> bool:
    return bounds[1] - bounds[0] < threshold - 1


def hidden_in_levels(
    counts: Mapping[Key, int | None],
    levels: Sequence[Level],
    threshold: int,
    others: Level | None = None,
) -> frozenset[Key]:
    """The same where areas of several kinds lie over each other.

    Kinds whose areas lie within each other are judged together as one tree; of two that cut
    across each other the earlier level is in it. Areas that cut across it, and the ``others``, are
    shown as soon as anything is hidden only where published numbers of the tree add up to them:
    then they tell nothing new.
    """
    tree, cutting = _apart([one for one in levels if any(key in counts for key in one)])
    cutting |= others or {}
    inside = {key: counts[key] for key in tree if key in counts}
    masked = set(hidden(inside, _sums_of(tree), threshold))
    small = {k for k in cutting if k in counts and is_small(counts[k], threshold)}
    if not masked and not small:
        named = {key: area for level in levels for key, area in level.items()}
        silent = [area for key, area in (named | cutting).items() if key not in counts]
        known = {key: area for key, area in (tree | cutting).items() if key in counts}
        if not tells_a_small_one(known, counts, silent, threshold):
            return frozenset()
    shown = [area for key, area in tree.items() if key in inside and key not in masked]
    adrift = {key for key, area in cutting.items() if not _adds_up(area, shown)}
    return frozenset(masked | small | adrift)


def is_small(number: int | None, threshold: int) -> bool:
    return number is None or 0 < number < threshold


def _apart(levels: Iterable[Level]) -> tuple[Areas, Areas]:
    """The areas of the levels that make up one tree, and those of the levels that cut across."""
    tree: Areas = {}
    across: Areas = {}
    for level in levels:
        alone = sum(map(len, level.values())) == len(frozenset().union(*level.values()))
        fits = alone and all(
            area <= other or area >= other or area.isdisjoint(other)
            for area in level.values()
            for other in tree.values()
        )
        (tree if fits else across).update(level)
    return tree, across


def _sums_of(tree: Areas) -> list[Sum]:
    """How the areas of a tree add up; what no area below covers is a part without a count."""
    sums: list[Sum] = []
    roots: Areas = {}
    for key, whole in sorted(tree.items(), key=lambda one: len(one[1])):
        parts = [one for one, area in roots.items() if area <= whole]
        covered = frozenset().union(*(roots.pop(one) for one in parts))
        if parts:
            rest = [] if covered == whole else [("rest", key)]
            sums.append(Sum(key, [*parts, *rest]))
        roots[key] = whole
    return sums


def _adds_up(area: frozenset[str], shown: Iterable[frozenset[str]]) -> bool:
    """Whether published areas make up an area; those of a tree never overlap by halves."""
    return frozenset().union(*(one for one in shown if one <= area)) == area


def known_bounds(
    counts: Mapping[Key, int | None], masked: set[Key], sums: Sequence[Sum]
) -> Bounds:
    """What a reader knows of each count: itself where published, at least 1 where hidden."""
    bounds: Bounds = {key: (0, inf) for one in sums for key in one.keys}
    for key, number in counts.items():
        bounds[key] = (1, inf) if key in masked else (number, number)
    while True:
        before = dict(bounds)
        for one in sums:
            _tighten(bounds, one)
        if bounds == before:
            return bounds


def _tighten(bounds: Bounds, one: Sum) -> None:
    low = sum(bounds[part][0] for part in one.parts)
    high = sum(bounds[part][1] for part in one.parts)
    least, most = bounds[one.total]
    bounds[one.total] = (max(least, low), min(most, high))
    least, most = bounds[one.total]
    unbounded = sum(bounds[part][1] == inf for part in one.parts)
    finite = sum(bounds[part][1] for part in one.parts if bounds[part][1] != inf)
    for part in one.parts:
        own_low, own_high = bounds[part]
        # The others' most: endless as soon as one of them is.
        others = inf if unbounded - (own_high == inf) else finite
        if own_high != inf and others != inf:
            others -= own_high
        bounds[part] = (
            max(own_low, least - others) if others != inf else own_low,
            min(own_high, most - (low - own_low)) if most != inf else own_high,
        )


def _neighbour(
    key: Key, counts: Mapping[Key, int | None], masked: set[Key], sums: Sequence[Sum]
) -> Key | None:
    """The published count to hide next for the sake of an exposed one: the nearest through the
    sums, the smallest of them; a total that holds the exposed count only when nothing else is left."""
    above = _totals_over(key, sums)
    reached, edge = {key}, [key]
    fallback: list[Key] = []
    while edge:
        around = [k for one in sums for k in one.keys if set(one.keys) & set(edge)]
        edge = [k for k in dict.fromkeys(around) if k not in reached]
        reached |= set(edge)
        shown = [k for k in edge if k not in masked and counts.get(k)]
        parts = [k for k in shown if k not in above]
        if parts:
            return min(parts, key=lambda k: (counts[k], str(k)))
        fallback += shown
        # A published number says all about itself: the way goes on through hidden ones only.
        edge = [k for k in edge if k in masked or k not in counts]
    return fallback[0] if fallback else None


def _totals_over(key: Hashable, sums: Sequence[Sum]) -> set[Hashable]:
    above: set[Hashable] = set()
    while True:
        over = next((one.total for one in sums if key in one.parts), None)
        if over is None or over in above:
            return above
        above.add(over)
        key = over
