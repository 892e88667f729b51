"""The areas that figures are added up to: municipalities, zones, secondary areas, health centres
and prefectures, each as a set of municipality codes with its people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import JSONObject

from indicators.kinds import AreaKind
from zones.models import (
    HealthCentre,
    Municipality,
    PlanVersion,
    Population,
)
from zones.placement import placement_of


@dataclass(frozen=True, slots=True)
class People:
    """Residents of an area; a count is None where one municipality of it has none."""

    total: int | None
    over65: int | None
    over75: int | None
    over85: int | None
    year: int | None


NOBODY = People(None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or ward on a day."""

    code: str
    name: str
    prefecture: str
    prefecture_name: str
    parent: str | None
    secondary_area: str | None
    secondary_area_name: str
    zone: int | None
    zone_code: str
    zone_name: str
    northern: bool
    people: People

    @property
    def is_counted(self) -> bool:
        """Municipalities of their own: wards are in their city, northern villages are empty."""
        return self.parent is None and not self.northern


@dataclass(frozen=True, slots=True)
class Area:
    """An area of one kind. ``codes`` are all its municipalities with their wards, ``members``
    those without wards, in the order of their codes. ``proposed`` zones are of a draft."""

    kind: AreaKind
    code: str
    name: str
    prefecture: str
    codes: frozenset[str]
    members: tuple[str, ...]
    people: People
    pk: int | None = None
    proposed: bool = False


def places_on(
    day: date, prefecture: str = "", version: PlanVersion | None = None
) -> list[Place]:
    """All municipalities and wards of a prefecture, or of the nation, on a day. One query.

    With a ``version``, also a draft, its zones stand in place of those in force.
    """
    in_force = PlanVersion.objects.in_force_on(day)
    holds = Case(
        When(zone_memberships__version__in=in_force, then=Value(True)),
        default=Value(False),
    )
    found = Municipality.objects.existing_on(day).annotate(placed_on_day=holds)
    if prefecture:
        found = found.filter(prefecture=prefecture)
    rows = found.order_by("pk").values_list(*_TOWN, *_PLACED, Subquery(_people(day)))
    drafted = placement_of(version) if version else None
    towns: dict[str, tuple] = {}
    memberships: dict[str, list[tuple]] = defaultdict(list)
    for row in rows:
        towns[row[0]] = row
        if row[_AT]:
            memberships[row[0]].append(row[_AT + 1 : -1])
    places = []
    for code, row in towns.items():
        if drafted is None:
            zone = _zone(memberships.get(code, ()), memberships.get(row[4], ()), row[4])
        else:
            proposed = drafted.zone(code)
            zone = proposed and (proposed.pk, proposed.code, proposed.name)
        places.append(_place(row, zone or (None, "", "")))
    return places


_TOWN = (
    "pk",
    "name",
    "prefecture",
    "prefecture__name",
    "parent",
    "secondary_area",
    "secondary_area__name",
    "northern_territory",
)
_PLACED = (
    "placed_on_day",
    "zone_memberships__zone",
    "zone_memberships__zone__code",
    "zone_memberships__zone__name",
    "zone_memberships__version__plan__first_fiscal_year",
    "zone_memberships__version__plan__places_wards",
)
_AT = len(_TOWN)


def _zone(
    own: Sequence[tuple], of_city: Sequence[tuple], city: str | None
) -> tuple | None:
    """The zone of the newest plan; a ward follows its city unless the plan places wards (rule Z2,
    as in ``MunicipalityQuerySet.with_zone_on``, here without asking for each municipality)."""
    if len(own) == 1 and city is None:
        return own[0][:3]
    found = [(year, True, zone) for *zone, year, wards in own if wards or city is None]
    found += [(year, False, zone) for *zone, year, _ in of_city]
    return tuple(max(found)[2]) if found else None


def _place(row: tuple, zone: tuple) -> Place:
    return Place(
        code=row[0],
        name=row[1],
        prefecture=row[2],
        prefecture_name=row[3],
        parent=row[4],
        secondary_area=row[5],
        secondary_area_name=row[6] or "",
        zone=zone[0],
        zone_code=zone[1],
        zone_name=zone[2],
        northern=row[7],
        people=People(**row[-1]) if row[-1] else NOBODY,
    )


def _people(day: date) -> QuerySet:
    """The latest register of residents by the day, or the first one there is."""
    later = Case(When(year__lte=day.year, then=Value(0)), default=Value(1))
    nearest = Case(
        When(year__lte=day.year, then=Value(0) - F("year")),
        default=F("year"),
        output_field=IntegerField(),
    )
    found = Population.objects.filter(
        municipality=OuterRef("pk"), kind=Population.Kind.RESIDENT
    )
    counts = JSONObject(
        total="total", over65="over65", over75="over75", over85="over85", year="year"
    )
    return found.order_by(later, nearest).values_list(counts)[:1]


def areas_of(kind: AreaKind, places: Iterable[Place]) -> list[Area]:
    """The areas of a kind that the places make up, by code. No query but for health centres."""
    places = list(places)
    if kind == AreaKind.HEALTH_CENTRE:
        return _health_centres(places)
    groups: dict[tuple[str, str, str], list[Place]] = {}
    pks: dict[str, int | None] = {}
    for place in places:
        code, name = _group(kind, place)
        if code:
            groups.setdefault((place.prefecture, code, name), []).append(place)
            pks[code] = place.zone if kind == AreaKind.ZONE else None
    if kind == AreaKind.MUNICIPALITY:
        names = {p.code: p.name for p in places}
        groups = {(pref, c, names[c]): g for (pref, c, _), g in groups.items()}
    areas = [
        _area(kind, code, name, prefecture, group, pks[code])
        for (prefecture, code, name), group in groups.items()
    ]
    return sorted(areas, key=lambda area: (area.prefecture, area.code))


def _group(kind: AreaKind, place: Place) -> tuple[str, str]:
    if kind == AreaKind.ZONE:
        return place.zone_code, place.zone_name
    if kind == AreaKind.SECONDARY_AREA:
        return place.secondary_area or "", place.secondary_area_name
    if kind == AreaKind.PREFECTURE:
        return place.prefecture, place.prefecture_name
    return ("", "") if place.northern else (place.parent or place.code, "")


def _area(
    kind: AreaKind,
    code: str,
    name: str,
    prefecture: str,
    places: list[Place],
    pk: int | None = None,
) -> Area:
    counted = [place for place in places if place.is_counted]
    # A plan that places wards may make a zone of wards alone: then they are its members.
    counted = counted or [place for place in places if not place.northern]
    return Area(
        kind=kind,
        code=code,
        name=name,
        prefecture=prefecture,
        codes=frozenset(place.code for place in places),
        members=tuple(place.code for place in counted),
        people=_together([place.people for place in counted]),
        pk=pk,
    )


def _together(people: list[People]) -> People:
    if len(people) == 1:
        return people[0]
    years = {one.year for one in people if one.year}
    return People(
        _added([one.total for one in people]),
        _added([one.over65 for one in people]),
        _added([one.over75 for one in people]),
        _added([one.over85 for one in people]),
        max(years, default=None),
    )


def _added(counts: list[int | None]) -> int | None:
    return None if not counts or None in counts else sum(counts)


def _health_centres(places: list[Place]) -> list[Area]:
    by_code = {place.code: place for place in places}
    prefectures = sorted({place.prefecture for place in places})
    centres: dict[tuple[str, str, str, int], set[str]] = {}
    rows = HealthCentre.objects.filter(prefecture__in=prefectures).order_by("code")
    for code, name, prefecture, pk, municipality in rows.values_list(
        "code", "name", "prefecture", "pk", "municipalities"
    ):
        covered = centres.setdefault((prefecture, code, name, pk), set())
        covered |= {municipality} if municipality in by_code else set()
    for covered in centres.values():
        covered |= {place.code for place in places if place.parent in covered}
    return [
        _area(
            AreaKind.HEALTH_CENTRE,
            code,
            name,
            prefecture,
            [by_code[one] for one in sorted(covered)],
            pk,
        )
        for (prefecture, code, name, pk), covered in centres.items()
    ]
