"""From a listing as read to what the registry would hold: places, kinds of filings, values."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from facilities.kinds import FacilityKind
from facilities.listed import LISTED_FIELDS
from imports.addresses import AddressResolver
from imports.listing import ListedFacility, Listing
from imports.messages import Problem, problem
from imports.normalise import prefecture_name
from imports.planning import FilingKey, Known, Listed

# What a list cannot tell apart is not taken back from what a person or another list knew.
REFINED = {FacilityKind.HOSPITAL, FacilityKind.CLINIC}


@dataclass(slots=True)
class Placed:
    """Facilities with their municipality, and what was found wrong on the way."""

    places: dict[str, str | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def unresolved(self) -> int:
        return sum(code is None for code in self.places.values())


def place_facilities(listing: Listing, resolver: AddressResolver) -> Placed:
    """Find the municipality of each facility from its address. Warnings name the cell."""
    placed = Placed()
    for facility in listing.facilities:
        code = resolver.resolve(facility.address, prefecture_name(facility.prefecture))
        placed.places[facility.code] = code
        if code is None:
            placed.problems.append(_unplaced(listing, facility))
    return placed


def _unplaced(listing: Listing, facility: ListedFacility) -> Problem:
    letters = listing.columns.get(facility.sheet, {}).get("address", "")
    return problem(
        "address_unresolved" if facility.address else "address_missing",
        sheet=facility.sheet,
        row=facility.row,
        column=letters,
        value=facility.address,
    )


def to_listed(
    facilities: Iterable[ListedFacility],
    *,
    places: Mapping[str, str | None],
    kinds: Mapping[str, int],
    known: Mapping[str, Known],
    as_of: date,
    wrong: Container[str] = (),
) -> Iterable[Listed]:
    """Facilities in the shape that planning compares, one by one.

    ``wrong`` holds the codes of those with an error on one of their rows.
    """
    for facility in facilities:
        before = known.get(facility.code)
        values = {
            "name": facility.name,
            "kind": _kind(facility, before),
            "sector": facility.sector,
            "prefecture_id": facility.prefecture,
            "municipality_id": places[facility.code],
            "postal_code": facility.postal_code,
            "address": facility.address,
            "phone": facility.phone,
            "fax": facility.fax,
            "beds": facility.beds.total,
            "beds_by_type": dict(facility.beds.by_type),
            "beds_state": facility.beds.state,
            "other_symbols": list(facility.other_symbols),
        }
        yield Listed(
            code=facility.code,
            name=facility.name,
            sector=facility.sector,
            municipality=places[facility.code],
            values=tuple(values[name] for name in LISTED_FIELDS),
            filings=frozenset(_filings(facility, kinds, before, as_of)),
            sheet=facility.sheet,
            row=facility.row,
            invalid=facility.code in wrong,
        )


def _kind(facility: ListedFacility, before: Known | None) -> str:
    if before is not None and facility.kind == FacilityKind.MEDICAL:
        old = before.values[LISTED_FIELDS.index("kind")]
        if old in REFINED:
            return old
    return facility.kind


def _filings(
    facility: ListedFacility,
    kinds: Mapping[str, int],
    before: Known | None,
    as_of: date,
) -> Iterable[FilingKey]:
    for filing in facility.filings:
        kind = kinds.get(filing.symbol)
        if kind is None:
            continue
        starts_on = filing.starts_on
        if starts_on is None:
            # Without a readable first day: the day already known, else that of the list.
            starts_on = _known_start(kind, filing.number, before) or as_of
        yield kind, filing.number, starts_on


def _known_start(kind: int, number: str, before: Known | None) -> date | None:
    if before is None:
        return None
    days = [day for k, n, day in before.standing if k == kind and n == number]
    return min(days, default=None)
