"""Operators, acts and their course, over the places of ``places``."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from accounts.models import User
from designations.actions import (
    Act,
    BulkValues,
    ZonePart,
    advance,
    attach,
    designate,
    edit_in_bulk,
    enter_designation,
    propose_candidate,
)
from designations.kinds import Kind, OperatorKind
from designations.models import (
    Attachment,
    Designation,
    Operator,
    Requirement,
)
from designations.workflow import Move
from facilities.kinds import FacilityKind
from facilities.models import Facility
from tests.factories import facilities, people, places
from zones.models import HomeCareZone, PlanVersion

TODAY = date(2025, 11, 20)
BEGINS = date(2025, 10, 1)
# The least that is taken for a picture.
PICTURE = b"\x89PNG\r\n\x1a\n" + b"x" * 40 + b"IEND\xaeB`\x82"
_numbers = count(1)


def zone(
    name: str = "試験圏域", *, prefecture_code: str = "01", **plan: object
) -> HomeCareZone:
    """A zone with two municipalities, alone in its plan (one hub a zone unless told)."""
    prefix = f"{prefecture_code}{600 + next(_numbers) % 90}"
    towns = [
        places.municipality(f"{prefix[:4]}{at}", f"試験{prefix[:4]}{at}町")
        for at in (1, 2)
    ]
    plan = {"hubs_per_zone": "one", **plan}
    version = places.plan({name: towns}, prefecture_code=prefecture_code, **plan)
    return version.plan.zones.get(name=name)


def association(
    name: str = "", *, prefecture_code: str = "01", **more: object
) -> Operator:
    """A medical association."""
    return Operator.objects.create(
        kind=more.pop("kind", OperatorKind.MEDICAL_ASSOCIATION),
        name=name or f"試験{next(_numbers)}医師会",
        prefecture=places.prefecture(prefecture_code),
        **more,
    )


def institution(
    facility: Facility | None = None, kind: str = FacilityKind.CLINIC, **more: object
) -> Operator:
    """An institution of the registry as operator."""
    facility = facility or facilities.facility(kind=kind, **more)
    return Operator.objects.create(
        kind=OperatorKind.FACILITY,
        name=facility.name,
        facility=facility,
        prefecture=facility.prefecture,
        municipality=facility.municipality,
    )


def act(
    zones: HomeCareZone | Sequence[HomeCareZone],
    operator: Operator | None = None,
    kind: str = Kind.HUB,
    **more: object,
) -> Act:
    """What an act says, with a decision and a first day unless told otherwise."""
    zones = [zones] if isinstance(zones, HomeCareZone) else zones
    if operator is None:
        operator = association() if kind == Kind.HUB else institution()
    values = {
        "decided_on": BEGINS,
        "effective_from": BEGINS,
        "document_number": "試第1号",
        **more,
    }
    parts = [z if isinstance(z, ZonePart) else ZonePart(z) for z in zones]
    return Act(kind=kind, operator=operator, zones=parts, **values)


def entered(
    zones: HomeCareZone | Sequence[HomeCareZone],
    operator: Operator | None = None,
    kind: str = Kind.HUB,
    *,
    by: User | None = None,
    **more: object,
) -> Designation:
    """A designation in force, entered as already decided."""
    return enter_designation(
        act=act(zones, operator, kind, **more),
        on=TODAY,
        reason="試験のため",
        by=by or people.official(),
    )


def candidate(
    zones: HomeCareZone | Sequence[HomeCareZone],
    operator: Operator | None = None,
    kind: str = Kind.HUB,
    *,
    by: User | None = None,
    **more: object,
) -> Designation:
    return propose_candidate(
        act=act(zones, operator, kind, **more), on=TODAY, by=by or people.official()
    )


def in_review(
    zones: HomeCareZone | Sequence[HomeCareZone],
    operator: Operator | None = None,
    kind: str = Kind.HUB,
    *,
    by: User | None = None,
    **more: object,
) -> Designation:
    """Laid before the prefecture by ``by``, who proposed it."""
    by = by or people.official()
    made = candidate(zones, operator, kind, by=by, **more)
    for move in (Move.COORDINATE, Move.SUBMIT):
        made = advance(designation=made, move=move, on=TODAY, by=by)
    return made


def case_with_papers(
    where: HomeCareZone, facility: Facility, version: PlanVersion, *, by: User
) -> dict[str, object]:
    """A candidate with a requirement, a paper, and a change in bulk that it was part of."""
    requirement = Requirement.objects.create(
        version=version,
        kind=Kind.ACTIVE,
        code=f"A{next(_numbers)}",
        order=1,
        label="夜間の支援",
    )
    made = candidate(where, institution(facility), Kind.ACTIVE, by=by)
    paper = attach(
        designation=made,
        kind=Attachment.Kind.CONSENT,
        name="同意書.png",
        content=PICTURE,
        on=TODAY,
        by=by,
    )
    values = BulkValues(document_number="試第9号")
    edit = edit_in_bulk(
        designations=[made], values=values, on=TODAY, reason="試験", by=by
    )
    return {
        "act": made,
        "requirement": requirement,
        "attachment": paper,
        "bulk_edit": edit,
    }


def decided(case: Designation, **more: object) -> Designation:
    """A case that is in review, designated by another official."""
    values = {
        "decided_on": BEGINS,
        "effective_from": BEGINS,
        "document_number": "地医第123号",
        "on": TODAY,
        "by": people.official(),
    }
    return designate(designation=case, **(values | more))
