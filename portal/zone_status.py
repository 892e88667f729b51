"""How far each zone is, as the start pages show it: people, institutions, hub, active ones."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from designations.kinds import Kind, Status
from designations.register import Register, ZoneRegister
from facilities.figures import FiguresByMunicipality, figures_on, total
from indicators.areas import Area, areas_of, places_on
from indicators.kinds import AreaKind

Item = dict[str, Any]


def zone_status(
    register: Register,
    prefecture: str,
    day: date,
    inside: frozenset[str] | None = None,
) -> tuple[list[Item], list[Item]]:
    """One line a zone, and the figures above them. ``inside`` cuts counts to a region."""
    places = places_on(day, prefecture) if prefecture else []
    areas = {area.pk: area for area in areas_of(AreaKind.ZONE, places)}
    if inside is None:
        figures = figures_on(day, prefecture=prefecture)
    else:
        figures = figures_on(day, municipalities=inside)
    lines = [
        _zone(line, areas[line.zone.pk], figures, inside)
        for line in register.zones
        if line.zone.pk in areas
    ]
    return lines, list(_figures(register, areas, figures, inside))


def _zone(
    line: ZoneRegister,
    area: Area,
    figures: FiguresByMunicipality,
    inside: frozenset[str] | None,
) -> Item:
    codes = area.codes if inside is None else area.codes & inside
    counted = figures.of(codes)
    classes = (counted.zaishishin, counted.zaishibyo)
    return {
        "zone": line.zone,
        "url": reverse("zones:detail", args=[line.zone.pk]),
        "over75": area.people.over75,
        "supporting": None if None in classes else sum(classes),
        "hub": _hub_badge(line),
        "active": _active_badge(line),
    }


def _hub_badge(line: ZoneRegister) -> Item:
    if line.hubs:
        return {"text": "指定", "tone": "ok", "shape": "hub"}
    for act in line.in_progress:
        if act.kind == Kind.HUB:
            shape = "clock" if act.status == Status.IN_REVIEW else "half"
            return {"text": act.get_status_display(), "tone": "", "shape": shape}
    return {"text": "なし", "tone": "", "shape": "ring"}


def _active_badge(line: ZoneRegister) -> Item:
    if line.actives:
        text = f"{len(line.actives)}機関"
        return {"text": text, "tone": "ok", "shape": "act"}
    if line.hubs:
        return {"text": "未指定", "tone": "bad", "shape": "stop"}
    return {"text": "なし", "tone": "", "shape": "ring"}


def _figures(
    register: Register,
    areas: dict[int, Area],
    figures: FiguresByMunicipality,
    inside: frozenset[str] | None,
) -> Iterable[Item]:
    zones = len(register.zones)
    acts = register.designations
    both = [z for z in register.zones if z.is_complete]
    counted = total(figures.places.values())
    people = {pk: area.people.over75 or 0 for pk, area in areas.items()}
    whole = sum(people.values())
    reached = sum(people.get(z.zone.pk, 0) for z in both)
    yield {
        "label": "拠点と積極的役割の両方がある圏域",
        "value": len(both),
        "unit": f"／{zones}圏域",
        "url": reverse("zones:list"),
    }
    yield {
        "label": "拠点のある圏域",
        "value": zones - len(register.lacking_hub),
        "unit": "圏域",
        "url": reverse("designations:list"),
    }
    yield {
        "label": "積極的役割を担う医療機関",
        "value": sum(act.kind == Kind.ACTIVE for act in acts),
        "unit": "機関",
        "url": reverse("designations:list"),
    }
    if inside is None and whole:
        yield {
            "label": "両方がある圏域の75歳以上人口の割合",
            "value": f"{reached * 100 / whole:.1f}",
            "unit": "％",
        }
    classes = (counted.zaishishin, counted.zaishibyo)
    listed = None not in classes
    yield {
        "label": "在支診・在支病",
        "value": sum(classes) if listed else "名簿なし",
        "unit": "機関" if listed else "",
        "note": f"在支診{classes[0]}、在支病{classes[1]}" if listed else "",
        "url": f"{reverse('facilities:list')}?filing=zaishi" if listed else "",
    }
