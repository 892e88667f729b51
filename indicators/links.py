"""From a number to the facilities behind it: addresses of the list of facilities."""

from datetime import date
from functools import lru_cache

from django.urls import reverse

from facilities.filters import levels_of, list_query
from facilities.kinds import FacilityClass
from indicators.areas import Area
from indicators.kinds import AreaKind
from indicators.models import Indicator
from indicators.reach import Reach

SUPPORTING = [
    *levels_of(FacilityClass.ZAISHISHIN),
    *levels_of(FacilityClass.ZAISHIBYO),
]
ENHANCED = [
    *levels_of(FacilityClass.ZAISHISHIN, True),
    *levels_of(FacilityClass.ZAISHIBYO, True),
]
_PLACES = {
    AreaKind.MUNICIPALITY: "municipality",
    AreaKind.SECONDARY_AREA: "area",
    AreaKind.HEALTH_CENTRE: "centre",
    AreaKind.PREFECTURE: "prefecture",
}


def facilities_of(area: Area, day: date, **conditions: object) -> str:
    """The list of the facilities of an area that meet the conditions on a day."""
    if area.proposed:
        place = list_query(towns="|".join(sorted(area.codes)))
    elif area.kind == AreaKind.ZONE:
        place = list_query(zone=area.pk)
    else:
        place = list_query(**{_PLACES[area.kind]: area.code})
    asked = tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in conditions.items()
    )
    return f"{_list_url(day, asked)}&{place}"


@lru_cache(maxsize=256)
def _list_url(day: date, conditions: tuple[tuple[str, object], ...]) -> str:
    """The part that the links of a page have in common."""
    query = list_query(on=day.isoformat(), **dict(conditions))
    return f"{reverse('facilities:list')}?{query}"


def zone_url(zone: int, day: str) -> str:
    """The page of a zone on a day."""
    return f"{reverse('zones:detail', args=[zone])}?on={day}"


def may_open(reach: Reach, area: Area) -> bool:
    """A clerk sees the prefecture's number, and only the facilities of the own area."""
    return reach.sees_all or area.kind != AreaKind.PREFECTURE


def facilities_behind(reach: Reach, area: Area, indicator: Indicator) -> str:
    """The facilities that a computed indicator counts; empty where it counts something else."""
    conditions = _CONDITIONS.get(indicator.formula)
    if conditions is None or not may_open(reach, area):
        return ""
    return facilities_of(area, reach.day, **conditions(indicator.formula_argument))


_CONDITIONS = {
    "count_zaishishin": lambda _: {"filing": levels_of(FacilityClass.ZAISHISHIN)},
    "count_zaishibyo": lambda _: {"filing": levels_of(FacilityClass.ZAISHIBYO)},
    "count_backup_hospital": lambda _: {
        "filing": levels_of(FacilityClass.BACKUP_HOSPITAL)
    },
    "count_enhanced": lambda _: {"filing": ENHANCED},
    "count_filing": lambda argument: {"symbol": argument},
    "count_facility_kind": lambda argument: {"kind": argument},
    "sum_capacity_now": lambda _: {"survey": "answered"},
    "sum_capacity_possible": lambda _: {"survey": "answered"},
    "per_100k_supporting": lambda _: {"filing": SUPPORTING},
    "per_1000_over75_supporting": lambda _: {"filing": SUPPORTING},
}
