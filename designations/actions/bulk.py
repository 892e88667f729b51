"""Changing several cases at once with one reason, and undoing that as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from accounts.records.seen import CHANGED, changed_since
from accounts.roles import Permission
from designations.actions.acts import edit_designation
from designations.actions.checks import act_of
from designations.actions.course import advance, designate
from designations.actions.writing import (
    add_step,
    keep_parts_in_step,
    locked,
    refuse,
    swap,
)
from designations.errors import NotAllowed, RuleBroken
from designations.kinds import StepKind
from designations.models import BulkEdit, Designation
from designations.workflow import LABELS, Move

KEPT = (
    "status",
    "decided_on",
    "effective_from",
    "effective_until",
    "document_number",
    "submitted_by_id",
    "submitted_at",
    "approved_by_id",
    "approved_at",
)


@dataclass(frozen=True, slots=True)
class BulkValues:
    """What is set on every case; an empty value leaves it as it is."""

    move: Move | None = None
    decided_on: date | None = None
    effective_from: date | None = None
    document_number: str = ""

    def words(self) -> str:
        parts = [LABELS[self.move]] if self.move else []
        parts += ["決定日"] if self.decided_on else []
        parts += ["効力の始まり"] if self.effective_from else []
        parts += ["文書番号"] if self.document_number else []
        return "・".join(parts)


@transaction.atomic
def edit_in_bulk(
    *,
    designations: Sequence[Designation],
    values: BulkValues,
    on: date,
    reason: str,
    by: User,
    seen: Mapping[str, str] | None = None,
) -> BulkEdit:
    """Set the values on all cases or on none, by the same rules as one by one.

    What is designated is not overwritten, and a case that follows another is decided by itself.
    ``seen`` has the mark of each case that the person confirms; None where nobody looked.
    Raises ``RuleBroken`` with the number of each case that a rule refuses.
    """
    if not by.may(Permission.EDIT_DESIGNATIONS):
        raise NotAllowed
    messages = [] if reason.strip() else ["理由を入力してください。"]
    messages += [] if values.words() else ["変えるものを1つ以上選んでください。"]
    messages += [] if designations else ["案件を1つ以上選んでください。"]
    refuse(messages)
    before, after = {}, {}
    # One order for all, so that two bulk edits never wait for each other.
    found = [locked(one) for one in sorted(designations, key=lambda d: d.pk)]
    if seen is not None:
        stale = changed_since(found, seen)
        refuse(f"{current.case_number}：{CHANGED}" for current in stale)
    for current in found:
        before[str(current.pk)] = _fields(current)
        try:
            changed = _change(current, values, on=on, reason=reason, by=by)
        except RuleBroken as broken:
            refuse(f"{current.case_number}：{said}" for said in broken.messages)
        after[str(changed.pk)] = _fields(changed) | {"version": changed.version}
    made = BulkEdit.objects.create(
        prefecture=designations[0].prefecture,
        words=values.words(),
        reason=reason,
        before=_plain(before),
        after=_plain(after),
        by=by,
    )
    record(
        "edit_in_bulk",
        by=by,
        target=made,
        reason=reason,
        detail={"designations": sorted(after)},
    )
    return made


def preview_in_bulk(
    *,
    designations: Sequence[Designation],
    values: BulkValues,
    on: date,
    reason: str,
    by: User,
) -> list[tuple[Designation, Designation]]:
    """Each case as it is, and as ``edit_in_bulk`` would leave it. Nothing stays written.

    Raises what that raises, so that nobody confirms what a rule refuses.
    """
    given = {"values": values, "on": on, "reason": reason, "by": by}
    with transaction.atomic():
        edit_in_bulk(designations=designations, **given)
        after = Designation.objects.in_bulk([one.pk for one in designations])
        transaction.set_rollback(True)
    return [(one, after[one.pk]) for one in designations]


def _change(
    current: Designation, values: BulkValues, *, on: date, reason: str, by: User
) -> Designation:
    if not current.is_open:
        refuse(
            [f"「{current.get_status_display()}」の案件は、まとめて変えられません。"]
        )
    given = {
        name: value
        for name in ("decided_on", "effective_from", "document_number")
        if (value := getattr(values, name))
    }
    if given:
        current = edit_designation(
            designation=current,
            version=current.version,
            act=replace(act_of(current), **given),
            on=on,
            reason=reason,
            by=by,
        )
    if values.move is None:
        return current
    if values.move != Move.DESIGNATE:
        return advance(
            designation=current, move=values.move, on=on, reason=reason, by=by
        )
    if current.predecessor_id:
        refuse(["変更・更新の案件は、1件ずつ指定してください。"])
    if current.effective_from is None:
        refuse(["効力の始まりを入力してください。"])
    return designate(
        designation=current,
        decided_on=current.decided_on,
        effective_from=current.effective_from,
        effective_until=current.effective_until,
        document_number=current.document_number,
        on=on,
        reason=reason,
        by=by,
    )


@dataclass(frozen=True, slots=True)
class Undone:
    """The cases put back, and those left alone since somebody changed them meanwhile."""

    back: tuple[str, ...]
    kept: tuple[str, ...]


@transaction.atomic
def undo_bulk_edit(*, edit: BulkEdit, on: date, reason: str, by: User) -> Undone:
    """Put back what stood before, for every case that nobody changed since; once only."""
    if not by.may(Permission.EDIT_DESIGNATIONS):
        raise NotAllowed
    if not reason.strip():
        refuse(["取り消す理由を入力してください。"])
    claimed = BulkEdit.objects.filter(pk=edit.pk, undone_at=None)
    if not claimed.update(undone_at=timezone.now(), undone_by=by):
        refuse(["この変更はすでに取り消されています。"])
    back, kept = [], []
    rows = Designation.objects.filter(pk__in=edit.before)
    for designation in rows.order_by("pk"):
        current = locked(designation)
        key = str(current.pk)
        if current.version != edit.after[key]["version"]:
            kept.append(current.case_number)
            continue
        stood = current.status
        changed = swap(
            current,
            version=current.version,
            changes=edit.before[key],
            by=by,
            reason=reason,
        )
        keep_parts_in_step(changed)
        add_step(changed, StepKind.UNDONE, on=on, by=by, before=stood, reason=reason)
        back.append(changed.case_number)
    record(
        "undo_bulk_edit",
        by=by,
        target=edit,
        reason=reason,
        detail={"back": back, "kept": kept},
    )
    return Undone(tuple(back), tuple(kept))


def _fields(designation: Designation) -> dict[str, object]:
    return {name: getattr(designation, name) for name in KEPT}


def _plain(values: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """The same in what JSON can hold: days and times in ISO form, to the microsecond."""
    return {
        key: {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in row.items()
        }
        for key, row in values.items()
    }
