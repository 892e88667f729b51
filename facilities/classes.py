"""Which filings decide the class of a facility, for filings already read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from facilities.kinds import ENHANCED, FacilityClass


@dataclass(frozen=True, slots=True)
class Standing:
    """A filing in force on the day that is shown."""

    symbol: str
    shown: str
    facility_class: str
    enhancement: str
    functions: frozenset[str]
    starts_on: date

    @property
    def is_enhanced(self) -> bool:
        return self.enhancement in ENHANCED


def deciding(standing: Iterable[Standing]) -> list[Standing]:
    """The filings that make the class: the same rule as ``FilingQuerySet.deciding_on``.

    The later 算定開始 wins and the better symbol on a tie; a backup hospital stands beside it.
    """
    best: dict[bool, Standing] = {}
    for filing in sorted(standing, key=lambda f: f.symbol):
        if filing.facility_class not in FacilityClass.values:
            continue
        backup = filing.facility_class == FacilityClass.BACKUP_HOSPITAL
        if backup not in best or filing.starts_on > best[backup].starts_on:
            best[backup] = filing
    return [best[backup] for backup in sorted(best)]
