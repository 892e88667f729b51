"""Proposing, entering, changing and confirming acts."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from designations.actions.checks import (
    check_no_second_case,
    check_period,
    check_shape,
)
from designations.actions.requirements import prepare_checks, waive_all
from designations.actions.writing import (
    Act,
    add_step,
    allowed_rule,
    lock_zones,
    locked,
    next_case_number,
    no_overlap,
    refuse,
    swap,
    write_parts,
)
from designations.errors import NotAllowed, WrongState
from designations.kinds import EndKind, Status, StepKind
from designations.models import Designation
from designations.rules import (
    Period,
    d5_another_approves,
    d7_document_named,
    d10_successor_follows,
)
from designations.workflow import Move

CLERICAL = frozenset({"secretariat", "contact", "note"})
"""What may be corrected in a designated one: it is no part of what was decided."""


@transaction.atomic
def propose_candidate(
    *,
    act: Act,
    on: date,
    reason: str = "",
    selection_step: str = "",
    selection_reason: str = "",
    predecessor: Designation | None = None,
    by: User,
) -> Designation:
    """Open a case as a candidate; ``predecessor`` is the designated one that it would change.

    Raises ``RuleBroken`` (D1, D4, D8, D12) and ``NotAllowed``.
    """
    if not by.may(Permission.PROPOSE_DESIGNATIONS):
        raise NotAllowed
    if predecessor is not None:
        allowed_rule(locked(predecessor), Move.SUCCEED, by)
    check_shape(act, entered=False)
    lock_zones(part.zone.pk for part in act.zones)
    check_no_second_case(act)
    return _create(
        act,
        StepKind.PROPOSED,
        on=on,
        by=by,
        reason=reason,
        predecessor=predecessor,
        selection_step=selection_step,
        selection_reason=selection_reason,
    )


@transaction.atomic
def enter_designation(
    *,
    act: Act,
    on: date,
    reason: str,
    predecessor: Designation | None = None,
    by: User,
) -> Designation:
    """Enter an act that was already decided on paper, with its day and document.

    It is in force at once over its period; another official confirms it later
    (``confirm_entry``), and the compliance check names those not confirmed. ``reason`` says why it
    did not go through review here. Raises ``RuleBroken`` (D1 to D4, D7, D8, D10).
    """
    if not by.may(Permission.EDIT_DESIGNATIONS):
        raise NotAllowed
    refuse(d7_document_named(act.document_number, act.decided_on))
    refuse(_entry_needs(act, on, reason))
    check_shape(act, entered=True)
    lock_zones(part.zone.pk for part in act.zones)
    if predecessor is not None:
        predecessor = close_predecessor(predecessor, act, on=on, by=by)
    check_period(None, act, replacing=predecessor)
    with no_overlap():
        made = _create(
            act,
            StepKind.ENTERED,
            on=on,
            by=by,
            reason=reason,
            predecessor=predecessor,
            status=Status.DESIGNATED,
            entered_directly=True,
        )
    waive_all(made, on=on, reason=reason, by=by)
    return made


def _entry_needs(act: Act, on: date, reason: str) -> list[str]:
    messages = []
    if act.effective_from is None:
        messages.append("効力の始まりを入力してください。")
    if act.decided_on is not None and act.decided_on > on:
        messages.append(
            "すでに決定したものだけを登録できます。決定日を確かめてください。"
        )
    if not reason.strip():
        messages.append("ここで審査せずに登録する理由を入力してください。")
    return messages


def close_predecessor(
    predecessor: Designation, act: Act, *, on: date, by: User
) -> Designation:
    """End the act that a successor follows, on the day before; D10. One that ended is left alone."""
    old = locked(predecessor)
    if old.status != Status.DESIGNATED or old.end_kind == EndKind.ANNULLED:
        raise WrongState(old.get_status_display())
    refuse(d10_successor_follows(Period(old.effective_from), act.effective_from))
    last = act.effective_from - timedelta(days=1)
    if old.effective_until is not None and old.effective_until < act.effective_from:
        return old
    changes = {
        "effective_until": last,
        "end_kind": EndKind.SUCCEEDED,
        "end_decided_on": act.decided_on,
        "end_document_number": act.document_number,
    }
    old = swap(old, version=old.version, changes=changes, by=by, reason="変更・更新")
    old.parts.update(effective_until=last)
    add_step(old, StepKind.SUCCEEDED, on=on, by=by, before=old.status)
    return old


def _create(
    act: Act, step: StepKind, *, on: date, by: User, reason: str, **more: object
) -> Designation:
    prefecture = act.zones[0].zone.plan.prefecture
    designation = Designation(
        **act.columns(),
        **more,
        prefecture=prefecture,
        case_number=next_case_number(prefecture, on),
        proposed_by=by,
    )
    designation._history_user = by
    designation._change_reason = reason[:100]
    designation.save(force_insert=True)
    write_parts(designation, act.zones)
    prepare_checks(designation, on)
    add_step(
        designation,
        step,
        on=on,
        by=by,
        reason=reason or designation.selection_reason,
        detail={"zones": [part.zone.code for part in act.zones]},
    )
    return designation


@transaction.atomic
def edit_designation(
    *,
    designation: Designation,
    version: int,
    act: Act,
    on: date,
    reason: str = "",
    by: User,
) -> Designation:
    """Change an act that is still on its way, as read at ``version``.

    Raises ``StaleDesignation`` when somebody changed it since, ``RuleBroken`` (D1, D4, D8),
    ``WrongState`` once it is decided.
    """
    current = locked(designation)
    allowed_rule(current, Move.EDIT, by)
    check_shape(act, entered=False)
    changed = swap(
        current, version=version, changes=act.columns(), by=by, reason=reason
    )
    write_parts(changed, act.zones)
    prepare_checks(changed, on)
    zones = [part.zone.code for part in act.zones]
    add_step(
        changed,
        StepKind.EDITED,
        on=on,
        by=by,
        before=current.status,
        reason=reason,
        detail={"zones": zones},
    )
    return changed


@transaction.atomic
def correct_contact(
    *,
    designation: Designation,
    version: int,
    changes: dict[str, str],
    on: date,
    reason: str,
    by: User,
) -> Designation:
    """Correct the secretariat, its contact or the note of a designated one; nothing else.

    Raises ``StaleDesignation`` when somebody changed it since ``version`` and ``WrongState`` for
    one that is not designated; ValueError for any other field is a fault of the caller.
    """
    if unknown := set(changes) - CLERICAL:
        raise ValueError(f"Not clerical: {sorted(unknown)}")
    current = locked(designation)
    allowed_rule(current, Move.CORRECT, by)
    changed = swap(current, version=version, changes=changes, by=by, reason=reason)
    add_step(
        changed, StepKind.EDITED, on=on, by=by, before=current.status, reason=reason
    )
    return changed


@transaction.atomic
def confirm_entry(*, designation: Designation, on: date, by: User) -> Designation:
    """A second official confirms what was entered directly.

    Raises ``WrongState`` for any other act and one confirmed before, ``RuleBroken`` (D5) for who
    entered it.
    """
    current = locked(designation)
    allowed_rule(current, Move.CONFIRM, by)
    if not current.entered_directly or current.approved_by_id:
        raise WrongState(current.get_status_display())
    refuse(d5_another_approves(by.pk, current.proposed_by_id))
    changes = {"approved_by": by, "approved_at": timezone.now()}
    changed = swap(current, version=current.version, changes=changes, by=by)
    add_step(changed, StepKind.CONFIRMED, on=on, by=by, before=current.status)
    return changed
