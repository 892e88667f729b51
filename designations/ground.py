"""What the selection rule looks over: institutions and bodies of a prefecture on a day.

Read in a fixed number of queries, so that all municipalities are answered at once.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import asin, cos, radians, sin, sqrt

from django.db.models import Q

from designations.kinds import OPEN, OperatorKind
from designations.models import ConsultationDesk, Designation, Operator
from designations.querysets import in_period
from facilities.kinds import ENHANCED, EvidenceKind, FacilityClass, FacilityKind
from facilities.models import (
    CapacitySurvey,
    Facility,
    Filing,
    FunctionProvision,
)
from facilities.words import answer_words, beds_words
from formats.dates import fiscal_year, wareki_short
from zones.models import Municipality
from zones.placement import Placement, placement

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality that a plan places, with its office."""

    code: str
    name: str
    area: str | None
    area_name: str
    zone: int | None
    zone_code: str
    zone_name: str
    office: tuple[float, float] | None

    def km_to(self, other: "Town") -> float | None:
        """Straight line between the municipal offices, in kilometres to one decimal."""
        if self.code == other.code:
            return 0.0
        if self.office is None or other.office is None:
            return None
        return round(_great_circle(self.office, other.office), 1)


def _great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    lat1, lon1, lat2, lon2 = (radians(x) for x in (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


@dataclass(frozen=True, slots=True)
class Body:
    """An institution or another body that a step may choose.

    ``key`` names it for the page: ``facility:12``, ``operator:5`` or ``municipality:01100``.
    """

    key: str
    name: str
    code: str
    kind: str
    towns: frozenset[str]
    seat: str | None
    facility_class: str = ""
    filing: str = ""
    filing_from: date | None = None
    is_enhanced: bool = False
    beds: str = ""
    survey: str = ""


@dataclass
class Ground:
    """Everything that the steps look over."""

    day: date
    placed: Placement
    towns: dict[str, Town]
    institutions: dict[str, list[Body]] = field(default_factory=dict)
    bodies: list[Body] = field(default_factory=list)
    desks: dict[str, set[str]] = field(default_factory=dict)
    acts: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    @cached_property
    def class_of(self) -> dict[str, str]:
        """The class of each institution by its key."""
        rows = (body for bodies in self.institutions.values() for body in bodies)
        return {body.key: body.facility_class for body in rows}

    @cached_property
    def by_area(self) -> dict[str, list[Town]]:
        found = defaultdict(list)
        for town in self.towns.values():
            if town.area:
                found[town.area].append(town)
        return found


def ground_of(prefecture: str, day: date, kind: str) -> Ground:
    """The ground for one kind of designation in a prefecture on a day."""
    placed = placement(prefecture, day)
    rows = Municipality.objects.filter(prefecture=prefecture, northern_territory=False)
    cities = dict(rows.values_list("pk", "parent"))
    towns = {
        m.pk: _town(m, placed)
        for m in rows.existing_on(day)
        .placed_by_plans()
        .select_related("secondary_area")
        .order_by("pk")
    }
    ground = Ground(day, placed, towns)
    city_of = {code: parent or code for code, parent in cities.items()}
    ground.institutions = _institutions(prefecture, day, city_of)
    ground.bodies = _bodies(prefecture, day, city_of)
    ground.desks = _desks(prefecture, day, city_of)
    ground.acts = _acts(prefecture, day, kind)
    return ground


def _town(municipality: Municipality, placed: Placement) -> Town:
    zone = placed.zone(municipality.pk)
    area = municipality.secondary_area
    has_office = municipality.latitude is not None
    return Town(
        code=municipality.pk,
        name=municipality.name,
        area=area.pk if area else None,
        area_name=area.name if area else "",
        zone=zone.pk if zone else None,
        zone_code=zone.code if zone else "",
        zone_name=zone.name if zone else "",
        office=(municipality.latitude, municipality.longitude) if has_office else None,
    )


def _institutions(
    prefecture: str, day: date, city_of: dict[str, str]
) -> dict[str, list[Body]]:
    """Institutions with a class filing that decides on the day, by city."""
    deciding = (
        Filing.objects.deciding_on(day)
        .filter(
            facility__in=Facility.objects.filter(prefecture=prefecture).open_on(day)
        )
        .select_related("kind", "facility")
        .order_by("facility__code", "pk")
    )
    surveys = _surveys(prefecture, day)
    found: dict[str, list[Body]] = defaultdict(list)
    for filing in deciding:
        facility = filing.facility
        city = city_of.get(facility.municipality_id)
        if city is None:
            continue
        found[city].append(
            Body(
                key=f"facility:{facility.pk}",
                name=facility.shown_name,
                code=facility.code,
                kind=OperatorKind.FACILITY,
                towns=frozenset({city}),
                seat=city,
                facility_class=filing.kind.facility_class,
                filing=filing.kind.symbol_as_printed,
                filing_from=filing.starts_on,
                is_enhanced=filing.kind.enhancement in ENHANCED,
                beds=beds_words(facility),
                survey=surveys.get(facility.pk, ""),
            )
        )
    return found


def _surveys(prefecture: str, day: date) -> dict[int, str]:
    """What institutions said in the capacity survey, where known."""
    words: dict[int, list[str]] = defaultdict(list)
    answers = CapacitySurvey.objects.latest_by(fiscal_year(day))
    for row in answers.filter(facility__prefecture=prefecture).order_by("facility"):
        words[row.facility_id] += answer_words(row)
    said = FunctionProvision.objects.in_force_on(day).filter(
        facility__prefecture=prefecture, evidence=EvidenceKind.SURVEY
    )
    for one in said.order_by("facility", "function"):
        text = one.get_function_display()
        words[one.facility_id].append(
            f"{text}（{one.evidence_text}）" if one.evidence_text else text
        )
    return {facility: "、".join(parts) for facility, parts in words.items()}


def _bodies(prefecture: str, day: date, city_of: dict[str, str]) -> list[Body]:
    """Other bodies, and community support centres of the registry."""
    rows = Operator.objects.filter(prefecture=prefecture, facility=None)
    found = [
        Body(
            key=f"operator:{operator.pk}",
            name=operator.name,
            code=operator.municipality_id if operator.kind == "municipality" else "",
            kind=operator.kind,
            towns=_towns_of(operator, city_of),
            seat=city_of.get(operator.municipality_id),
        )
        for operator in rows.prefetch_related("area").order_by("name", "pk")
    ]
    centres = Facility.objects.filter(
        prefecture=prefecture, kind=FacilityKind.SUPPORT_CENTRE
    ).open_on(day)
    for facility in centres.order_by("code", "pk"):
        city = city_of.get(facility.municipality_id)
        found.append(
            Body(
                key=f"facility:{facility.pk}",
                name=facility.shown_name,
                code=facility.code,
                kind=OperatorKind.SUPPORT_CENTRE,
                towns=frozenset({city} - {None}),
                seat=city,
            )
        )
    return found


def _towns_of(operator: Operator, city_of: dict[str, str]) -> frozenset[str]:
    codes = {operator.municipality_id, *(m.pk for m in operator.area.all())}
    return frozenset(city_of[code] for code in codes if code in city_of)


def _desks(prefecture: str, day: date, city_of: dict[str, str]) -> dict[str, set[str]]:
    """Keys of the bodies that run the consultation desk of each municipality on the day."""
    rows = ConsultationDesk.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=day),
        Q(ends_on=None) | Q(ends_on__gte=day),
        municipality__prefecture=prefecture,
    ).values_list("municipality", "operator", "operator__facility")
    found: dict[str, set[str]] = defaultdict(set)
    for town, operator, facility in rows:
        key = f"facility:{facility}" if facility else f"operator:{operator}"
        found[city_of.get(town, town)].add(key)
    return found


def _acts(prefecture: str, day: date, kind: str) -> dict[tuple[str, str], list[str]]:
    """Words for acts of this kind in force or on their way, by the key of their body."""
    rows = Designation.objects.filter(
        (Q(status="designated") & in_period(day) & ~Q(end_kind="annulled"))
        | Q(status__in=OPEN),
        prefecture=prefecture,
        kind=kind,
    ).select_related("operator")
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for act in rows.order_by("case_number"):
        operator = act.operator
        key = ("operator", str(operator.pk))
        if operator.facility_id:
            key = ("facility", str(operator.facility_id))
        elif operator.kind == OperatorKind.MUNICIPALITY:
            key = ("municipality", operator.municipality_id)
        words = act.get_status_display()
        if act.effective_from and act.status == "designated":
            words = f"指定中（{wareki_short(act.effective_from)}から）"
        found[key].append(f"{words} {act.case_number}")
    return found


HOSPITAL_WORDS = {
    FacilityClass.ZAISHIBYO: "在支病",
    FacilityClass.ZAISHISHIN: "在支診",
    FacilityClass.BACKUP_HOSPITAL: "在宅療養後方支援病院",
}
