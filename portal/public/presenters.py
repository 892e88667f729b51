"""The residents' list in plain words: what can be chosen, the entries, the map and its table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from designations.kinds import Kind
from facilities.kinds import CareFunction
from formats.maps import Area, Content, Map, Steps, schematic
from indicators.drawn import drawn
from portal.public.bodies import DESK, ROLES, Body
from portal.public.reading import Released, Town, Zone

# What residents call the four functions.
PLAIN = {
    CareFunction.DISCHARGE.value: "退院の支援",
    CareFunction.DAILY.value: "日常の診療",
    CareFunction.ACUTE.value: "急なとき",
    CareFunction.EOL.value: "看取り",
}
SOUGHT = [
    (DESK, "相談できる窓口"),
    (CareFunction.DISCHARGE.value, "退院したあとの在宅医療"),
    (CareFunction.DAILY.value, "ふだんの訪問診療"),
    (CareFunction.ACUTE.value, "急なときの往診"),
    (CareFunction.EOL.value, "自宅での看取り"),
    (Kind.HUB.value, "連携の拠点"),
    (Kind.ACTIVE.value, "積極的役割を担う医療機関"),
]
SHAPES = {DESK: "check", Kind.HUB.value: "hub", Kind.ACTIVE.value: "act"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a resident chose; unknown places and words count as not chosen."""

    zone: Zone | None = None
    town: Town | None = None
    what: str = ""
    text: str = ""

    @property
    def places(self) -> frozenset[str]:
        if self.town:
            return frozenset({self.town.code})
        return self.zone.codes if self.zone else frozenset()

    @property
    def name(self) -> str:
        if self.town:
            return self.town.name
        return self.zone.name if self.zone else ""

    def query(self, **more: str) -> str:
        area = (
            self.town.code if self.town else f"z{self.zone.code}" if self.zone else ""
        )
        words = {"area": area, "what": self.what, "q": self.text, **more}
        return urlencode({name: value for name, value in words.items() if value})


def asked(contents: Released, query: Any) -> Asked:
    area = query.get("area", "")
    what = query.get("what", "")
    zone = contents.zone(area[1:]) if area.startswith("z") else None
    zone = zone or contents.zone_of_town(area)
    towns = zone.members if zone else ()
    return Asked(
        zone,
        next((town for town in towns if town.code == area), None),
        what if what in dict(SOUGHT) else "",
        query.get("q", "").strip()[:60],
    )


def areas(contents: Released, chosen: Asked) -> list[dict[str, Any]]:
    """The choice of places: each zone as a whole, then its municipalities."""
    return [
        {
            "zone": zone,
            "value": f"z{zone.code}",
            "whole": zone == chosen.zone and chosen.town is None,
            "towns": zone.members,
        }
        for zone in contents.zones
    ]


def entry(body: Body, prefecture: str) -> dict[str, Any]:
    """One body as the list and its own page show it."""
    has = set(body.functions)
    return {
        "body": body,
        "url": reverse("public:body", args=[prefecture, body.key]),
        "roles": [
            {"text": ROLES[role], "tone": "wait", "shape": SHAPES[role]}
            for role in body.roles
        ],
        "where": "　".join(filter(None, [body.municipality_name, body.kind])),
        "functions": [
            {"name": words, "has": code in has} for code, words in PLAIN.items()
        ]
        if has
        else [],
        "tel": "".join(c for c in body.phone if c.isdigit() or c == "+"),
    }


def map_of(contents: Released, chosen: Asked, prefecture: str) -> Map | None:
    """How many of those sought stand in each zone, or in each municipality of the chosen one.

    Schematic on purpose: residents look for a name, and a zone's size says nothing to them.
    """
    found = contents.found(what=chosen.what, text=chosen.text)
    spots = _towns(chosen.zone, found) if chosen.zone else _zones(contents.zones, found)
    if not spots:
        return None
    address = reverse("public:list", args=[prefecture])
    rest = Asked(what=chosen.what, text=chosen.text)
    areas = tuple(
        (code, name, number, f"{address}?{rest.query(area=area)}", where)
        for code, name, number, area, where in spots
    )
    return drawn(draw, chosen.zone.name if chosen.zone else "", areas)


def draw(zone: str, areas: tuple) -> Map:
    unit = "市町村" if zone else "圏域"
    content = Content(
        [
            Area(code, name, value=number, label=str(number), href=href)
            for code, name, number, href, _ in areas
        ],
        f"{zone}の機関の数" if zone else "圏域ごとの機関の数",
        Steps((1, 5, 20, 50)),
        heading="機関の数",
        unit="か所",
        area=unit,
    )
    return schematic(content, {area[0]: area[4] for area in areas})


def _zones(zones: Iterable[Zone], found: list[Body]) -> list[tuple]:
    spots = []
    for zone in zones:
        where = _middle(zone.members)
        if where:
            number = sum(body.town in zone.codes for body in found)
            spots.append((zone.code, zone.name, number, f"z{zone.code}", where))
    return spots


def _towns(zone: Zone, found: list[Body]) -> list[tuple]:
    return [
        (
            town.code,
            town.name,
            sum(body.town == town.code for body in found),
            town.code,
            (town.longitude, town.latitude),
        )
        for town in zone.members
        if town.longitude is not None and town.latitude is not None
    ]


def _middle(towns: Iterable[Town]) -> tuple[float, float] | None:
    known = [t for t in towns if t.longitude is not None and t.latitude is not None]
    if not known:
        return None
    return (
        sum(t.longitude for t in known) / len(known),
        sum(t.latitude for t in known) / len(known),
    )
