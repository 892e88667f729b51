"""Who does what for a zone, layer by layer: head office, secondary area, zone, municipalities.

Read from the data of a day and its fiscal year; the duties of the papers stand beside it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from accounts.models import User
from designations.models import Designation
from designations.register import register_on
from programs.figures import ActivityTotals, totals_of
from programs.kinds import Implementer
from programs.models import (
    Activity,
    DischargeRule,
    Grant,
    Measure,
    Program,
    ProgramYear,
    RoleDuty,
)
from programs.municipal_matrix import MunicipalRow, municipal_matrix
from zones.models import HealthCentre, HomeCareZone, Municipality
from zones.placement import placement

BEFORE, AFTER, ALWAYS = "これまで", "これから", "共通"
# Who the papers speak of, in the order of the layers.
ACTORS = (
    "本庁",
    "センター",
    "都道府県",
    "道立保健所",
    "連携の拠点",
    "積極的役割を担う医療機関",
    "市町村",
)
SAID = ("duty", "relation", "condition")


@dataclass(frozen=True, slots=True)
class ZoneLayers:
    """One zone: its health centres, hubs, active institutions, rules and municipalities."""

    zone: HomeCareZone
    areas: tuple[str, ...]
    centres: tuple[HealthCentre, ...]
    hubs: tuple[Designation, ...]
    actives: tuple[Designation, ...]
    rule: DischargeRule | None
    towns: tuple[MunicipalRow, ...]

    @property
    def with_items(self) -> int:
        """Municipalities that told how they do their items."""
        return sum(town.is_known for town in self.towns)


def layers_on(
    zones: Iterable[HomeCareZone], prefecture: str, year: int, day: date
) -> list[ZoneLayers]:
    """The zones in the order given; the number of queries does not grow with them."""
    zones = list(zones)
    placed = placement(prefecture, day)
    register = register_on(prefecture, day, zones=zones)
    members = {zone.pk: placed.members(zone) for zone in zones}
    codes = {code for codes in members.values() for code in codes}
    rows = Municipality.objects.filter(pk__in=codes).select_related("secondary_area")
    places = {place.pk: place for place in rows.order_by("pk")}
    towns = [p for p in places.values() if p.parent_id not in places]
    matrix = municipal_matrix(towns, year, day)
    by_town = {row.municipality.pk: row for row in matrix.rows}
    centres = HealthCentre.objects.filter(municipalities__in=codes).distinct()
    covering = [
        (centre, {town.pk for town in centre.municipalities.all()})
        for centre in centres.order_by("code").prefetch_related("municipalities")
    ]
    rules = {r.zone_id: r for r in DischargeRule.objects.filter(zone__in=zones)}
    found = []
    for zone in zones:
        inside = set(members[zone.pk])
        line = register.of(zone)
        areas = {
            place.secondary_area.code: place.secondary_area.name
            for place in places.values()
            if place.pk in inside and place.secondary_area
        }
        found.append(
            ZoneLayers(
                zone=zone,
                areas=tuple(name for _, name in sorted(areas.items())),
                centres=tuple(c for c, covers in covering if covers & inside),
                hubs=line.hubs,
                actives=line.actives,
                rule=rules.get(zone.pk),
                towns=tuple(by_town[c] for c in sorted(inside) if c in by_town),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class HeadOffice:
    """What head office and the support centre do in a year; amounts in thousand yen."""

    measures: int
    centre_measures: int
    health_centre_measures: int
    programs: int
    budget: int | None
    centre: ActivityTotals


def head_office(user: User, prefecture: str, year: int, day: date) -> HeadOffice:
    measures = list(
        Measure.objects.visible_to(user)
        .of(prefecture)
        .in_year(year)
        .filter(node_type="measure")
        .values_list("implementers", flat=True)
    )
    in_force = Program.objects.visible_to(user).of(prefecture).in_force_on(day)
    years = ProgramYear.objects.filter(program__in=in_force, fiscal_year=year)
    own = ~Q(program__record_type="parent")
    sums = years.aggregate(
        programs=Count("pk"),
        first=Sum("budget_first", filter=own),
        more=Sum("budget_supplementary", filter=own),
    )
    rows = Activity.objects.visible_to(user).of(prefecture)
    rows = rows.filter(fiscal_year=year, actor_kind=Implementer.SUPPORT_CENTRE)

    def by(actor: str) -> int:
        return sum(actor in one for one in measures)

    return HeadOffice(
        measures=by(Implementer.HEAD_OFFICE),
        centre_measures=by(Implementer.SUPPORT_CENTRE),
        health_centre_measures=by(Implementer.HEALTH_CENTRE),
        programs=sums["programs"],
        budget=None if sums["first"] is None else sums["first"] + (sums["more"] or 0),
        centre=totals_of(rows),
    )


@dataclass(frozen=True, slots=True)
class ZoneWork:
    """What was done for a zone in a year, by whom; ``granted`` is in thousand yen."""

    by_centre: dict[int, ActivityTotals]
    by_operator: dict[int, ActivityTotals]
    grants: int
    granted: int


def zone_work(user: User, layers: ZoneLayers, year: int) -> ZoneWork:
    centres = [centre.pk for centre in layers.centres]
    operators = [hub.operator_id for hub in (*layers.hubs, *layers.actives)]
    rows = list(
        Activity.objects.visible_to(user)
        .filter(
            Q(health_centre__in=centres) | Q(operator__in=operators), fiscal_year=year
        )
        .order_by("pk")
    )
    grants = Grant.objects.visible_to(user).counting()
    grants = grants.filter(zone=layers.zone, year__fiscal_year=year)
    sums = grants.aggregate(grants=Count("pk"), decided=Sum("decided"))
    return ZoneWork(
        by_centre={
            pk: totals_of(r for r in rows if r.health_centre_id == pk) for pk in centres
        },
        by_operator={
            pk: totals_of(r for r in rows if r.operator_id == pk) for pk in operators
        },
        grants=sums["grants"],
        granted=sums["decided"] or 0,
    )


def duties(
    prefecture_name: str, periods: Collection[str] = (AFTER, ALWAYS)
) -> dict[str, list[RoleDuty]]:
    """What the papers of the prefecture and of the nation say, by actor."""
    rows = RoleDuty.objects.filter(
        scope__in=[prefecture_name, "国"], period__in=periods, duty_type__in=SAID
    )
    found: dict[str, list[RoleDuty]] = {}
    for row in rows.order_by("code"):
        found.setdefault(row.actor, []).append(row)
    return found
