"""Putting a value back, changing several records at once, and undoing that."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import BulkChange, User
from accounts.records.history import Words
from accounts.records.kinds import RECORDS, RecordKind, Refused
from accounts.records.seen import CHANGED, changed_since


@transaction.atomic
def restore_value(
    *,
    kind: RecordKind,
    thing: models.Model,
    state: Any,
    name: str,
    reason: str,
    by: User,
) -> None:
    """Write the value that a field had in a saved state. Raises ``Refused``."""
    if kind.write is None or name not in kind.restorable:
        raise Refused([f"{kind.label}のこの項目は、履歴から戻せません。"])
    field = kind.field(name)
    value = _value(field, getattr(state, field.attname))
    kind.write(thing=thing, values={name: value}, reason=reason, by=by)
    record("restore_value", by=by, target=thing, reason=reason, detail={"field": name})


@transaction.atomic
def change_in_bulk(
    *,
    kind: RecordKind,
    things: Sequence[models.Model],
    values: Mapping[str, Any],
    reason: str,
    by: User,
    seen: Mapping[str, str] | None = None,
) -> BulkChange:
    """Write the same values into several records, all or none. Raises ``Refused``.

    ``seen`` has the mark of each record that the person confirms; None where nobody looked.
    """
    if kind.write is None or not set(values) <= set(kind.bulk):
        raise Refused([f"{kind.label}では、まとめて変えられない項目です。"])
    if not things or not values:
        raise Refused(["変えるものと、変える項目を選んでください。"])
    if seen is not None and (stale := changed_since(things, seen, kind.bulk)):
        raise Refused([f"{thing}：{CHANGED}" for thing in stale])
    before = {str(thing.pk): _kept(kind, thing, values) for thing in things}
    for thing in things:
        _write(kind, thing, values, reason, by)
    words = Words()
    parts = [
        f"{kind.field(name).verbose_name}→{_shown(words, kind.field(name), value)}"
        for name, value in values.items()
    ]
    fresh = kind.model._default_manager.filter(pk__in=[thing.pk for thing in things])
    made = BulkChange.objects.create(
        kind=kind.key,
        words="、".join(parts)[:300],
        reason=reason[:400],
        before=before,
        after={str(thing.pk): _kept(kind, thing, values) for thing in fresh},
        by=by,
    )
    record(
        "change_in_bulk",
        by=by,
        target=made,
        reason=reason,
        detail={"number": len(things)},
    )
    return made


@dataclass(frozen=True, slots=True)
class Undone:
    """How many went back, and the names of those that somebody changed since."""

    back: int
    kept: tuple[str, ...]


class AlreadyUndone(Exception):
    """Somebody undid the change before."""


@transaction.atomic
def undo_bulk_change(*, change: BulkChange, reason: str, by: User) -> Undone:
    """Put back what a change in bulk replaced; records changed since stay as they are.

    Raises ``AlreadyUndone`` and ``Refused``.
    """
    waiting = BulkChange.objects.filter(pk=change.pk, undone_at=None)
    if not waiting.update(undone_at=timezone.now(), undone_by=by):
        raise AlreadyUndone
    kind = RECORDS[change.kind]
    rows = kind.model._default_manager.filter(pk__in=list(change.after))
    back, kept = 0, []
    for thing in rows.order_by("pk"):
        before, after = change.before[str(thing.pk)], change.after[str(thing.pk)]
        if _kept(kind, thing, after) != after:
            kept.append(str(thing))
            continue
        values = {n: _value(kind.field(n), v) for n, v in before.items()}
        _write(kind, thing, values, reason, by)
        back += 1
    detail = {"back": back, "kept": kept}
    record("undo_bulk_change", by=by, target=change, reason=reason, detail=detail)
    return Undone(back, tuple(kept))


def _write(
    kind: RecordKind,
    thing: models.Model,
    values: Mapping[str, Any],
    reason: str,
    by: User,
) -> None:
    try:
        kind.write(thing=thing, values=values, reason=reason, by=by)
    except Refused as refused:
        raise Refused([f"{thing}：{one}" for one in refused.messages]) from refused


def _kept(
    kind: RecordKind, thing: models.Model, names: Mapping[str, Any]
) -> dict[str, Any]:
    """The present values of some fields, as JSON holds them."""
    values = {name: getattr(thing, kind.field(name).attname) for name in names}
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def _value(field: models.Field, kept: Any) -> Any:
    """A kept value as the action takes it."""
    if field.is_relation:
        return (
            None if kept is None else field.related_model._default_manager.get(pk=kept)
        )
    return field.to_python(kept)


def _shown(words: Words, field: models.Field, value: Any) -> str:
    return words.of(field, getattr(value, "pk", value)) or "空"
