"""How far each zone is, as the start pages show it: people, institutions, hub, active ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from designations.kinds import Kind, Status
from designations.register import Register, ZoneRegister
from facilities.figures import FiguresByMunicipality, figures_on, total
from facilities.filters import levels_of, list_query
from facilities.kinds import HOME_CARE_CLASSES
from indicators.areas import Area, areas_of, places_on
from indicators.kinds import AreaKind
from portal.start.zone_map import Spot, zone_map
from zones.borders import Border
from zones.models import Municipality
from zones.people import residents_source

Item = dict[str, Any]

# What the map and its table say of a zone, in the order of the legend.
STATES = {
    "both": "拠点・積極的役割とも",
    "hub": "拠点のみ",
    "active": "積極的役割のみ",
    "going": "準備中",
    "none": "未着手",
}


@dataclass(slots=True)
class ZoneBoard:
    """The zones of a person's region on a day, as plain data that can be kept."""

    figures: list[Item] = field(default_factory=list)
    rows: list[Item] = field(default_factory=list)
    states: list[Item] = field(default_factory=list)
    drawing: str = ""
    credit: str = ""
    source: str = ""


def zone_board(
    register: Register,
    day: date,
    inside: frozenset[str] | None = None,
) -> ZoneBoard:
    """One line a zone, the figures above them, and the map. ``inside`` cuts counts to a region."""
    prefecture = register.prefecture
    if not register.zones:
        return ZoneBoard()
    places = places_on(day, prefecture)
    areas = {area.pk: area for area in areas_of(AreaKind.ZONE, places)}
    lines = [line for line in register.zones if line.zone.pk in areas]
    if inside is None:
        figures = figures_on(day, prefecture=prefecture)
    else:
        figures = figures_on(day, municipalities=inside)
    board = ZoneBoard(
        figures=list(_figures(register, areas, figures, day, inside)),
        rows=[_row(line, areas[line.zone.pk], figures, day, inside) for line in lines],
        states=_states(lines, areas) if inside is None else [],
        source=_source([areas[line.zone.pk] for line in lines]),
    )
    if inside is None:
        drawing = zone_map(
            tuple(_spot(line, areas[line.zone.pk], day) for line in lines),
            _offices(prefecture),
            prefecture,
            Border.objects.of_prefecture(prefecture).stamp(),
        )
        if drawing is not None:
            # Words in it were escaped where it was drawn.
            board.drawing = SafeString(drawing.svg)
            board.credit = drawing.credit
    return board


def _on(day: date) -> str:
    return urlencode({"on": day.isoformat()})


def _address(line: ZoneRegister, day: date) -> str:
    return f"{reverse('zones:detail', args=[line.zone.pk])}?{_on(day)}"


def _spot(line: ZoneRegister, area: Area, day: date) -> Spot:
    return Spot(
        area.code, area.name, line.state, _address(line, day), tuple(sorted(area.codes))
    )


def _offices(prefecture: str) -> dict[str, tuple[float, float]]:
    rows = Municipality.objects.filter(
        prefecture=prefecture, longitude__isnull=False, northern_territory=False
    )
    places = rows.order_by("pk").values_list("pk", "longitude", "latitude")
    return {code: (east, north) for code, east, north in places}


def _source(areas: Iterable[Area]) -> str:
    people = residents_source(a.people.year for a in areas if a.people.year)
    return f"届出受理医療機関名簿、{people}、指定の登録"


def _row(
    line: ZoneRegister,
    area: Area,
    figures: FiguresByMunicipality,
    day: date,
    inside: frozenset[str] | None,
) -> Item:
    codes = area.codes if inside is None else area.codes & inside
    counted = figures.of(codes)
    classes = (counted.zaishishin, counted.zaishibyo)
    listed = None not in classes
    return {
        "name": line.zone.name,
        "url": _address(line, day),
        "over75": area.people.over75,
        "supporting": sum(classes) if listed else None,
        "facilities": _facilities(day, zone=line.zone.pk) if listed else "",
        "hub": _hub_badge(line),
        "active": _active_badge(line),
    }


def _facilities(day: date, **conditions: object) -> str:
    """The 在支診 and 在支病 behind a number."""
    levels = [value for named in HOME_CARE_CLASSES for value in levels_of(named)]
    query = list_query(**conditions, filing=levels, on=day.isoformat())
    return f"{reverse('facilities:list')}?{query}"


def _hub_badge(line: ZoneRegister) -> Item:
    if line.hubs:
        return {"text": "指定", "tone": "ok", "shape": "hub"}
    for act in line.in_progress:
        if act.kind == Kind.HUB:
            shape = "clock" if act.status == Status.IN_REVIEW else "half"
            tone = "wait" if act.status == Status.IN_REVIEW else ""
            return {"text": act.get_status_display(), "tone": tone, "shape": shape}
    return {}


def _active_badge(line: ZoneRegister) -> Item:
    if line.actives:
        text = f"{len(line.actives)}機関"
        return {"text": text, "tone": "ok", "shape": "act"}
    if line.hubs:
        return {"text": "未指定", "tone": "bad", "shape": "stop"}
    return {}


def _states(lines: list[ZoneRegister], areas: dict[int, Area]) -> list[Item]:
    """The zones of each state, with their share of the people of 75 and more."""
    whole = sum(_people(line, areas) for line in lines)
    found = []
    for state, label in STATES.items():
        those = [line for line in lines if line.state == state]
        people = sum(_people(line, areas) for line in those)
        found.append(
            {
                "label": label,
                "count": len(those),
                "share": f"{people * 100 / whole:.1f}％" if whole else "—",
                "names": "・".join(line.zone.name for line in those) or "—",
            }
        )
    return found


def _people(line: ZoneRegister, areas: dict[int, Area]) -> int:
    return areas[line.zone.pk].people.over75 or 0


def _figures(
    register: Register,
    areas: dict[int, Area],
    figures: FiguresByMunicipality,
    day: date,
    inside: frozenset[str] | None,
) -> Iterator[Item]:
    lines = [line for line in register.zones if line.zone.pk in areas]
    designations = f"{reverse('designations:list')}?{_on(day)}"
    both = [line for line in lines if line.is_complete]
    yield {
        "label": "拠点と積極的役割の両方がある圏域",
        "value": len(both),
        "unit": f"／{len(lines)}圏域",
        "url": designations,
    }
    yield {
        "label": "拠点の指定",
        "value": sum(not line.lacks_hub for line in lines),
        "unit": "圏域",
        "note": _cases(lines),
        "url": designations,
    }
    actives = [act for act in register.designations if act.kind == Kind.ACTIVE]
    yield {
        "label": "積極的役割を担う医療機関",
        "value": len(actives),
        "unit": "機関",
        "note": f"{sum(not line.lacks_active for line in lines)}圏域",
        "url": f"{designations}&view=kind",
    }
    whole = sum(_people(line, areas) for line in lines)
    if inside is None and whole:
        share = sum(_people(line, areas) for line in both) * 100 / whole
        yield {
            "label": "75歳以上人口のカバー率",
            "value": f"{share:.1f}",
            "unit": "％",
            "note": "両方がある圏域の人口",
            "url": "#states",
        }
    counted = total(figures.places.values())
    classes = (counted.zaishishin, counted.zaishibyo)
    if None in classes:
        yield {"label": "在支診・在支病", "value": "名簿なし"}
        return
    yield {
        "label": "在支診・在支病",
        "value": sum(classes),
        "unit": "機関",
        "note": f"在支診{classes[0]:,}、在支病{classes[1]:,}",
        "url": _facilities(day),
    }


def _cases(lines: Iterable[ZoneRegister]) -> str:
    """How many zones without a hub have a case for one, by its state."""
    counts: dict[str, int] = {}
    for line in lines:
        words = _hub_badge(line).get("text", "") if line.lacks_hub else ""
        if words:
            counts[words] = counts.get(words, 0) + 1
    return "、".join(f"{words} {number}" for words, number in counts.items())
