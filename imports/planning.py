"""What a list would change: facilities as listed against the registry, compared as values.

Nothing is read or written here; ``imports.registry`` fetches and ``imports.actions`` stores.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from facilities.listed import LISTED_FIELDS
from imports.matching import NOTHING_DECIDED, Candidate, Decided, Matcher
from imports.planning_values import FilingKey, Known, Listed

__all__ = ["FilingKey", "Known", "Listed", "Plan", "Planned", "plan_list"]

NEW, CHANGED, UNCHANGED, MISSING, AMBIGUOUS, INVALID = (
    "new",
    "changed",
    "unchanged",
    "missing",
    "ambiguous",
    "invalid",
)
RENUMBERED = "renumbered"


@dataclass(frozen=True, slots=True)
class Planned:
    """What would happen to one facility."""

    outcome: str
    code: str
    name: str
    sector: str
    municipality: str | None
    facility_id: int | None = None
    base_version: int | None = None
    fields: dict[str, list[Any]] = field(default_factory=dict)
    filings_new: tuple[FilingKey, ...] = ()
    filings_ended: tuple[tuple[int, FilingKey], ...] = ()
    filings_resumed: tuple[tuple[int, FilingKey], ...] = ()
    sheet: str = ""
    row: int | None = None
    code_system: str = "medical"
    # What a person decided about a code that the registry does not have, and who it may be.
    verdict: str = ""
    candidates: tuple[Candidate, ...] = ()
    known: Known | None = None


@dataclass(slots=True)
class Plan:
    """All changes of one list, and how many facilities lie outside the region.

    ``held`` are facilities that wait until a person has said who is who.
    """

    changes: list[Planned] = field(default_factory=list)
    set_aside: int = 0
    held: list[Known] = field(default_factory=list)


def plan_list(
    *,
    listed: Iterable[Listed],
    known: Mapping[str, Known],
    in_region: Callable[[str | None], bool],
    aliases: Mapping[str, str] = {},
    decided: Decided = NOTHING_DECIDED,
) -> Plan:
    """Compare a whole list with the registry.

    ``known`` maps codes to the facilities of the registry, ``aliases`` codes that a facility had
    before to its present one. A code that nobody knows is a new facility, unless an unlisted one
    is like it: then a person must decide, and both wait.
    Facilities outside the region are counted and set aside, whichever side knows them there.
    """
    plan, rows = Plan(), list(listed)
    on_list = {facility.code for facility in rows}
    recall = _Recall(known, aliases, decided, on_list)
    unknown, taken = [], set()
    for facility in rows:
        before, verdict = recall.find(facility.code)
        if before is not None:
            taken.add(before.pk)
        if not in_region(facility.municipality) or (
            before is not None and not in_region(before.municipality)
        ):
            plan.set_aside += 1
        elif before is None and not facility.invalid:
            unknown.append(facility)
        else:
            plan.changes.append(_compare(facility, before, verdict))
    left = [
        before
        for before in known.values()
        if before.pk not in taken and in_region(before.municipality)
    ]
    matcher, held = Matcher(left if unknown else (), decided), set()
    for facility in unknown:
        candidates = matcher.candidates(facility)
        held |= {one.facility for one in candidates}
        plan.changes.append(_unknown(facility, candidates))
    for before in left:
        if before.pk in held:
            plan.held.append(before)
        elif before.from_list and before.closed_on is None:
            plan.changes.append(_missing(before))
    return plan


class _Recall:
    """Whom a listed code names: by the code itself, an old one, or what a person decided."""

    def __init__(
        self,
        known: Mapping[str, Known],
        aliases: Mapping[str, str],
        decided: Decided,
        on_list: set[str],
    ) -> None:
        self._known, self._aliases, self._decided = known, aliases, decided
        self._on_list = on_list
        self._by_pk = {one.pk: one for one in known.values()} if decided.matched else {}

    def find(self, code: str) -> tuple[Known | None, str]:
        """The facility and the verdict still to be carried out."""
        if code in self._known:
            return self._known[code], ""
        if code in self._aliases:
            return self._unless_listed(self._known.get(self._aliases[code])), ""
        pk, verdict = self._decided.matched.get(code, (0, ""))
        before = self._unless_listed(self._by_pk.get(pk))
        return before, verdict if before else ""

    def _unless_listed(self, before: Known | None) -> Known | None:
        """A list that has a facility under both codes means two: nobody decided about that."""
        return None if before is None or before.code in self._on_list else before


def _place(facility: Listed) -> dict[str, Any]:
    return {
        "code": facility.code,
        "name": facility.name,
        "sector": facility.sector,
        "municipality": facility.municipality,
        "sheet": facility.sheet,
        "row": facility.row,
    }


def _unknown(facility: Listed, candidates: tuple[Candidate, ...]) -> Planned:
    """A facility whose code the registry does not have: new, or a person must say."""
    fields = {
        name: [None, value]
        for name, value in zip(LISTED_FIELDS, facility.values, strict=True)
    }
    return Planned(
        AMBIGUOUS if candidates else NEW,
        fields=fields,
        filings_new=_sorted(facility.filings),
        candidates=candidates,
        **_place(facility),
    )


def _compare(facility: Listed, before: Known | None, verdict: str = "") -> Planned:
    place = _place(facility)
    if facility.invalid or before is None:
        pk = before.pk if before else None
        return Planned(INVALID, facility_id=pk, known=before, **place)
    fields = {}
    if before.values != facility.values:
        pairs = zip(LISTED_FIELDS, before.values, facility.values, strict=True)
        fields = {name: [old, new] for name, old, new in pairs if old != new}
    if before.closed_on is not None:
        fields["closed_on"] = [before.closed_on, None]
    if verdict == RENUMBERED:
        fields["code"] = [before.code, facility.code]
    standing = before.standing.keys()
    added = facility.filings - standing
    ended = standing - facility.filings
    resumed = added & before.ended.keys()
    outcome = CHANGED if fields or added or ended or verdict else UNCHANGED
    return Planned(
        outcome,
        facility_id=before.pk,
        base_version=before.version,
        fields=fields,
        filings_new=_sorted(added - resumed),
        filings_ended=tuple((before.standing[key], key) for key in _sorted(ended)),
        filings_resumed=tuple((before.ended[key], key) for key in _sorted(resumed)),
        verdict=verdict,
        known=before,
        **place,
    )


def _missing(before: Known) -> Planned:
    """Not on the list: its filings end, the facility itself is left for a person to close."""
    ended = _sorted(before.standing.keys())
    return Planned(
        MISSING,
        code=before.code,
        name=before.name,
        sector=before.sector,
        municipality=before.municipality,
        facility_id=before.pk,
        base_version=before.version,
        filings_ended=tuple((before.standing[key], key) for key in ended),
        known=before,
    )


def _sorted(keys: Iterable[FilingKey]) -> tuple[FilingKey, ...]:
    return tuple(sorted(keys))
