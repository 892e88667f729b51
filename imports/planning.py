"""What a list would change: facilities as listed against the registry, compared as values.

Nothing is read or written here; ``imports.registry`` fetches and ``imports.actions`` stores.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from facilities.bulk import LISTED_FIELDS

NEW, CHANGED, UNCHANGED, MISSING, INVALID = (
    "new",
    "changed",
    "unchanged",
    "missing",
    "invalid",
)
FilingKey = tuple[int, str, date]
"""Kind id, 受理番号, 算定開始日."""


@dataclass(frozen=True, slots=True)
class Known:
    """A facility of the registry. ``values`` are in the order of ``LISTED_FIELDS``."""

    pk: int
    version: int
    code: str
    name: str
    sector: str
    municipality: str | None
    values: tuple
    # Those in force, and those that ended, each by what identifies a filing.
    standing: Mapping[FilingKey, int]
    ended: Mapping[FilingKey, int]
    # False for what a person registered by hand: no list is expected to have it.
    from_list: bool = True
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A facility as a list has it. ``values`` are in the order of ``LISTED_FIELDS``."""

    code: str
    name: str
    sector: str
    municipality: str | None
    values: tuple
    filings: frozenset[FilingKey]
    sheet: str = ""
    row: int | None = None
    invalid: bool = False


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


@dataclass(slots=True)
class Plan:
    """All changes of one list, and how many facilities lie outside the region."""

    changes: list[Planned] = field(default_factory=list)
    set_aside: int = 0


def plan_list(
    *,
    listed: Iterable[Listed],
    known: Mapping[str, Known],
    in_region: Callable[[str | None], bool],
) -> Plan:
    """Compare a whole list with the registry.

    ``known`` maps codes to the facilities of the registry.
    Facilities outside the region are counted and set aside, whichever side knows them there.
    """
    plan = Plan()
    on_list: set[str] = set()
    for facility in listed:
        on_list.add(facility.code)
        before = known.get(facility.code)
        if not in_region(facility.municipality) or (
            before is not None and not in_region(before.municipality)
        ):
            plan.set_aside += 1
        else:
            plan.changes.append(_compare(facility, before))
    for code, before in known.items():
        expected = before.from_list and before.closed_on is None
        if expected and code not in on_list and in_region(before.municipality):
            plan.changes.append(_missing(before))
    return plan


def _compare(facility: Listed, before: Known | None) -> Planned:
    place = {
        "code": facility.code,
        "name": facility.name,
        "sector": facility.sector,
        "municipality": facility.municipality,
        "sheet": facility.sheet,
        "row": facility.row,
    }
    if facility.invalid:
        return Planned(INVALID, **place)
    if before is None:
        fields = {
            name: [None, value]
            for name, value in zip(LISTED_FIELDS, facility.values, strict=True)
        }
        return Planned(
            NEW, fields=fields, filings_new=_sorted(facility.filings), **place
        )
    fields = {}
    if before.values != facility.values:
        pairs = zip(LISTED_FIELDS, before.values, facility.values, strict=True)
        fields = {name: [old, new] for name, old, new in pairs if old != new}
    if before.closed_on is not None:
        fields["closed_on"] = [before.closed_on, None]
    standing = before.standing.keys()
    added = facility.filings - standing
    ended = standing - facility.filings
    resumed = added & before.ended.keys()
    outcome = CHANGED if fields or added or ended else UNCHANGED
    return Planned(
        outcome,
        facility_id=before.pk,
        base_version=before.version,
        fields=fields,
        filings_new=_sorted(added - resumed),
        filings_ended=tuple((before.standing[key], key) for key in _sorted(ended)),
        filings_resumed=tuple((before.ended[key], key) for key in _sorted(resumed)),
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
    )


def _sorted(keys: Iterable[FilingKey]) -> tuple[FilingKey, ...]:
    return tuple(sorted(keys))
