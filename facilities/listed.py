"""What an official list says, as values that travel from an import to the registry."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from facilities.models import Facility

LISTED_FIELDS = (
    "name",
    "kind",
    "sector",
    "prefecture_id",
    "municipality_id",
    "postal_code",
    "address",
    "phone",
    "fax",
    "beds",
    "beds_by_type",
    "beds_state",
    "other_symbols",
)
"""The fields that an official list may write; everything else belongs to people."""


class StaleFacility(Exception):
    """Facilities were edited since the plan was made; ``names`` says which."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        super().__init__("、".join(self.names[:10]))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a list speaks for. ``municipalities`` is empty when it is the whole prefecture."""

    prefecture: str
    sectors: tuple[str, ...]
    as_of: date
    municipalities: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.municipalities


@dataclass(frozen=True, slots=True)
class NewFiling:
    """A filing to add, on a facility that the list names by code."""

    code: str
    kind_id: int
    number: str
    starts_on: date
    # Where the registry has it already; else it is found by its code once it is made.
    facility_id: int | None = None


@dataclass(frozen=True, slots=True)
class OtherCode:
    """A code that a facility had before, or is also known by."""

    facility_id: int
    code: str
    reason: str


@dataclass(slots=True)
class Before:
    """What an undo must know besides the plan, as JSON can keep it.

    ``facilities_seen`` and ``filings_seen`` are pairs of a last day seen (or None) and the ids
    that had it; ``resumed`` are filings with the end that they had, and whether it was inferred.
    """

    facilities_seen: list[tuple[str | None, list[int]]] = field(default_factory=list)
    filings_seen: list[tuple[str | None, list[int]]] = field(default_factory=list)
    resumed: list[tuple[int, str | None, bool]] = field(default_factory=list)


@dataclass(slots=True)
class ListedChanges:
    """Everything to write. ``changed`` maps facility ids to (version seen, new values).

    A facility of which only filings begin or end is in ``changed`` too, without values: its
    version grows, so that a plan made before is known to be stale.
    """

    new: list[Facility] = field(default_factory=list)
    changed: dict[int, tuple[int, dict[str, object]]] = field(default_factory=dict)
    codes: list[OtherCode] = field(default_factory=list)
    filings: list[NewFiling] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    resumed: list[int] = field(default_factory=list)
