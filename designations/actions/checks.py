"""Gathers from the database what the rules need, and asks them."""

from collections.abc import Sequence

from designations.actions.writing import Act, ZonePart, refuse
from designations.kinds import OPEN, Kind
from designations.models import Designation, DesignationZone
from designations.rules import (
    Period,
    Rival,
    d1_period_in_order,
    d2_no_overlap,
    d3_hubs_as_the_plan_says,
    d4_active_is_medical,
    d8_zones_of_the_plan,
    d12_no_second_case,
)
from zones.models import MedicalPlan, PlanVersion
from zones.placement import placement_of


def zones_of(designation: Designation) -> list[ZonePart]:
    """The zones of a stored act, in the shape in which actions pass them."""
    parts = designation.parts.select_related("zone__plan").prefetch_related(
        "municipalities"
    )
    return [
        ZonePart(part.zone, tuple(part.municipalities.all()))
        for part in parts.order_by("zone__code")
    ]


def check_shape(act: Act, *, entered: bool) -> None:
    """D1, D4 and D8: what an act must satisfy from its first entry on."""
    facility = act.operator.facility
    plan_allows = all(part.zone.plan.non_medical_active for part in act.zones)
    refuse(
        [
            *d1_period_in_order(act.effective_from, act.effective_until),
            *d4_active_is_medical(
                act.kind,
                facility.kind if facility else None,
                plan_allows=plan_allows,
                reason=act.non_medical_reason if entered else "",
            ),
            *check_zones(act),
        ]
    )


def check_zones(act: Act) -> list[str]:
    """D8, against the version of the plan on the first day; without a day only that there are
    zones, of one prefecture."""
    chosen = [(part.zone.name, part.zone.pk) for part in act.zones]
    prefectures = {part.zone.plan.prefecture_id for part in act.zones}
    if len(prefectures) > 1:
        return ["D8：圏域は1つの都道府県の中から選んでください。"]
    if not chosen or act.effective_from is None:
        return d8_zones_of_the_plan(chosen, {pk: set() for _, pk in chosen}, {})
    version = PlanVersion.objects.for_prefecture(prefectures.pop(), act.effective_from)
    members: dict[int, set[str]] = {}
    if version is not None:
        for code, zone in placement_of(version).by_municipality.items():
            members.setdefault(zone, set()).add(code)
    parts = {part.zone.pk: {m.pk for m in part.municipalities} for part in act.zones}
    return d8_zones_of_the_plan(chosen, members, parts)


def check_period(
    designation: Designation | None, act: Act, *, replacing: Designation | None = None
) -> None:
    """D2 and D3 against what counts already; ask only while the zones are locked.

    ``replacing`` is the predecessor, which ends the day before and is left out.
    """
    period = Period(act.effective_from, act.effective_until)
    left_out = [d.pk for d in (designation, replacing) if d is not None]
    rows = (
        DesignationZone.objects.overlapping(period.first, period.last)
        .filter(zone__in=[part.zone.pk for part in act.zones], kind=act.kind)
        .exclude(designation__in=left_out)
        .select_related("zone", "designation__operator__facility")
        .order_by("zone__code", "effective_from", "pk")
    )
    same, others = [], []
    for row in rows:
        (same if row.operator_id == act.operator.pk else others).append(_rival(row))
    messages = d2_no_overlap(period, same)
    if act.kind == Kind.HUB:
        one = {
            part.zone.name
            for part in act.zones
            if part.zone.plan.hubs_per_zone == MedicalPlan.HubsPerZone.ONE
        }
        messages += d3_hubs_as_the_plan_says(
            period, [r for r in others if r.zone in one], one_per_zone=True
        )
    refuse(messages)


def check_no_second_case(act: Act) -> None:
    """D12; ask only while the zones are locked, so that a double click makes one case."""
    rows = (
        DesignationZone.objects.filter(
            zone__in=[part.zone.pk for part in act.zones],
            kind=act.kind,
            operator=act.operator,
            designation__status__in=OPEN,
        )
        .select_related("zone", "designation__operator__facility")
        .order_by("zone__code", "pk")
    )
    refuse(
        d12_no_second_case(
            Rival(r.designation.case_number, r.designation.shown_name, r.zone.name)
            for r in rows
        )
    )


def _rival(row: DesignationZone) -> Rival:
    return Rival(
        case_number=row.designation.case_number,
        name=row.designation.shown_name,
        zone=row.zone.name,
        period=Period(row.effective_from, row.effective_until),
    )


def act_of(designation: Designation, zones: Sequence[ZonePart] | None = None) -> Act:
    """A stored act in the shape in which actions pass it."""
    names = [name for name in Act.__slots__ if name != "zones"]
    values = {name: getattr(designation, name) for name in names}
    return Act(**values, zones=zones if zones is not None else zones_of(designation))
