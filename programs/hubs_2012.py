"""The hubs of FY2012 (在宅医療連携拠点事業) and, beside them, the hubs of a day.

The kinds of operator of then and of now are not the same words; ``THEN`` says how they are read.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from designations.kinds import Kind, OperatorKind
from designations.models import Designation, Operator
from facilities.kinds import FacilityClass, FacilityKind
from facilities.models import Facility
from programs.hub_reports import HubYear
from programs.kinds import ActivityKind
from programs.models import HubSite2012, OperatorCount2012, Outcome2012
from zones.placement import Placement

# Codes of the kinds of 2012 (OP1 自治体 … OP7 その他).
THEN = {
    OperatorKind.MUNICIPALITY: "OP1",
    OperatorKind.HEALTH_CENTRE: "OP1",
    OperatorKind.MEDICAL_ASSOCIATION: "OP4",
    OperatorKind.CORPORATION: "OP4",
}
THEN_OF_FACILITY = {
    FacilityKind.HOSPITAL: "OP2",
    FacilityKind.CLINIC: "OP3",
    FacilityKind.MEDICAL: "OP3",
    FacilityKind.DENTAL_CLINIC: "OP3",
    FacilityKind.NURSING_STATION: "OP5",
    FacilityKind.PHARMACY: "OP6",
}
OTHER, TOTAL = "OP7", "OPT"
# The parts of hospitals and clinics: those with the filing of home care.
PARTS = {"OP2a": FacilityClass.ZAISHIBYO, "OP3a": FacilityClass.ZAISHISHIN}
# What was counted in 2012, and the kind of activity that says it of a hub of today.
COMPARED = {
    "OU1": ActivityKind.MEETINGS,
    "OU2": ActivityKind.ROUND_THE_CLOCK,
    "OU3": ActivityKind.RESIDENTS,
}


def kind_then(operator: Operator) -> str:
    """The kind of 2012 under which an operator of today would be counted."""
    if operator.facility is not None:
        return THEN_OF_FACILITY.get(FacilityKind(operator.facility.kind), OTHER)
    return THEN.get(OperatorKind(operator.kind), OTHER)


def hubs_on(prefecture: str, day: date) -> list[Designation]:
    """The hubs in force on a day, each act once."""
    acts = Designation.objects.filter(prefecture=prefecture)
    acts = acts.effective_on(day).of_kind(Kind.HUB).with_parts()
    return list(acts.order_by("effective_from", "case_number"))


@dataclass(frozen=True, slots=True)
class OperatorLine:
    """A kind of operator: how many in 2012, how many today; a part stands under its whole."""

    count: OperatorCount2012
    today: int

    @property
    def is_part(self) -> bool:
        return self.count.whole_id is not None


def operator_lines(hubs: Iterable[Designation], day: date) -> list[OperatorLine]:
    """The kinds in the order of the paper, the total last; an operator counts once."""
    operators = {hub.operator_id: hub.operator for hub in hubs}
    counted = Counter(kind_then(operator) for operator in operators.values())
    institutions = [one.facility_id for one in operators.values() if one.facility_id]
    rows = Facility.objects.filter(pk__in=institutions)
    for code, of_class in PARTS.items():
        counted[code] = rows.with_class(of_class, day).count() if institutions else 0
    counted[TOTAL] = len(operators)
    counts = OperatorCount2012.objects.order_by("code")
    ordered = sorted(counts, key=lambda one: (one.code == TOTAL, one.code))
    return [OperatorLine(one, counted[one.code]) for one in ordered]


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A municipality of 2012 with the hubs of the zone that it lies in today.

    ``is_own`` says that the person's region covers it, so that today's hubs may be named.
    """

    site: HubSite2012
    hubs: tuple[str, ...] = ()
    zone: str = ""
    is_own: bool = False


def site_lines(
    sites: Iterable[HubSite2012],
    placed: Placement,
    hubs: Iterable[Designation],
    own: Collection[int],
) -> list[SiteLine]:
    """Every site; those of the prefecture of the plan with its zone, and with the hubs of the day
    where the zone is one of ``own``."""
    by_zone: dict[int, list[str]] = {}
    for hub in hubs:
        for part in hub.parts.all():
            by_zone.setdefault(part.zone_id, []).append(hub.shown_name)
    found = []
    for site in sites:
        zone = placed.zone(site.municipality_code)
        if zone is None:
            found.append(SiteLine(site))
            continue
        names = tuple(dict.fromkeys(by_zone.get(zone.pk, [])))
        found.append(SiteLine(site, names, zone.name, zone.pk in own))
    return found


@dataclass(frozen=True, slots=True)
class PrefectureLine:
    """How many hubs a prefecture had, and in how many municipalities."""

    code: str
    name: str
    sites: int
    municipalities: int


def prefecture_lines(sites: Iterable[HubSite2012]) -> list[PrefectureLine]:
    """The 47 prefectures by code; a site without a municipality counts as a site."""
    rows: dict[str, list[HubSite2012]] = {}
    for site in sites:
        rows.setdefault(site.prefecture_id, []).append(site)
    return [
        PrefectureLine(
            code,
            found[0].prefecture.name,
            sum(site.sites for site in found),
            sum(site.number is not None for site in found),
        )
        for code, found in sorted(rows.items())
    ]


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """A figure of 2012; ``today`` of ``out_of`` hubs did the same kind of activity in the year."""

    outcome: Outcome2012
    kind: ActivityKind | None = None
    today: int = 0
    out_of: int = 0


def outcome_lines(hub_years: Iterable[HubYear]) -> list[OutcomeLine]:
    years = list(hub_years)
    found = []
    for outcome in Outcome2012.objects.order_by("pk"):
        kind = COMPARED.get(outcome.code)
        did = sum(_did(year, kind) for year in years) if kind else 0
        found.append(OutcomeLine(outcome, kind, did, len(years) if kind else 0))
    order = {"outcome": 0, "output": 1, "background": 2, "qualitative": 3}
    return sorted(found, key=lambda one: order.get(one.outcome.nature, 9))


def _did(year: HubYear, kind: ActivityKind) -> bool:
    total = year.kinds[kind]
    return bool(total.activities) and total.sessions != 0
