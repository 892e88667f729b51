"""Writing the record of who did what. Actions call it inside their own transaction."""

from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts.chain import seal
from accounts.models import AuditEvent, User
from accounts.reference import reference

# Where the current request came from; set by the middleware, empty in commands and tasks.
current_address: ContextVar[str | None] = ContextVar("current_address", default=None)
# How many events the current request has left so far.
events_so_far: ContextVar[int] = ContextVar("events_so_far", default=0)


def record(
    action: str,
    *,
    by: User | None,
    target: Model | None = None,
    outcome: str = AuditEvent.Outcome.DONE,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event. ``by=None`` is the system itself (a command or a task).

    It stands or falls with the caller's transaction, and is sealed once that has committed.
    """
    event = AuditEvent.objects.create(
        actor_id=str(by.pk) if by and by.pk else "",
        actor=str(by) if by else "システム",
        role=getattr(by, "role", "") or "",
        address=current_address.get(),
        action=action,
        outcome=outcome,
        target_kind=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        target=str(target)[:300] if target is not None else "",
        reason=reason[:400],
        detail=detail or {},
        reference=reference(),
    )
    events_so_far.set(events_so_far.get() + 1)

    def seal_it() -> None:
        seal(event.pk)

    # Not a partial: what Django logs of one that fails is its name, which a partial has not.
    transaction.on_commit(seal_it, robust=True)
    return event
