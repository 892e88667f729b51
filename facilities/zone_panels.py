"""What the registry adds to the pages of zones: counts by class and kind, and the four functions."""

from typing import Any

from facilities.counted import OTHER_MEDICAL, Figures
from facilities.filters import HOME_VISITS, NEITHER, levels_of
from facilities.kinds import (
    MEDICAL_KINDS,
    CareFunction,
    FacilityClass,
    FacilityKind,
)
from facilities.zone_counts import (
    counted,
    list_url,
    most,
    of_place,
    opened,
    shaded,
)
from facilities.zone_tables import (
    NO_LIST,
    functions_table,
    kinds_table,
    towns_table,
)
from zones.page import TownOnDay, ZoneOnDay
from zones.panels import (
    MUNICIPALITY_PAGE,
    ZONE_PAGE,
    Cell,
    Panel,
)

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
                table=lambda s: functions_table(
                    s, of_place(s), {word: group for word, group, _ in GROUPS}
                ),
            )
        )
        page.register(
            Panel(
                "kinds",
                "種別ごとの機関",
                "facilities/_zone_kinds.html",
                counted_kinds,
                order=30,
                table=lambda s: kinds_table(s, of_place(s)),
            )
        )
    ZONE_PAGE.register(
        Panel(
            "municipalities",
            "市区町村ごとの数",
            "facilities/_zone_towns.html",
            zone_towns,
            order=40,
            table=lambda s: towns_table(s, counted(s)),
        )
    )


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
        cell = opened(number, subject, **here, filing=levels_of(named))
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
    cell = opened(backup, subject, **here, filing=["backup_hospital"])
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
    highest = most(
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
                    shaded(
                        figures.providing(function, group),
                        highest,
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
                opened(
                    figures.of_class(named),
                    subject,
                    filing=levels_of(named),
                    **conditions,
                )
                for named in FacilityClass
            ),
            opened(figures.home_care, subject, filing=[HOME_VISITS], **conditions),
        ]
        rows.append({"town": town, "cells": cells})
    return {"rows": rows, "source": subject.people.source}
