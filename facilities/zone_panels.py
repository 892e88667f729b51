"""What the registry adds to the pages of zones: counts by class and kind, and the four functions."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from facilities.counted import OTHER_MEDICAL, Figures
from facilities.figures import FiguresByMunicipality, figures_on
from facilities.filters import HOME_VISITS, NEITHER, levels_of, list_query
from facilities.kinds import (
    HOME_CARE_CLASSES,
    MEDICAL_KINDS,
    CareFunction,
    FacilityClass,
    FacilityKind,
)
from zones.models import HomeCareZone
from zones.page import TownOnDay, ZoneOnDay, ZonesOnDay
from zones.panels import (
    MUNICIPALITY_PAGE,
    ZONE_COLUMNS,
    ZONE_LIST,
    ZONE_PAGE,
    Cell,
    Panel,
    ZoneColumn,
)

NO_LIST = "名簿なし"
SHADES = 4
# Columns of the matrix of one zone: words, group of figures, conditions of the list.
GROUPS: list[tuple[str, str, dict[str, list[str]]]] = [
    ("在支病", FacilityClass.ZAISHIBYO, {"filing": levels_of(FacilityClass.ZAISHIBYO)}),
    (
        "在支診",
        FacilityClass.ZAISHISHIN,
        {"filing": levels_of(FacilityClass.ZAISHISHIN)},
    ),
    (
        "その他の病院・診療所",
        OTHER_MEDICAL,
        {"filing": [NEITHER], "kind": [k.value for k in MEDICAL_KINDS]},
    ),
    ("訪問看護", FacilityKind.NURSING_STATION, {"kind": ["nursing_station"]}),
    ("歯科", FacilityKind.DENTAL_CLINIC, {"kind": ["dental_clinic"]}),
    ("薬局", FacilityKind.PHARMACY, {"kind": ["pharmacy"]}),
]


def register() -> None:
    ZONE_COLUMNS.append(columns)
    ZONE_LIST.register(
        Panel(
            "functions",
            "圏域ごとの4つの医療機能",
            "facilities/_zones_matrix.html",
            list_matrix,
            order=20,
        )
    )
    for page in (ZONE_PAGE, MUNICIPALITY_PAGE):
        page.register(
            Panel("figures", "", "", lambda s: {"items": key_figures(s)}, 10, "figures")
        )
        page.register(
            Panel(
                "functions",
                "4つの医療機能を担う機関",
                "facilities/_zone_matrix.html",
                functions_matrix,
                order=20,
            )
        )
        page.register(
            Panel(
                "kinds",
                "種別ごとの機関",
                "facilities/_zone_kinds.html",
                counted_kinds,
                order=30,
            )
        )
    ZONE_PAGE.register(
        Panel(
            "municipalities",
            "市区町村ごとの数",
            "facilities/_zone_towns.html",
            zone_towns,
            order=40,
        )
    )


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


def _cell(number: int | None, subject: ZonesOnDay, **conditions: Any) -> Cell:
    if number is None:
        return Cell(NO_LIST)
    return Cell(number, list_url(subject, **conditions))


# --- The list of zones --------------------------------------------------------------------
def columns(subject: ZonesOnDay) -> list[ZoneColumn]:
    """在支診, 在支病, 機能強化型, 後方支援病院 of each zone."""
    everywhere = counted(subject).of_prefecture(subject.thing.pk)
    enhanced = [v for c in HOME_CARE_CLASSES for v in levels_of(c, True)]
    offered = [
        ("在支診", "zaishishin", levels_of(FacilityClass.ZAISHISHIN)),
        ("在支病", "zaishibyo", levels_of(FacilityClass.ZAISHIBYO)),
        ("機能強化型", "enhanced", enhanced),
        ("後方支援", "backup_hospital", levels_of(FacilityClass.BACKUP_HOSPITAL)),
    ]
    return [
        ZoneColumn(
            label,
            {
                zone.pk: _cell(
                    getattr(of_zone(subject, zone), name),
                    subject,
                    zone=zone.pk,
                    filing=filing,
                )
                for zone in subject.zones
            },
            _cell(getattr(everywhere, name), subject, filing=filing),
        )
        for label, name, filing in offered
    ]


def list_matrix(subject: ZonesOnDay) -> dict[str, Any] | None:
    """Zone × function: providers, each number opening its facilities; gaps in words."""
    if not subject.zones:
        return None
    by_zone = {zone: of_zone(subject, zone) for zone in subject.zones}
    most = {f: _most(x.providing(f) for x in by_zone.values()) for f in CareFunction}
    rows = []
    for zone, figures in by_zone.items():
        numbers = {f: figures.providing(f) for f in CareFunction}
        missing = [f.label for f, number in numbers.items() if number == 0]
        rows.append(
            {
                "label": zone.name,
                "cells": [
                    _shaded(
                        number,
                        most[function],
                        list_url(subject, zone=zone.pk, function=function.value),
                    )
                    for function, number in numbers.items()
                ],
                "gap": {"text": f"{len(missing)}機能", "tone": "warn"}
                if missing
                else None,
                "gaps": "、".join(missing),
            }
        )
    return {"rows": rows, "columns": CareFunction.labels}


def _most(numbers: Any) -> int:
    return max((n for n in numbers if n is not None), default=0)


def _shaded(number: int | None, most: int, url: str) -> Mapping[str, Any]:
    if number is None:
        return {"value": NO_LIST, "shade": 0}
    if number == 0:
        return {"none": True}
    return {"value": number, "url": url, "shade": -(-number * SHADES // most)}


# --- One zone, one municipality -----------------------------------------------------------
def key_figures(subject: ZoneOnDay) -> list[dict[str, Any]]:
    figures = of_place(subject)
    people = subject.people.of(subject.codes).over75
    here = subject.condition
    items = []
    for label, named in (
        ("在支診", FacilityClass.ZAISHISHIN),
        ("在支病", FacilityClass.ZAISHIBYO),
    ):
        number, enhanced = figures.of_class(named), figures.enhanced_of(named)
        cell = _cell(number, subject, **here, filing=levels_of(named))
        note = "" if enhanced is None else f"機能強化型 {enhanced}"
        items.append(
            {
                "label": label,
                "value": cell.value,
                "url": cell.url,
                "unit": "か所" if number is not None else "",
                "note": note,
            }
        )
    backup = figures.backup_hospital
    cell = _cell(backup, subject, **here, filing=["backup_hospital"])
    items.append(
        {
            "label": "後方支援病院",
            "value": cell.value,
            "url": cell.url,
            "unit": "か所" if backup is not None else "",
        }
    )
    rate = _per_100000(figures, people)
    items.append(
        {
            "label": "75歳以上10万人あたり",
            "value": NO_LIST if rate is None else f"{rate:.1f}",
            "unit": "" if rate is None else "か所",
            "note": "在支診と在支病",
        }
    )
    return items


def _per_100000(figures: Figures, people: int | None) -> float | None:
    if figures.zaishishin is None or not people:
        return None
    return (figures.zaishishin + figures.zaishibyo) * 100_000 / people


def functions_matrix(subject: ZoneOnDay) -> dict[str, Any]:
    """Function × group of providers; in a zone the last column names who has none."""
    figures = of_place(subject)
    towns = [] if isinstance(subject, TownOnDay) else subject.towns(subject.zone)
    most = _most(
        figures.providing(f, group) for f in CareFunction for _, group, _ in GROUPS
    )
    rows = []
    for function in CareFunction:
        without = [
            town.name
            for town, codes in towns
            if counted(subject).of(codes).providing(function) == 0
        ]
        rows.append(
            {
                "label": function.label,
                "cells": [
                    _shaded(
                        figures.providing(function, group),
                        most,
                        list_url(
                            subject,
                            function=function.value,
                            **subject.condition,
                            **conditions,
                        ),
                    )
                    for _, group, conditions in GROUPS
                ],
                "gap": {"text": f"{len(without)}市町村", "tone": "warn"}
                if without
                else None,
                "gaps": "・".join(without),
            }
        )
    return {
        "rows": rows,
        "columns": [label for label, _, _ in GROUPS],
        "gap_title": "担い手のいない市区町村" if towns else "",
    }


def counted_kinds(subject: ZoneOnDay) -> dict[str, Any]:
    """How many facilities of each kind; kinds that nobody listed or entered are left out."""
    figures = of_place(subject)
    items = []
    for kind in FacilityKind:
        number = figures.of_kind(kind)
        if number:
            url = list_url(subject, kind=kind.value, **subject.condition)
            items.append({"label": kind.label, "value": number, "url": url})
    if not figures.is_listed():
        items = [{"label": "病院・診療所", "value": NO_LIST}]
    return {"items": items}


def zone_towns(subject: ZoneOnDay) -> dict[str, Any]:
    rows = []
    for town, codes in subject.towns(subject.zone):
        figures, people = counted(subject).of(codes), subject.people.of(codes)
        conditions = {"municipality": town.pk}
        cells = [
            Cell(people.over65),
            Cell(people.over75),
            Cell(people.over85),
            *(
                _cell(
                    figures.of_class(named),
                    subject,
                    filing=levels_of(named),
                    **conditions,
                )
                for named in FacilityClass
            ),
            _cell(figures.home_care, subject, filing=[HOME_VISITS], **conditions),
        ]
        rows.append({"town": town, "cells": cells})
    return {"rows": rows, "source": subject.people.source}
