"""Taking up a candidate, and editing the steps of the selection rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from accounts.roles import Permission
from designations.actions.acts import propose_candidate
from designations.actions.operators import (
    operator_of_facility,
    operator_of_municipality,
)
from designations.actions.writing import Act, ZonePart, refuse
from designations.candidates import candidate_for
from designations.errors import NotAllowed
from designations.models import Designation, Operator, SelectionStep
from facilities.models import Facility
from zones.models import Municipality, PlanVersion
from zones.placement import placement


@transaction.atomic
def take_up_candidate(
    *, kind: str, municipality: Municipality, key: str, on: date, by: User
) -> Designation:
    """Open a case for a candidate that the rule chooses now; ``key`` is ``Candidate.key``.

    The case covers the zone of the municipality that was asked about. Raises ``RuleBroken`` when
    the rule no longer chooses it, or when a case of it is on its way (D12).
    """
    prefecture = municipality.prefecture_id
    found = candidate_for(prefecture, kind, on, municipality=municipality.pk, key=key)
    zone = placement(prefecture, on).zone(municipality.pk)
    if found is None or zone is None:
        refuse(
            [
                "いまの選定の手順では、この候補は選ばれません。候補の一覧を開き直してください。"
            ]
        )
    answer, candidate = found
    operator = _operator(key, by)
    return propose_candidate(
        act=Act(
            kind=kind,
            operator=operator,
            zones=[ZonePart(zone)],
            secretariat=operator.name if kind == "hub" else "",
            contact=operator.contact,
        ),
        on=on,
        selection_step=answer.step_code,
        selection_reason=candidate.reason[:300],
        by=by,
    )


def _operator(key: str, by: User) -> Operator:
    kind, _, pk = key.partition(":")
    if kind == "facility":
        return operator_of_facility(facility=Facility.objects.get(pk=pk), by=by)
    if kind == "municipality":
        place = Municipality.objects.get(pk=pk)
        return operator_of_municipality(municipality=place, by=by)
    return Operator.objects.get(pk=pk)


@dataclass(frozen=True, slots=True)
class StepValues:
    """One step as an official typed it; the code names it for ever, the order may change."""

    code: str
    order: int
    label: str
    candidate: str
    scope: str
    filing_classes: Sequence[str]
    enhanced_first: bool
    operator_kinds: Sequence[str]
    in_use: bool


@transaction.atomic
def edit_selection_steps(
    *,
    version: PlanVersion,
    kind: str,
    steps: Sequence[StepValues],
    reason: str,
    by: User,
) -> None:
    """Write the steps of one kind for a version. A version that followed an earlier one's steps
    gets its own, so that what was judged before can still be read."""
    if not by.may(Permission.EDIT_DESIGNATIONS):
        raise NotAllowed
    if not reason.strip():
        refuse(["直す理由を入力してください。"])
    if len({step.code for step in steps}) < len(steps):
        refuse(["同じ記号の手順があります。記号を変えてください。"])
    _give_own_steps(version, by)
    for values in steps:
        if not values.filing_classes and not values.operator_kinds:
            refuse([f"{values.code}：届出の類型か実施主体の種類を選んでください。"])
        known = SelectionStep.objects.filter(version=version, code=values.code).first()
        step = known or SelectionStep(version=version, kind=kind, code=values.code)
        if known is not None and known.kind != kind:
            refuse([f"記号{values.code}は、ほかの種類の手順に使われています。"])
        for name in StepValues.__slots__:
            value = getattr(values, name)
            setattr(
                step, name, list(value) if isinstance(value, tuple | list) else value
            )
        step._history_user = by
        step._change_reason = reason[:100]
        step.save()
    record(
        "edit_selection_steps",
        by=by,
        target=version,
        reason=reason,
        detail={"kind": kind, "steps": [step.code for step in steps]},
    )


def _give_own_steps(version: PlanVersion, by: User) -> None:
    if SelectionStep.objects.filter(version=version).exists():
        return
    for step in SelectionStep.objects.of_version(version):
        step.pk = None
        step.version = version
        step._history_user = by
        step.save()
