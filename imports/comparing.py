"""A listing against the registry, one prefecture at a time and inside the region of a person."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from imports.checking import to_listed
from imports.effects import ClassReader, Effects, gather
from imports.listing import ListedFacility, Listing
from imports.messages import ERROR, Problem, problem
from imports.normalise import prefecture_name
from imports.planning import Plan, plan_list
from imports.region import UploadRegion
from imports.registry import (
    class_kinds,
    decisions,
    filing_kinds_on,
    known_facilities,
    later_list,
    old_codes,
)

Row = tuple[str, int]
"""Sheet and row."""


@dataclass(slots=True)
class Comparison:
    """What a listing would change, what that does to the counts, and what was found wrong.

    `facilities` and `class_counts` are those of the file; a row of a table that is not about
    facilities counts as one.
    """

    plan: Plan = field(default_factory=Plan)
    covered: dict[str, dict[str, Any]] = field(default_factory=dict)
    effects: Effects = field(default_factory=dict)
    classes: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    as_of: date | None = None
    facilities: int = 0
    class_counts: dict[str, int] = field(default_factory=dict)
    unresolved: int = 0


def compare(
    listing: Listing,
    places: Mapping[str, str | None],
    unread: Mapping[Row, str | None],
    *,
    as_of: date,
    region: UploadRegion,
) -> Comparison:
    """Plan every prefecture of a listing that the region touches; ``places`` by facility code.

    ``unread`` has the municipality of each row that names no facility, where its address says it.
    """
    found = Comparison()
    kinds = filing_kinds_on(as_of)
    reader = ClassReader(class_kinds())
    owners = RowOwners(listing)
    wrong = {owners.of(p) for p in listing.problems if p.is_error}
    for prefecture, facilities in _by_prefecture(listing):
        if not region.touches(prefecture):
            found.plan.set_aside += len(facilities)
            continue
        sectors = sorted({facility.sector for facility in facilities})
        newer = later_list(prefecture, sectors, as_of)
        if newer is not None:
            found.problems.append(_as_error("older_list", value=as_of, newer=newer))
        known = known_facilities(prefecture, sectors)

        def in_region(code: str | None, prefecture: str = prefecture) -> bool:
            return region.holds(prefecture, code)

        part = plan_list(
            listed=to_listed(
                facilities,
                places=places,
                kinds=kinds,
                known=known,
                as_of=as_of,
                wrong=wrong,
            ),
            known=known,
            in_region=in_region,
            aliases=old_codes(prefecture),
            decided=decisions(prefecture),
        )
        found.plan.changes += part.changes
        found.plan.set_aside += part.set_aside
        effects, classes = gather(part.changes, known, reader, part.held)
        found.effects |= effects
        found.classes |= classes
        found.covered[prefecture] = {
            "sectors": sectors,
            "municipalities": list(region.limits(prefecture)),
        }
    if listing.facilities and not found.covered:
        names = sorted({prefecture_name(f.prefecture) for f in listing.facilities})
        found.problems.append(_as_error("outside_region", value="・".join(names)))
    foreign = {row for row, place in unread.items() if not _holds(region, place)}
    found.plan.set_aside += len(foreign)
    if found.plan.set_aside:
        theirs = {change.code for change in found.plan.changes} | unread.keys()
        shown = {None, *theirs} - foreign
        found.problems += [p for p in listing.problems if owners.of(p) in shown]
    else:
        found.problems += listing.problems
    return found


def _holds(region: UploadRegion, place: str | None) -> bool:
    """Whether an unread row is this person's: one that no address places is the prefecture's."""
    if place is None:
        return region.everything or bool(region.prefectures)
    return region.holds(place[:2], place)


def _by_prefecture(listing: Listing) -> Iterable[tuple[str, list[ListedFacility]]]:
    groups: dict[str, list[ListedFacility]] = defaultdict(list)
    for facility in listing.facilities:
        groups[facility.prefecture].append(facility)
    return sorted(groups.items())


def _as_error(code: str, **words: object) -> Problem:
    return problem(code, sheet="", level=ERROR, **words)


class RowOwners:
    """Whose row it is: the facility, or the unread row, that begins last above it on its sheet."""

    def __init__(self, listing: Listing) -> None:
        self._starts: dict[str, list[tuple[int, str | Row]]] = defaultdict(list)
        for facility in listing.facilities:
            self._starts[facility.sheet].append((facility.row, facility.code))
        for sheet, row, _ in listing.unread:
            self._starts[sheet].append((row, (sheet, row)))
        for rows in self._starts.values():
            rows.sort(key=itemgetter(0))

    def of(self, found: Problem) -> str | Row | None:
        """The code of a facility, or an unread row; None for what belongs to no single one."""
        starts = self._starts.get(found.sheet)
        if not found.row or not starts:
            return None
        position = bisect_right(starts, found.row, key=itemgetter(0)) - 1
        return starts[position][1] if position >= 0 else None
