"""Designations on their way into a snapshot: names, zones, and how far requirements are met."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from designations.kinds import CheckState
from designations.models import Designation, RequirementCheck
from reports.collecting.ground import Ground, Line
from reports.snapshots import progress as schema
from zones.models import Municipality

Counts = dict[object, tuple[int, int]]


def in_force(lines: Sequence[Line]) -> list[Designation]:
    """Acts in force in the zones, each once: hubs first, then active institutions."""
    found: dict[object, Designation] = {}
    for side in ("hubs", "actives"):
        for line in lines:
            for act in getattr(line.register, side):
                found.setdefault(act.pk, act)
    return list(found.values())


def requirement_counts(acts: Iterable[Designation]) -> Counts:
    """By act: how many requirements are met or waived, of how many that apply. One query."""
    met, asked = Counter(), Counter()
    rows = RequirementCheck.objects.filter(designation__in=[act.pk for act in acts])
    for row in rows.order_by("pk"):
        if row.state != CheckState.NOT_APPLICABLE:
            asked[row.designation_id] += 1
            met[row.designation_id] += row.state == CheckState.MET or row.is_waived
    return {pk: (met[pk], number) for pk, number in asked.items()}


def frozen(
    act: Designation, ground: Ground, counts: Counts, since: date | None
) -> schema.Designation:
    """One act as the tables print it; new are those that began after ``since``."""
    met, of = counts.get(act.pk, (None, None))
    return schema.Designation(
        number=act.case_number,
        kind=act.kind,
        name=name_of(act),
        operator_kind=act.operator.get_kind_display(),
        location=place_of(act),
        zones=zone_names(act, ground),
        decided_on=act.decided_on,
        effective_from=act.effective_from,
        effective_until=act.effective_until,
        document_number=act.document_number,
        legal_basis=act.legal_basis,
        requirements_met=met,
        requirements_of=of,
        is_new=since is not None and act.effective_from > since,
    )


def seat_of(act: Designation) -> Municipality | None:
    """The municipality where the body has its seat."""
    facility = act.operator.facility
    return act.operator.municipality or (facility and facility.municipality)


def place_of(act: Designation) -> str:
    """The name of that municipality."""
    seat = seat_of(act)
    return seat.name if seat else ""


def zone_names(act: Designation, ground: Ground) -> tuple[str, ...]:
    """The zones of an act under their names of the day; a part of one says so."""
    names = {line.zone.pk: line.zone.name for line in ground.register.zones}
    return tuple(
        names.get(part.zone_id, part.zone.name)
        + ("（一部）" if part.municipalities.all() else "")
        for part in act.parts.all()
    )


def name_of(act: Designation) -> str:
    return act.published_name or str(act.operator)
