"""The counts of one area on one day, and how those of several areas are added up."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from facilities.kinds import FacilityClass, FacilityKind, Sector

SECTOR_OF_KIND = {
    FacilityKind.HOSPITAL: Sector.MEDICAL,
    FacilityKind.CLINIC: Sector.MEDICAL,
    FacilityKind.MEDICAL: Sector.MEDICAL,
    FacilityKind.DENTAL_CLINIC: Sector.DENTAL,
    FacilityKind.PHARMACY: Sector.PHARMACY,
    FacilityKind.NURSING_STATION: Sector.NURSING,
}
"""The list that a kind of facility stands on; the other kinds are on no official list."""

# By plain text, since looking into the choices themselves is slow for a whole nation.
_LISTED_IN = {kind.value: SECTOR_OF_KIND.get(kind) for kind in FacilityKind}

OTHER_MEDICAL = "other_medical"
"""The group of hospitals and clinics that are neither 在支診 nor 在支病."""

Key = tuple[str, ...] | str
Place = tuple[str, str]
"""A prefecture's code and a municipality's; the latter is empty for an unresolved address."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one area on one day; ``total`` adds those of several areas.

    A count is None (名簿なし) where no list of its sector reaches the area by the day.
    """

    counts: Counter[Key] = field(default_factory=Counter)

    def is_listed(self, sector: str = Sector.MEDICAL) -> bool:
        return self.counts["listed", sector] > 0

    def of_kind(self, kind: str) -> int | None:
        return self._counted(("kind", kind), sector=_LISTED_IN[str(kind)])

    def of_class(self, facility_class: str) -> int | None:
        """在支診, 在支病 or 後方支援病院; a facility with two classes counts once."""
        return self._counted(("class", facility_class))

    def enhanced_of(self, facility_class: str) -> int | None:
        return self._counted(("enhanced", facility_class))

    def providing(self, function: str, group: str | None = None) -> int | None:
        """Providers of a function; ``group`` is a kind, a class or ``OTHER_MEDICAL``."""
        key = ("function", function, group) if group else ("function", function)
        listed_in = _LISTED_IN.get(str(group)) or Sector.MEDICAL
        return self._counted(key, sector=listed_in)

    @property
    def zaishishin(self) -> int | None:
        return self.of_class(FacilityClass.ZAISHISHIN)

    @property
    def zaishibyo(self) -> int | None:
        return self.of_class(FacilityClass.ZAISHIBYO)

    @property
    def backup_hospital(self) -> int | None:
        return self.of_class(FacilityClass.BACKUP_HOSPITAL)

    @property
    def enhanced(self) -> int | None:
        """在支診 and 在支病 that are 機能強化型."""
        return self._counted("enhanced")

    @property
    def home_care(self) -> int | None:
        """Clinics and hospitals with the filing for medical care at home (在医総管)."""
        return self._counted("home_care")

    @property
    def zaishibyo_beds(self) -> int | None:
        """Beds of the 在支病, as far as the list gives them."""
        return self._counted(("beds", FacilityClass.ZAISHIBYO))

    @property
    def surveyed(self) -> int:
        """Facilities that answered the capacity survey, this year's or an earlier one."""
        return self.counts.get("surveyed", 0)

    def capacity(self, name: str) -> int | None:
        """A sum over the answers: patients ``now``, ``possible`` or the ``room`` left, and how
        many want ``more`` or ``less``. None where nobody answered."""
        return self.counts["capacity", name] if self.surveyed else None

    @property
    def facilities(self) -> int | None:
        """All facilities of every kind."""
        return self._counted("facilities")

    def _counted(self, key: Key, sector: str | None = Sector.MEDICAL) -> int | None:
        # A missing key of a Counter is slow to ask for, and most keys of a village are missing.
        if sector and not self.counts.get(("listed", sector)):
            return None
        return self.counts.get(key, 0)


def total(figures: Iterable[Figures]) -> Figures:
    parts = list(figures)
    if len(parts) == 1:
        return parts[0]
    counts: dict[Key, int] = defaultdict(int)
    for one in parts:
        for key, number in one.counts.items():
            counts[key] += number
    return Figures(Counter(counts))
