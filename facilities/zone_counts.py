"""Counts of a zone, a municipality and all zones of a page, taken once, and how a cell shows them."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from facilities.counted import Figures
from facilities.figures import FiguresByMunicipality, figures_on
from facilities.filters import list_query
from facilities.zone_tables import NO_LIST
from zones.models import HomeCareZone
from zones.page import ZoneOnDay, ZonesOnDay
from zones.panels import Cell

SHADES = 4


def counted(subject: ZonesOnDay) -> FiguresByMunicipality:
    """The figures of the prefecture, counted once a page."""
    return subject.once(
        "figures", lambda: figures_on(subject.day, prefecture=subject.thing.pk)
    )


def of_zone(subject: ZonesOnDay, zone: HomeCareZone) -> Figures:
    return subject.once(
        f"figures of {zone.pk}", lambda: counted(subject).of(subject.members(zone))
    )


def of_place(subject: ZoneOnDay) -> Figures:
    """The figures of what the page is about: a zone, or a municipality with its wards."""
    return subject.once(
        "figures of the place", lambda: counted(subject).of(subject.codes)
    )


def list_url(subject: ZonesOnDay, **conditions: Any) -> str:
    """The facilities behind a number, on the same day."""
    query = list_query(**conditions, on=subject.day.isoformat())
    return f"{reverse('facilities:list')}?{query}"


def opened(number: int | None, subject: ZonesOnDay, **conditions: Any) -> Cell:
    if number is None:
        return Cell(NO_LIST)
    return Cell(number, list_url(subject, **conditions))


def most(numbers: Any) -> int:
    return max((n for n in numbers if n is not None), default=0)


def shaded(number: int | None, highest: int, url: str) -> Mapping[str, Any]:
    if number is None:
        return {"value": NO_LIST, "shade": 0}
    if number == 0:
        return {"none": True}
    return {"value": number, "url": url, "shade": -(-number * SHADES // highest)}
