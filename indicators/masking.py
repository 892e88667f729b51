"""Hiding small counts of people so that they cannot be found again by subtraction.

A count from 1 to one less than the threshold is hidden. Then we stand in the place of a reader who
knows every published number and how they add up, and work out between which bounds each hidden
count must lie. Where the bounds are too near, further counts are hidden, small neighbours first
and totals last, until the reader cannot tell. Zeros stay: nobody can be found in them.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Bounds = dict[Hashable, tuple[float, float]]


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
    ``threshold`` possible values for each small count.
    """
    small = [key for key, n in counts.items() if n is None or 0 < n < threshold]
    masked = set(small)
    while True:
        bounds = known_bounds(counts, masked, sums)
        exposed = [
            key for key in small if bounds[key][1] - bounds[key][0] < threshold - 1
        ]
        more = {_neighbour(key, counts, masked, sums) for key in exposed} - {None}
        if not more:
            return frozenset(masked)
        masked.add(min(more, key=lambda key: (counts[key], str(key))))


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
