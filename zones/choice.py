"""The places that a list offers to choose from: a person of several prefectures names one of them first."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from accounts.models import User
from formats.codes import PREFECTURES
from zones.access import region_scope
from zones.models import HomeCareZone
from zones.region import Region, region_on

NAMES = {f"{at:02}": name for at, name in enumerate(PREFECTURES, start=1)}


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """``region`` is empty while a person of several prefectures has chosen none.

    ``prefectures`` maps codes to names, and is empty where there is nothing to choose.
    """

    region: Region
    prefectures: dict[str, str] = field(default_factory=dict)
    prefecture: str = ""


def place_choice(user: User, day: date, query: QueryDict) -> PlaceChoice:
    """What an address leaves to choose. One query, two where it names a zone of many prefectures."""
    codes = sorted(region_scope(user).reached)
    if len(codes) < 2:
        return PlaceChoice(region_on(user, day))
    names = {code: NAMES.get(code, code) for code in codes}
    chosen = _prefecture_of(user, query)
    if chosen in names:
        return PlaceChoice(region_on(user, day, chosen), names, chosen)
    # Zones are sorted by all of them.
    by_zone = query.get("sort", "").lstrip("-") == "zone"
    return PlaceChoice(region_on(user, day) if by_zone else Region({}), names)


def _prefecture_of(user: User, query: QueryDict) -> str:
    """The prefecture that is named, or in which the place lies that is named."""
    if named := query.get("prefecture") or query.get("municipality", "")[:2]:
        return named
    if named := query.get("area", "")[:2]:
        return named
    zone = query.get("zone", "")
    if not (zone.isascii() and zone.isdigit() and len(zone) < 10):
        return ""
    mine = HomeCareZone.objects.visible_to(user).filter(pk=zone)
    return mine.values_list("plan__prefecture", flat=True).first() or ""
