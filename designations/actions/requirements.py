"""The checklist of an act: made from the plan's requirements, answered with evidence."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from designations.actions.writing import (
    add_step,
    allowed_rule,
    locked,
    refuse,
    swap,
)
from designations.errors import NotAllowed
from designations.kinds import CheckState, StepKind
from designations.models import Designation, Requirement, RequirementCheck
from designations.rules import CheckedItem, d11_check_answered
from designations.workflow import Move
from facilities.kinds import BedsState
from zones.models import PlanVersion

HAS_BEDS = "has_beds"


def requirements_of(designation: Designation, on: date) -> list[Requirement]:
    """What the version of the plan asks on the first day, or on ``on`` while none is known."""
    day = designation.effective_from or on
    version = PlanVersion.objects.for_prefecture(designation.prefecture_id, day)
    if version is None:
        return []
    rows = Requirement.objects.of_version(version)
    asked = list(rows.asked_of(designation.kind, designation.requirement_set))
    # A kind for which the prefecture set nothing of its own is judged by the guideline.
    return asked or list(rows.asked_of(designation.kind, Requirement.Set.GUIDELINE))


def prepare_checks(designation: Designation, on: date) -> None:
    """Bring the checklist in line with what is asked; answers that still apply are kept."""
    asked = requirements_of(designation, on)
    designation.checks.exclude(requirement__in=asked).delete()
    known = set(designation.checks.values_list("requirement", flat=True))
    for requirement in asked:
        if requirement.pk not in known:
            RequirementCheck.objects.create(
                designation=designation,
                requirement=requirement,
                state=_first_state(designation, requirement),
            )


def _first_state(designation: Designation, requirement: Requirement) -> CheckState:
    facility = designation.operator.facility
    without_beds = facility is not None and facility.beds_state == BedsState.NONE
    if requirement.applies_if == HAS_BEDS and without_beds:
        return CheckState.NOT_APPLICABLE
    return CheckState.NOT_MET


def checked_items(designation: Designation) -> list[CheckedItem]:
    """The checklist as rule D6 needs it."""
    rows = designation.checks.select_related("requirement")
    return [
        CheckedItem(
            code=row.requirement.code,
            label=row.requirement.label,
            mandatory=row.requirement.mandatory,
            state=row.state,
            waived=row.is_waived,
        )
        for row in rows.order_by("requirement__order", "requirement__code")
    ]


def waive_all(designation: Designation, *, on: date, reason: str, by: User) -> None:
    """What was decided on paper before is not judged again: the reason stands at each item."""
    for check in designation.checks.exclude(state=CheckState.NOT_APPLICABLE):
        check.waiver_reason = f"既決の指定の登録：{reason}"[:300]
        check.checked_on, check.checked_by = on, by
        check._history_user = by
        check.save()


@transaction.atomic
def record_check(
    *,
    designation: Designation,
    requirement: Requirement,
    state: CheckState,
    evidence: str = "",
    planned_until: date | None = None,
    waiver_reason: str = "",
    on: date,
    version: int | None = None,
    by: User,
) -> RequirementCheck:
    """Answer one requirement. A waiver is an official's to give, with its reason.

    Raises ``RuleBroken`` (D11), ``NotAllowed``, ``WrongState``, ``StaleDesignation``.
    """
    current = locked(designation)
    allowed_rule(current, Move.RECORD, by)
    check = current.checks.select_related("requirement").get(requirement=requirement)
    changed = waiver_reason.strip() != check.waiver_reason
    if changed and not by.may(Permission.EDIT_DESIGNATIONS):
        raise NotAllowed
    refuse(
        d11_check_answered(
            state,
            evidence=evidence,
            planned_until=planned_until,
            on=on,
            conditional=bool(check.requirement.applies_if),
        )
    )
    check.state, check.evidence = state, evidence.strip()
    check.planned_until = planned_until if state == CheckState.PLANNED else None
    check.waiver_reason = waiver_reason.strip()
    check.checked_on, check.checked_by = on, by
    check._history_user = by
    check.save()
    # The approver's page was read before this answer, so its version is no longer the one in force.
    after = swap(
        current,
        version=designation.version if version is None else version,
        changes={},
        by=by,
        reason=str(check),
    )
    words = "適用除外" if check.is_waived else check.get_state_display()
    add_step(
        after,
        StepKind.EVIDENCE,
        on=on,
        by=by,
        before=current.status,
        reason=f"{check.requirement.code}：{words}",
    )
    return check
