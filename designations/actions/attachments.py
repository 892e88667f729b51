"""Adding papers to a case and taking them off again."""

import hashlib
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from designations.actions.writing import add_step, allowed_rule, locked, refuse
from designations.attaching import media_type_of, refused
from designations.errors import NotAllowed
from designations.kinds import StepKind
from designations.models import Attachment, Designation
from designations.workflow import Move


@transaction.atomic
def attach(
    *,
    designation: Designation,
    kind: str,
    name: str,
    content: bytes,
    on: date,
    by: User,
) -> Attachment:
    """Store a PDF or picture of at most 10 MB. Raises ``RuleBroken`` with what is wrong with it."""
    current = locked(designation)
    allowed_rule(current, Move.RECORD, by)
    refuse(refused(name, content))
    made = Attachment.objects.create(
        designation=current,
        kind=kind,
        name=name[-200:],
        media_type=media_type_of(content),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        added_by=by,
    )
    add_step(
        current,
        StepKind.ATTACHED,
        on=on,
        by=by,
        before=current.status,
        reason=f"{made.get_kind_display()}：{made.name}",
        detail={"sha256": made.sha256},
    )
    return made


@transaction.atomic
def detach(*, attachment: Attachment, on: date, reason: str, by: User) -> None:
    """Take a file off: its bytes go, its line stays. Who added it may, and officials."""
    current = locked(attachment.designation)
    allowed_rule(current, Move.RECORD, by)
    if attachment.added_by_id != by.pk and not by.may(Permission.EDIT_DESIGNATIONS):
        raise NotAllowed
    if not reason.strip():
        refuse(["外す理由を入力してください。"])
    rows = Attachment.objects.filter(pk=attachment.pk, removed_at=None)
    if not rows.update(removed_at=timezone.now(), removed_by=by, content=b""):
        refuse(["このファイルはすでに外されています。"])
    add_step(
        current,
        StepKind.DETACHED,
        on=on,
        by=by,
        before=current.status,
        reason=f"{attachment.name}：{reason}",
        detail={"sha256": attachment.sha256},
    )
