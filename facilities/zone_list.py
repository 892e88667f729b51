"""What the registry adds to the list of zones: columns, and the four functions of each."""

from typing import Any

from facilities.filters import levels_of
from facilities.kinds import HOME_CARE_CLASSES, CareFunction, FacilityClass
from facilities.zone_counts import (
    counted,
    list_url,
    most,
    of_zone,
    opened,
    shaded,
)
from facilities.zone_tables import zones_table
from formats.tables import Table
from zones.page import ZonesOnDay
from zones.panels import ZONE_COLUMNS, ZONE_LIST, Panel, ZoneColumn


def register() -> None:
    ZONE_COLUMNS.append(columns)
    ZONE_LIST.register(
        Panel(
            "functions",
            "圏域ごとの4つの医療機能",
            "facilities/_zones_matrix.html",
            list_matrix,
            order=20,
            table=matrix_table,
        )
    )


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
                zone.pk: opened(
                    getattr(of_zone(subject, zone), name),
                    subject,
                    zone=zone.pk,
                    filing=filing,
                )
                for zone in subject.zones
            },
            opened(getattr(everywhere, name), subject, filing=filing),
        )
        for label, name, filing in offered
    ]


def list_matrix(subject: ZonesOnDay) -> dict[str, Any] | None:
    """Zone × function: providers, each number opening its facilities; gaps in words."""
    if not subject.zones:
        return None
    by_zone = {zone: of_zone(subject, zone) for zone in subject.zones}
    highest = {f: most(x.providing(f) for x in by_zone.values()) for f in CareFunction}
    rows = []
    for zone, figures in by_zone.items():
        numbers = {f: figures.providing(f) for f in CareFunction}
        missing = [f.label for f, number in numbers.items() if number == 0]
        rows.append(
            {
                "label": zone.name,
                "cells": [
                    shaded(
                        number,
                        highest[function],
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


def matrix_table(subject: ZonesOnDay) -> Table:
    by_zone = {zone: of_zone(subject, zone) for zone in subject.zones}
    return zones_table(subject, by_zone)
