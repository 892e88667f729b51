"""The steps of the workflow: forward, back, to designation and to the end."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from designations.actions.acts import close_predecessor
from designations.actions.checks import act_of, check_period, check_shape
from designations.actions.requirements import checked_items
from designations.actions.writing import (
    add_step,
    allowed_rule,
    keep_parts_in_step,
    lock_zones,
    locked,
    refuse,
    swap,
)
from designations.errors import WrongState
from designations.kinds import ENDINGS, EndKind, Status
from designations.models import Designation
from designations.rules import (
    Period,
    d5_another_approves,
    d6_requirements_settled,
    d7_document_named,
    d9_ending_in_period,
)
from designations.telling import tell_step
from designations.workflow import Move

PLAIN_MOVES = frozenset(
    {Move.COORDINATE, Move.SUBMIT, Move.SEND_BACK, Move.DECLINE, Move.WITHDRAW}
)
NEEDS_REASON = frozenset({Move.SEND_BACK, Move.DECLINE, Move.WITHDRAW})


@transaction.atomic
def advance(
    *,
    designation: Designation,
    move: Move,
    on: date,
    reason: str = "",
    version: int | None = None,
    by: User,
) -> Designation:
    """Take a step that needs no more than a reason: coordinate, submit, send back, decline, withdraw.

    ``version`` is that of the page on which the person decided; without it the act's own counts.
    Raises ``WrongState``, ``NotAllowed``, ``StaleDesignation``, ``RuleBroken``.
    """
    if move not in PLAIN_MOVES:
        raise ValueError(f"{move} has an action of its own")
    current = locked(designation)
    rule = allowed_rule(current, move, by)
    if move in NEEDS_REASON and not reason.strip():
        refuse(["理由を入力してください。"])
    changes: dict[str, object] = {"status": rule.target}
    if move == Move.SUBMIT:
        changes |= {"submitted_by": by, "submitted_at": timezone.now()}
    changed = swap(
        current,
        version=designation.version if version is None else version,
        changes=changes,
        by=by,
        reason=reason,
    )
    add_step(changed, rule.step, on=on, by=by, before=current.status, reason=reason)
    tell_step(changed, move, on=on, reason=reason, by=by)
    return changed


@transaction.atomic
def designate(
    *,
    designation: Designation,
    decided_on: date,
    effective_from: date,
    effective_until: date | None = None,
    document_number: str,
    on: date,
    reason: str = "",
    version: int | None = None,
    by: User,
) -> Designation:
    """Approve what is in review: it is in force from ``effective_from`` on.

    Raises ``RuleBroken`` (D1 to D8, D10), ``OverlappingDesignation`` from the database,
    ``WrongState``, ``NotAllowed``, ``StaleDesignation``.
    """
    current = locked(designation)
    rule = allowed_rule(current, Move.DESIGNATE, by)
    refuse(d5_another_approves(by.pk, current.proposed_by_id, current.submitted_by_id))
    refuse(
        [
            *d7_document_named(document_number, decided_on),
            *d6_requirements_settled(checked_items(current)),
        ]
    )
    version = designation.version if version is None else version
    before = current.status
    for name, value in (
        ("decided_on", decided_on),
        ("effective_from", effective_from),
        ("effective_until", effective_until),
        ("document_number", document_number),
    ):
        setattr(current, name, value)
    act = act_of(current)
    check_shape(act, entered=False)
    lock_zones(part.zone.pk for part in act.zones)
    predecessor = current.predecessor
    if predecessor is not None:
        predecessor = close_predecessor(predecessor, act, on=on, by=by)
    check_period(current, act, replacing=predecessor)
    changes = {
        "status": rule.target,
        "decided_on": decided_on,
        "effective_from": effective_from,
        "effective_until": effective_until,
        "document_number": document_number,
        "approved_by": by,
        "approved_at": timezone.now(),
    }
    changed = swap(current, version=version, changes=changes, by=by, reason=reason)
    keep_parts_in_step(changed)
    add_step(changed, rule.step, on=on, by=by, before=before, reason=reason)
    tell_step(changed, Move.DESIGNATE, on=on, reason=reason, by=by)
    return changed


@transaction.atomic
def end_designation(
    *,
    designation: Designation,
    kind: EndKind,
    decided_on: date,
    last_day: date,
    document_number: str,
    reason: str,
    on: date,
    version: int | None = None,
    by: User,
) -> Designation:
    """Close a designated one by an act of its own; ``last_day`` is the last day in force.

    Revoking before the first day annuls it: then ``last_day`` lies before that day and the period
    is left as decided. Raises ``RuleBroken`` (D7, D9), ``WrongState``, ``StaleDesignation``.
    """
    current = locked(designation)
    rule = allowed_rule(current, Move.END, by)
    refuse(d7_document_named(document_number, decided_on))
    if kind not in ENDINGS:
        refuse(["終了の種類を、辞退・取消・期間満了から選んでください。"])
    if not reason.strip():
        refuse(["理由を入力してください。"])
    if current.status != Status.DESIGNATED:
        raise WrongState(current.get_status_display())
    changes: dict[str, object] = {
        "end_kind": kind,
        "end_decided_on": decided_on,
        "end_document_number": document_number,
        "end_reason": reason[:300],
    }
    if kind == EndKind.REVOKED and last_day < current.effective_from:
        changes["end_kind"] = EndKind.ANNULLED
    else:
        period = Period(current.effective_from, current.effective_until)
        refuse(d9_ending_in_period(period, last_day))
        changes["effective_until"] = last_day
    changed = swap(
        current,
        version=designation.version if version is None else version,
        changes=changes,
        by=by,
        reason=reason,
    )
    keep_parts_in_step(changed)
    add_step(changed, rule.step, on=on, by=by, before=current.status, reason=reason)
    return changed
