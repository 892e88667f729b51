"""Writing grants: application, decision, change, report, final amount. Amounts in thousand yen."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Max, Sum

from accounts.models import User
from accounts.roles import Permission
from designations.models import Operator
from programs import rules
from programs.actions.writing import (
    audit,
    change,
    create,
    refuse,
    require,
    require_editable,
)
from programs.errors import NotAllowed, Stale, WrongState
from programs.kinds import GrantMove, GrantStatus
from programs.models import Grant, GrantStep, ProgramYear
from programs.workflow import rule_for
from zones.access import region_scope
from zones.models import HomeCareZone, Municipality


@dataclass(frozen=True, slots=True)
class Step:
    """What a step says: its day, the amount it fixes (where it fixes one), document and reason."""

    on: date
    amount: int | None = None
    document_number: str = ""
    reason: str = ""


AMOUNTS = {GrantMove.DECIDE, GrantMove.CHANGE, GrantMove.REPORT, GrantMove.FINALISE}
"""Steps that fix an amount."""


@transaction.atomic
def apply_for_grant(
    *,
    year: ProgramYear,
    applicant: Operator,
    zone: HomeCareZone | None = None,
    purpose: str = "",
    requested: int,
    on: date,
    by: User,
) -> Grant:
    """Enter an application. The applicant is open, stands in the program's prefecture and, for a
    health centre, in its area."""
    require(by, Permission.RECORD_ACTIVITIES)
    locked = ProgramYear.objects.select_for_update().get(pk=year.pk)
    refuse(
        rules.gathered(
            rules.g7_amount_is_positive(requested),
            applicant_rules(locked, applicant, zone, on),
        )
    )
    place = applicant.municipality or getattr(applicant.facility, "municipality", None)
    _require_inside(locked, place, zone, by)
    last = locked.grants.aggregate(last=Max("number"))["last"] or 0
    grant = Grant(
        year=locked,
        number=last + 1,
        applicant=applicant,
        zone=zone,
        municipality=place,
        purpose=purpose,
        requested=requested,
        applied_on=on,
    )
    create(grant, by=by)
    GrantStep.objects.create(
        grant=grant, move=GrantMove.APPLY, on=on, amount=requested, by=by
    )
    audit("apply_for_grant", grant, detail={"requested": requested}, by=by)
    return grant


def applicant_rules(
    year: ProgramYear, applicant: Operator, zone: HomeCareZone | None, on: date
) -> list[str]:
    """G1 to G3 for an applicant on a day."""
    prefecture = year.program.prefecture_id or ""
    facility = applicant.facility
    return rules.gathered(
        rules.g1_applicant_is_open(
            name=str(applicant),
            closed_on=facility.closed_on if facility else None,
            on=on,
        ),
        rules.g2_applicant_is_inside(
            name=str(applicant),
            prefecture=prefecture,
            applicant_prefecture=applicant.prefecture_id,
        ),
        rules.g3_zone_is_of_the_prefecture(
            prefecture=prefecture, zone_prefecture=zone.plan.prefecture_id
        )
        if zone
        else [],
    )


def _require_inside(
    year: ProgramYear, place: Municipality | None, zone: HomeCareZone | None, by: User
) -> None:
    """A health centre applies for bodies of its area only."""
    scope = region_scope(by)
    inside = scope.covers(
        municipality=place.pk if place else None,
        prefecture=year.program.prefecture_id,
    )
    touched = zone and HomeCareZone.objects.visible_to(by).filter(pk=zone.pk).exists()
    if not inside and not (place is None and touched):
        raise NotAllowed


@transaction.atomic
def edit_grant(
    *, grant: Grant, version: int, values: dict[str, object], reason: str, by: User
) -> bool:
    """Correct what an application says beside its amounts and days: ``purpose``, ``zone``, and
    the ``document_number`` of its decision. What is decided is corrected by head office alone."""
    require(by, permission_to_edit(grant))
    require_editable(grant, by)
    zone = values.get("zone")
    refuse(
        rules.gathered(
            rules.g3_zone_is_of_the_prefecture(
                prefecture=grant.year.program.prefecture_id or "",
                zone_prefecture=zone.plan.prefecture_id,
            )
            if isinstance(zone, HomeCareZone)
            else [],
            rules.g8_number_follows_the_decision(
                decided_on=grant.decided_on,
                number=str(values.get("document_number", grant.document_number)),
            ),
        )
    )
    changed = change(grant, values, version=version, reason=reason, by=by)
    if changed:
        require_editable(grant, by)
        audit("edit_grant", grant, reason=reason, by=by)
    return changed


def permission_to_edit(grant: Grant) -> Permission:
    """An application is corrected by who may enter one."""
    applied = grant.status == GrantStatus.APPLIED
    return Permission.RECORD_ACTIVITIES if applied else Permission.EDIT_PROGRAMS


@transaction.atomic
def move_grant(
    *, grant: Grant, version: int, move: GrantMove, step: Step, by: User
) -> Grant:
    """Take the next step of a grant. ``WrongState`` where the table has none from its state,
    ``Stale`` when somebody else was first, ``RuleBroken`` when amounts or days do not fit."""
    # The year is locked first, so that two decisions cannot both take the last of the budget.
    year = ProgramYear.objects.select_for_update().get(pk=grant.year_id)
    grant = Grant.objects.select_related(
        "applicant__facility", "zone__plan", "year__program"
    ).get(pk=grant.pk)
    rule = rule_for(grant.status, move)
    if rule is None:
        raise WrongState(grant.get_status_display())
    require(by, rule.permission)
    if not Grant.objects.editable_by(by).filter(pk=grant.pk).exists():
        raise NotAllowed
    refuse(_step_rules(year, grant, move, step))
    values = _values(move, step) | {"status": rule.target}
    claimed = Grant.objects.filter(pk=grant.pk, version=version, status=grant.status)
    if not claimed.update(version=F("version") + 1):
        raise Stale
    for name, value in values.items():
        setattr(grant, name, value)
    grant.version = version + 1
    grant._history_user, grant._change_reason = by, step.reason[:100] or None
    grant.save(update_fields=[*values, "updated_at"])
    GrantStep.objects.create(
        grant=grant,
        move=move,
        on=step.on,
        amount=step.amount if move in AMOUNTS else None,
        document_number=step.document_number,
        reason=step.reason,
        by=by,
    )
    audit(
        f"{move.value}_grant",
        grant,
        reason=step.reason,
        detail={"amount": step.amount} if move in AMOUNTS else None,
        by=by,
    )
    return grant


def _values(move: GrantMove, step: Step) -> dict[str, object]:
    """The fields that a step fills."""
    decided = {
        "decided": step.amount,
        "decided_on": step.on,
        "document_number": step.document_number,
    }
    return {
        GrantMove.DECIDE: decided,
        GrantMove.CHANGE: decided,
        GrantMove.REPORT: {"spent": step.amount, "reported_on": step.on},
        GrantMove.SEND_BACK: {"spent": None, "reported_on": None},
        GrantMove.FINALISE: {"final": step.amount, "finalised_on": step.on},
    }.get(move, {})


_BEFORE = {
    GrantMove.DECIDE: "applied_on",
    GrantMove.REJECT: "applied_on",
    GrantMove.WITHDRAW: "applied_on",
    GrantMove.CHANGE: "decided_on",
    GrantMove.REVOKE: "decided_on",
    GrantMove.REPORT: "decided_on",
    GrantMove.SEND_BACK: "reported_on",
    GrantMove.FINALISE: "reported_on",
}
_REASONED = {GrantMove.REJECT, GrantMove.SEND_BACK, GrantMove.REVOKE, GrantMove.CHANGE}


def _step_rules(
    year: ProgramYear, grant: Grant, move: GrantMove, step: Step
) -> list[str]:
    messages = rules.g6_days_in_order(
        before=getattr(grant, _BEFORE[move]), on=step.on, step=move.label
    )
    if move in _REASONED and not step.reason.strip():
        messages.append("理由を入力してください。")
    if move in AMOUNTS:
        messages += rules.g7_amount_is_positive(step.amount)
    if messages:
        return messages
    if move == GrantMove.DECIDE:
        messages += applicant_rules(year, grant.applicant, grant.zone, step.on)
    if move in (GrantMove.DECIDE, GrantMove.CHANGE):
        others = year.grants.counting().exclude(pk=grant.pk)
        messages += rules.g4_within_the_budget(
            budget=year.budget,
            others=others.aggregate(sum=Sum("decided"))["sum"] or 0,
            amount=step.amount or 0,
        )
    if move == GrantMove.FINALISE:
        messages += rules.g5_final_is_covered(
            final=step.amount or 0, decided=grant.decided or 0, spent=grant.spent or 0
        )
    return messages
