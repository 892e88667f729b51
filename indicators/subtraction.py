"""What adding and subtracting published numbers tells about an area that has none of its own."""

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction

Line = dict[frozenset[Hashable], Fraction]
"""An equation: how often each group of municipalities counts in a known number."""


def tells_a_small_one(
    areas: Mapping[Hashable, frozenset[str]],
    counts: Mapping[Hashable, int | None],
    silent: Iterable[frozenset[str]],
    threshold: int,
) -> bool:
    """Whether the counts of the areas together give a small one for an area without a count."""
    groups = _together(areas)
    solved = _Solved()
    for key, area in areas.items():
        solved.add(_line(area, groups), counts[key] or 0)
    for area in silent:
        split = any(group & area and not group <= area for group in groups)
        if split or not area <= frozenset().union(*groups):
            continue
        number = solved.value(_line(area, groups))
        if number is not None and 0 < number < threshold:
            return True
    return False


def _together(areas: Mapping[Hashable, frozenset[str]]) -> list[frozenset[str]]:
    """Municipalities that are in the same areas: no number tells them from each other."""
    inside: dict[str, set[Hashable]] = {}
    for key, area in areas.items():
        for code in area:
            inside.setdefault(code, set()).add(key)
    groups: dict[frozenset[Hashable], set[str]] = {}
    for code, keys in inside.items():
        groups.setdefault(frozenset(keys), set()).add(code)
    return [frozenset(group) for group in groups.values()]


def _line(area: frozenset[str], groups: Iterable[frozenset[str]]) -> Line:
    return {group: Fraction(1) for group in groups if group <= area}


class _Solved:
    """Equations in echelon form: each begins with a group that no later one has."""

    def __init__(self) -> None:
        self._rows: dict[frozenset[Hashable], tuple[Line, Fraction]] = {}

    def add(self, line: Line, number: int) -> None:
        rest, known = self._reduce(line, Fraction(number))
        if rest:
            first = next(iter(rest))
            factor = rest[first]
            line = {group: times / factor for group, times in rest.items()}
            self._rows[first] = line, known / factor

    def value(self, line: Line) -> Fraction | None:
        """The number of a sum of groups; None where the equations leave it open."""
        rest, known = self._reduce(line, Fraction(0))
        return None if rest else -known

    def _reduce(self, line: Line, number: Fraction) -> tuple[Line, Fraction]:
        rest = dict(line)
        # Rows may bring groups in that earlier rows begin with: until none is left.
        while found := next((group for group in rest if group in self._rows), None):
            factor = rest[found]
            row, known = self._rows[found]
            number -= factor * known
            for group, times in row.items():
                left = rest.get(group, 0) - factor * times
                if left:
                    rest[group] = left
                else:
                    rest.pop(group, None)
        return rest, number
