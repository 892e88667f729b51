"""Numbers that count municipalities open the municipalities themselves, in the table of figures."""

from dataclasses import dataclass

from django.urls import reverse

from indicators.areas import Area
from indicators.figures import Group
from indicators.formulas import supporting
from indicators.kinds import AreaKind
from indicators.reach import Reach


def places_url(reach: Reach, area: Area, *, without: bool) -> str:
    """The municipalities of an area in the table of figures."""
    query = reach.query(
        by=AreaKind.MUNICIPALITY.value,
        group=Group.SUPPORT.value,
        within=f"{area.kind.value}:{area.code}",
        without="1" if without else "",
    )
    return f"{reverse('indicators:figures')}{query}"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Only the municipalities of one area, perhaps only those with neither 在支診 nor 在支病."""

    area: Area | None = None
    without: bool = False

    @property
    def words(self) -> str:
        if self.area is None:
            return ""
        which = "のうち、在支診も在支病もない市町村" if self.without else ""
        return f"{self.area.name}の市町村{which}"

    def of(self, reach: Reach, areas: list[Area]) -> list[Area]:
        if self.area is None:
            return areas
        inside = set(self.area.members)
        return [
            area
            for area in areas
            if area.code in inside
            and not (self.without and supporting(reach.picture, area))
        ]


def narrowed(reach: Reach, within: str, without: str) -> Narrowed:
    """Read ``within`` (zone:Z01) and ``without`` of the address; an unknown area is none."""
    kind, _, code = within.partition(":")
    if kind not in AreaKind.values:
        return Narrowed()
    areas = reach.areas(AreaKind(kind))
    area = next((area for area in areas if area.code == code), None)
    return Narrowed(area, bool(without))
