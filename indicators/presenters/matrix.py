"""Zone × function: who provides each of the four functions, and where nobody does."""

from django.urls import reverse
from django.utils.html import format_html

from designations.kinds import Kind
from facilities.counted import Figures
from facilities.kinds import CareFunction
from formats.tables import Column
from indicators.areas import Area
from indicators.kinds import AreaKind
from indicators.links import facilities_of, zone_url
from indicators.presenters.figures import SOURCE, basis
from indicators.reach import Reach
from indicators.sheets import Cell, Sheet
from indicators.wording import NO_LIST

FUNCTIONS = list(CareFunction)
KINDS = list(Kind)
NOT_COVERED = (
    "届出と機能の提供の記録から数えた機関。担い手がいないことを「なし」と示す。"
)


def matrix_sheet(reach: Reach) -> Sheet:
    """The matrix as a table, with the gaps in words."""
    columns = [
        Column("圏域"),
        Column("コード", kind="code"),
        *(Column(function.label, "機関", "integer") for function in FUNCTIONS),
        *(Column(kind.short, kind="integer") for kind in KINDS),
        Column("足りないもの", width=50),
    ]
    rows = []
    for zone in reach.areas(AreaKind.ZONE):
        figures = reach.picture.figures(zone)
        rows.append(
            [
                zone.name,
                zone.code,
                *(_plain(figures.providing(function)) for function in FUNCTIONS),
                *(len(acts(reach, zone, kind)) for kind in KINDS),
                "、".join(gaps(reach, zone)) or "なし",
            ]
        )
    return Sheet(
        "matrix",
        f"{reach.prefecture}の4つの医療機能と指定（圏域別）",
        columns,
        rows,
        source=SOURCE,
        note=f"{NOT_COVERED}{basis(reach)}",
        as_of=reach.day,
        empty="この日に効力のある計画に圏域がありません",
    )


def _plain(number: int | None) -> Cell:
    return Cell(number, words=NO_LIST if number is None else "")


def acts(reach: Reach, zone: Area, kind: Kind) -> list:
    """The acts of a kind in force in a zone."""
    return reach.picture.designated.get((zone.pk, kind), [])


def gaps(reach: Reach, zone: Area) -> list[str]:
    """What a zone lacks, in words."""
    figures = reach.picture.figures(zone)
    found = [f"{kind.short}なし" for kind in KINDS if not acts(reach, zone, kind)]
    found += [
        f"{function.label}の担い手なし"
        for function in FUNCTIONS
        if figures.providing(function) == 0
    ]
    return found


def matrix_rows(reach: Reach) -> list[dict[str, object]]:
    """The rows of the component ``matrix.html``: links, shades and the gap."""
    zones = reach.areas(AreaKind.ZONE)
    counts = {zone.code: _counts(reach, zone) for zone in zones}
    highest = [
        max((row[at] or 0 for row in counts.values()), default=0)
        for at in range(len(FUNCTIONS) + len(KINDS))
    ]
    return [_row(reach, zone, counts[zone.code], highest) for zone in zones]


def _counts(reach: Reach, zone: Area) -> list[int | None]:
    figures = reach.picture.figures(zone)
    provided = [figures.providing(function) for function in FUNCTIONS]
    return [*provided, *(len(acts(reach, zone, kind)) for kind in KINDS)]


def _row(
    reach: Reach, zone: Area, counts: list[int | None], highest: list[int]
) -> dict[str, object]:
    day = reach.day.isoformat()
    links = [
        *(facilities_of(zone, reach.day, function=one.value) for one in FUNCTIONS),
        *(f"{reverse('designations:list')}?on={day}&zone={zone.code}&kind={kind.value}" for kind in KINDS),
    ]  # fmt: skip
    lacking = gaps(reach, zone)
    mark = {"text": f"{len(lacking)}件", "tone": "warn"} if lacking else None
    return {
        "label": _name(zone, day),
        "cells": [
            _cell(count, most, link)
            for count, most, link in zip(counts, highest, links, strict=True)
        ],
        "gap": mark,
        "gaps": "、".join(lacking),
    }


def _name(zone: Area, day: str) -> str:
    if zone.proposed:
        return zone.name
    return format_html('<a href="{}">{}</a>', zone_url(zone.pk, day), zone.name)


def _cell(count: int | None, most: int, link: str) -> dict[str, object]:
    if count is None:
        return {"value": NO_LIST, "shade": 0}
    if count == 0:
        return {"none": True, "url": link}
    return {"value": count, "url": link, "shade": 1 + min(3, 4 * count // (most + 1))}


def towns_sheet(reach: Reach) -> Sheet:
    """The municipalities of each zone that have no provider of a function."""
    columns = [
        Column("圏域"),
        Column("市町村の数", kind="integer"),
        *(Column(function.label, width=32) for function in FUNCTIONS),
    ]
    rows = []
    for zone in reach.areas(AreaKind.ZONE):
        towns = reach.picture.members(zone)
        cells = [_without(reach, towns, function) for function in FUNCTIONS]
        rows.append([zone.name, len(towns), *cells])
    return Sheet(
        "towns",
        f"{reach.prefecture}の担い手のいない市町村（機能別）",
        columns,
        rows,
        source=SOURCE,
        note=basis(reach),
        as_of=reach.day,
        empty="この日に効力のある計画に圏域がありません",
    )


def _without(reach: Reach, towns: list[Area], function: CareFunction) -> Cell:
    figures: dict[str, Figures] = {t.name: reach.picture.figures(t) for t in towns}
    if any(one.providing(function) is None for one in figures.values()):
        return Cell(NO_LIST)
    names = [name for name, one in figures.items() if one.providing(function) == 0]
    return Cell("、".join(names) if names else "なし", note=_number(names))


def _number(names: list[str]) -> str:
    return f"{len(names)}市町村" if names else ""
