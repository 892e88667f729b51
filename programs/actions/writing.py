"""How every action of this room writes: permission, version, history with its reason, audit."""

from typing import Any

from django.db import models
from django.db.models import F

from accounts.audit import record
from accounts.models import User
from accounts.roles import Permission
from programs.errors import NotAllowed, RuleBroken, Stale
from zones.models import Municipality


def require(by: User, permission: Permission) -> None:
    """Refuse a person whose role does not carry the permission."""
    if not by.may(permission):
        raise NotAllowed


def require_editable(thing: models.Model, by: User) -> None:
    """Refuse a record outside the region in which the person may write."""
    rows = type(thing)._default_manager.editable_by(by)
    if not rows.filter(pk=thing.pk).exists():
        raise NotAllowed


def require_place(municipality: Municipality, by: User) -> None:
    """A person writes about the municipalities of the own region only."""
    require(by, Permission.RECORD_ACTIVITIES)
    if not Municipality.objects.editable_by(by).filter(pk=municipality.pk).exists():
        raise NotAllowed


def refuse(messages: list[str]) -> None:
    """Raise ``RuleBroken`` with the messages, where there are any."""
    if messages:
        raise RuleBroken(messages)


def create(thing: models.Model, *, reason: str = "", by: User | None) -> None:
    """Insert a record with its history."""
    thing._history_user, thing._change_reason = by, reason or None
    thing.save(force_insert=True)


def change(
    thing: Any,
    values: dict[str, object],
    *,
    version: int | None = None,
    reason: str = "",
    by: User | None,
) -> bool:
    """Save what differs, with history; False when nothing does.

    ``version`` is the one that the person read; ``Stale`` when another edit came first. Without
    it the record's own version as read by the caller counts.
    """
    different = {n: v for n, v in values.items() if getattr(thing, n) != v}
    if not different:
        return False
    expected = thing.version if version is None else version
    claimed = type(thing)._default_manager.filter(pk=thing.pk, version=expected)
    if not claimed.update(version=F("version") + 1):
        raise Stale
    for name, value in different.items():
        setattr(thing, name, value)
    thing.version = expected + 1
    thing._history_user, thing._change_reason = by, reason or None
    thing.save(update_fields=[*different, "updated_at"])
    return True


def audit(
    action: str,
    thing: models.Model,
    *,
    reason: str = "",
    detail: dict[str, Any] | None = None,
    by: User | None,
) -> None:
    record(action, by=by, target=thing, reason=reason, detail=detail)
