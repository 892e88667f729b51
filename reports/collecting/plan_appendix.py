"""From the database to the plan appendix: which institutions take on which function, by zone."""

from collections.abc import Iterator

from designations.kinds import Kind
from facilities.counted import SECTOR_OF_KIND
from facilities.kinds import CareFunction, FacilityKind
from facilities.models import Facility
from reports.collecting.acts import in_force, name_of
from reports.collecting.asked import Asked
from reports.collecting.facts import states_on
from reports.collecting.ground import Ground, Line
from reports.snapshots import plan_appendix as schema
from reports.snapshots.shared import Source

TITLE = "在宅医療の機能を担う医療機関等 計画別表"
CAVEATS = (
    "医療機能は、基準日に効力のある届出、実態調査の回答又は職員の確認によって定めた。",
    "一つの機関が複数の機能を担うため、機能の間で合計しない。",
    "並びは市区町村コードの順とし、その中は種別と読みがなの順（読みがなのないものは名称の順）とした。",
)


def collect_plan_appendix(asked: Asked) -> schema.PlanAppendix:
    """Freeze the names. Raises ``NoPlan`` where no plan is in force."""
    ground = Ground(asked)
    institutions = _institutions(ground)

    def sources() -> Iterator[Source]:
        yield ground.registry()
        yield ground.filings()
        yield ground.designations()

    return schema.PlanAppendix(
        **ground.common(TITLE),
        sources=tuple(sources()),
        caveats=(*CAVEATS, *ground.unlisted()),
        zones=tuple(_zone(line, ground, institutions) for line in ground.lines),
    )


def _zone(
    line: Line, ground: Ground, institutions: dict[str, list[schema.Institution]]
) -> schema.AppendixZone:
    names = {place.code: place.name for place in ground.picture.places}
    return schema.AppendixZone(
        code=line.code,
        name=line.name,
        towns=tuple(names[code] for code in line.area.members),
        hubs=tuple(name_of(act) for act in line.register.hubs),
        actives=tuple(name_of(act) for act in line.register.actives),
        institutions=tuple(institutions.get(line.code, ())),
        unlisted=tuple(
            kind.value
            for kind, sector in SECTOR_OF_KIND.items()
            if not line.figures.is_listed(sector)
        ),
    )


def _institutions(ground: Ground) -> dict[str, list[schema.Institution]]:
    """Institutions with at least one function by zone code, in the order of the appendix."""
    open_ones = Facility.objects.filter(prefecture=ground.prefecture).open_on(
        ground.as_of
    )
    functions: dict[int, list[str]] = {}
    for function in CareFunction:
        found = open_ones.providing(function, ground.as_of).order_by("pk")
        for pk in found.values_list("pk", flat=True):
            functions.setdefault(pk, []).append(function.value)
    then = states_on(functions, ground.as_of)
    places = {place.code: place for place in ground.picture.places}
    designated = _designated(ground)
    kinds = list(FacilityKind)
    rows = []
    for facility in Facility.objects.in_bulk(list(functions)).values():
        name, town = then.get(
            facility.pk, (facility.shown_name, facility.municipality_id)
        )
        place = places.get(town)
        if place is None or not place.zone_code:
            continue
        kind = FacilityKind(facility.kind)
        marks = designated.get(facility.pk, set())
        order = (place.code, kinds.index(kind), facility.kana or name, facility.code)
        one = schema.Institution(
            kind=kind.value,
            town=place.name,
            name=name,
            functions=tuple(functions[facility.pk]),
            kana=facility.kana,
            hub=Kind.HUB in marks,
            active=Kind.ACTIVE in marks,
        )
        rows.append((order, place.zone_code, one))
    by_zone: dict[str, list[schema.Institution]] = {}
    for _, zone, one in sorted(rows, key=lambda row: row[0]):
        by_zone.setdefault(zone, []).append(one)
    return by_zone


def _designated(ground: Ground) -> dict[int, set[str]]:
    """The kinds of designation in force by facility."""
    found: dict[int, set[str]] = {}
    for act in in_force(ground.lines):
        if act.operator.facility_id:
            found.setdefault(act.operator.facility_id, set()).add(act.kind)
    return found
