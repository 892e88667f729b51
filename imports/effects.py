"""What a plan does to the classes of facilities: per facility, and as counts by municipality."""

from collections.abc import Iterable, Mapping

from facilities.classes import Standing, deciding
from facilities.kinds import FacilityClass
from imports.planning import AMBIGUOUS, FilingKey, Known, Planned

ENHANCED = "enhanced"
NO_PLACE = ""
Effects = dict[str, dict[str, list[int]]]
"""Municipality → class (or ``enhanced``) → [now, afterwards]."""
Classes = list[Standing]


class ClassReader:
    """Finds the filings that make a class; ``kinds`` are the rows of the code table with one.

    Each is (id, symbol, symbol as printed, class, enhancement).
    """

    def __init__(self, kinds: Iterable[tuple[int, str, str, str, str]]) -> None:
        self._kinds = {pk: rest for pk, *rest in kinds}

    def read(self, filings: Iterable[FilingKey]) -> Classes:
        return deciding(
            Standing(*self._kinds[kind], frozenset(), starts_on)
            for kind, _, starts_on in filings
            if kind in self._kinds
        )

    def of_change(
        self, change: Planned, before: Known | None
    ) -> tuple[Classes, Classes]:
        """The filings that make its class now, and those that would afterwards."""
        standing = set(before.standing) if before else set()
        ended = {key for _, key in change.filings_ended}
        resumed = {key for _, key in change.filings_resumed}
        after = (standing - ended) | resumed | set(change.filings_new)
        now = self.read(standing)
        return now, now if after == standing else self.read(after)


def words(classes: Classes) -> str:
    """支援病２・在後病, as printed."""
    return "・".join(one.shown for one in classes)


def count(
    effects: Effects, place: str | None, classes: Classes, *, after: bool
) -> None:
    """Add one facility to the counts of a municipality."""
    names = {one.facility_class for one in classes}
    if any(one.is_enhanced for one in classes):
        names.add(ENHANCED)
    row = effects.setdefault(place or NO_PLACE, {})
    for name in names:
        row.setdefault(name, [0, 0])[after] += 1


def totals(effects: Effects, places: Iterable[str], names: Iterable[str]) -> list[int]:
    """[now, afterwards] over some municipalities and classes."""
    names = list(names)
    pairs = [
        effects[place][name]
        for place in places
        if place in effects
        for name in names
        if name in effects[place]
    ]
    return [sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)]


HOME_CARE = (FacilityClass.ZAISHISHIN.value, FacilityClass.ZAISHIBYO.value)


def gather(
    changes: Iterable[Planned],
    known: Mapping[str, Known],
    reader: ClassReader,
    held: Iterable[Known] = (),
) -> tuple[Effects, dict[str, tuple[str, str]]]:
    """Counts by municipality, and the words of each facility's class before and after.

    What waits for a person's decision (``held``) counts as it stands, its listed twin not at all.
    """
    effects: Effects = {}
    shown: dict[str, tuple[str, str]] = {}
    for change in changes:
        before = change.known or known.get(change.code)
        now, after = reader.of_change(change, before)
        shown[change.code] = words(now), words(after)
        if change.outcome == AMBIGUOUS:
            continue
        if now and before:
            count(effects, before.municipality, now, after=False)
        if after:
            count(effects, change.municipality, after, after=True)
    for one in held:
        standing = reader.read(one.standing)
        for after in (False, True):
            if standing:
                count(effects, one.municipality, standing, after=after)
    return effects, shown
