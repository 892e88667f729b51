"""Everything that hangs on a facility, in whatever room, found by its keys: listed, moved, put back.

Each step is an event of plain values; the same events in reverse take it back. Few rows at a time.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, connection, models

from accounts.models import User

Event = list[Any]
HELD = (models.CASCADE, models.PROTECT, models.RESTRICT)


def relations(model: type[models.Model], kinds: Sequence[Any] = HELD) -> Iterator[Any]:
    """The keys that point at a model and say one of these about its deletion."""
    for relation in model._meta.get_fields(include_hidden=True):
        points = relation.auto_created and relation.is_relation
        if points and getattr(relation, "on_delete", None) in kinds:
            yield relation


def rows_on(relation: Any, row: models.Model) -> models.QuerySet:
    name = relation.field.attname
    rows = relation.related_model._base_manager
    return rows.filter(**{name: row.pk}).order_by("pk")


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind that hang on a facility; ``key`` and a row's id name it in a form."""

    key: str
    label: str
    rows: list[models.Model]


def hanging(row: models.Model, *, without: Sequence[type[models.Model]]) -> list[Group]:
    """What hangs on a row, a group for each kind that has any."""
    found = []
    for relation in relations(type(row)):
        model = relation.related_model
        if model not in without and (rows := list(rows_on(relation, row))):
            label = str(model._meta.verbose_name)
            found.append(Group(model._meta.label_lower, label, rows))
    return sorted(found, key=lambda group: group.key)


@dataclass(slots=True)
class Mover:
    """Carries out steps and remembers them as ``events``."""

    reason: str
    by: User | None
    events: list[Event] = field(default_factory=list)

    def move_all(self, source: models.Model, target: models.Model) -> None:
        """Everything that hangs on ``source`` hangs on ``target`` afterwards.

        Where both have the same, that of ``target`` stands, with what hung on its twin.
        """
        for relation in relations(type(source)):
            rows = list(rows_on(relation, source))
            taken = _twins(relation, target)
            for row in rows:
                twin = taken(row)
                if twin is not None:
                    self.move_all(row, twin)
                    self.remove(row)
            left = [row for row in rows if taken(row) is None]
            self._point(relation, left, source, target)
        for relation in relations(type(source), [models.SET_NULL]):
            self._point(relation, list(rows_on(relation, source)), source, None)

    def move(
        self, chosen: Mapping[str, Iterable[int]], source: Any, target: Any
    ) -> None:
        """Only the chosen rows, by the keys of ``hanging``."""
        for relation in relations(type(source)):
            ids = set(chosen.get(relation.related_model._meta.label_lower, ()))
            rows = rows_on(relation, source).filter(pk__in=ids)
            self._point(relation, list(rows), source, target)

    def remove(self, row: Any) -> None:
        """Delete a row on which nothing hangs, and keep it as it was."""
        (kept,) = json.loads(serializers.serialize("json", [row]))
        self.events.append(["removed", kept])
        row._history_user, row._change_reason = self.by, self.reason
        row.delete()

    def made(self, row: models.Model) -> None:
        self.events.append(["made", row._meta.label_lower, row.pk])

    def _point(
        self, relation: Any, rows: list[Any], source: models.Model, target: Any
    ) -> None:
        if not rows:
            return
        name, model = relation.field.attname, relation.related_model
        ids, to = [row.pk for row in rows], target and target.pk
        model._base_manager.filter(pk__in=ids).update(**{name: to})
        self.events.append(["moved", model._meta.label_lower, name, ids, source.pk, to])
        _keep_history(model, ids, self.reason, self.by)


def _twins(relation: Any, target: models.Model) -> Any:
    """A function that finds the row of ``target`` beside which a moved one could not stand."""
    model, name = relation.related_model, relation.field.name
    sets = [one.fields for one in model._meta.total_unique_constraints]
    sets += model._meta.unique_together
    sets += [(name,)] if relation.field.unique else []
    others = [
        [model._meta.get_field(one).attname for one in names if one != name]
        for names in sets
        if name in names
    ]
    standing = list(rows_on(relation, target)) if others else []
    known = {
        (at, *(getattr(row, one) for one in names)): row
        for at, names in enumerate(others)
        for row in standing
    }

    def twin(row: models.Model) -> models.Model | None:
        for at, names in enumerate(others):
            found = known.get((at, *(getattr(row, one) for one in names)))
            if found is not None:
                return found
        return None

    return twin


def _keep_history(model: Any, ids: list[Any], reason: str, by: User | None) -> None:
    if hasattr(model, "history"):
        model.history.bulk_history_create(
            list(model._base_manager.filter(pk__in=ids).order_by("pk")),
            update=True,
            default_user=by,
            default_change_reason=reason,
        )


class StillUsed(Exception):
    """Something has come to hang on what was made, which therefore cannot go: what, by kind."""


class InTheWay(Exception):
    """A row of this kind cannot come back, since one like it has come to stand there."""


class Pointless(Exception):
    """Rows of these kinds cannot come back, since what they point at is gone."""


def take_back(events: Sequence[Event], *, reason: str, by: User | None) -> None:
    """Undo events, the last first; what was moved on since stays there.

    Raises ``StillUsed``, ``InTheWay`` and ``Pointless``, each with the words for the kind of rows;
    the transaction is then to be given up.
    """
    for kind, *what in reversed(events):
        label = what[0]["model"] if kind == "removed" else what[0]
        model = apps.get_model(label)
        try:
            if kind == "moved":
                _move_back(model, *what[1:], reason, by)
            elif kind == "removed":
                _bring_back(what[0], reason, by)
            else:
                _unmake(model, what[1], reason, by)
        except IntegrityError as clash:
            raise InTheWay(str(model._meta.verbose_name)) from clash
    back = {what["model"] for kind, what, *_ in events if kind == "removed"}
    models_back = [apps.get_model(label) for label in sorted(back)]
    try:
        # The database itself would ask only at the end of the transaction.
        connection.check_constraints([one._meta.db_table for one in models_back])
    except IntegrityError as lost:
        names = "、".join(str(one._meta.verbose_name) for one in models_back)
        raise Pointless(names) from lost


def _move_back(
    model: Any,
    name: str,
    ids: list[Any],
    source: Any,
    target: Any,
    reason: str,
    by: User | None,
) -> None:
    rows = model._base_manager.filter(**{"pk__in": ids, name: target})
    back = list(rows.values_list("pk", flat=True))
    model._base_manager.filter(pk__in=back).update(**{name: source})
    _keep_history(model, back, reason, by)


def _bring_back(kept: dict[str, Any], reason: str, by: User | None) -> None:
    (row,) = serializers.deserialize("json", json.dumps([kept]))
    row.save(force_insert=True)
    _keep_history(type(row.object), [row.object.pk], reason, by)


def _unmake(model: Any, key: Any, reason: str, by: User | None) -> None:
    row = model._base_manager.filter(pk=key).first()
    if row is None:
        return
    if used := hanging(row, without=()):
        raise StillUsed("、".join(f"{one.label}{len(one.rows)}件" for one in used))
    row._history_user, row._change_reason = by, reason
    row.delete()
