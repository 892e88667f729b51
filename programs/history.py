"""What changed on records of this room: field by field, when, by whom and why."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db import models
from django.utils import timezone

from formats.dates import wareki, wareki_short

UNSHOWN = {"id", "version", "updated_at"}
STATES_A_LINE = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after; ``note`` says when, who and why."""

    field: str
    before: str
    after: str
    note: str


def changes_of(
    *things: Any, limit: int = 30, about: Callable[[Any], str] | None = None
) -> list[Change]:
    """The changes of some records, newest first. Their first entry is one line.

    One query a model, however many records; ``about`` names the record of each change.
    """
    found: list[tuple[datetime, list[Change]]] = []
    for model in dict.fromkeys(type(thing) for thing in things):
        of_model = {thing.pk: thing for thing in things if type(thing) is model}
        for newer, older in _steps(model, list(of_model), limit):
            thing = of_model[getattr(newer, model._meta.pk.attname)]
            rows = (
                _differences(model, older, newer)
                if older is not None
                else [Change("登録", "", str(thing), _note(newer))]
                if newer.history_type == "+"
                else []
            )
            if about is not None:
                name = about(thing)
                rows = [replace(row, field=f"{name}　{row.field}") for row in rows]
            found.append((newer.history_date, rows))
    found.sort(key=lambda one: one[0], reverse=True)
    return [change for _, rows in found for change in rows][:limit]


def _steps(
    model: type[models.Model], keys: list[Any], limit: int
) -> Iterator[tuple[Any, Any]]:
    """Each of the newest states with the one before it; None before the first."""
    key = model._meta.pk.attname
    rows = model.history.filter(**{f"{key}__in": keys})
    rows = rows.select_related("history_user").order_by("-history_date", "-history_id")
    newest = list(rows[: limit * STATES_A_LINE])
    by_key: dict[Any, list[Any]] = {}
    for state in newest:
        by_key.setdefault(getattr(state, key), []).append(state)
    for states in by_key.values():
        # Where the states were cut short, what came before the last one is not known.
        whole = len(newest) < limit * STATES_A_LINE or states[-1].history_type == "+"
        yield from (
            zip(states, [*states[1:], None], strict=False)
            if whole
            else pairwise(states)
        )


def _differences(model: type[models.Model], older: Any, newer: Any) -> list[Change]:
    return [
        Change(
            str(field.verbose_name),
            _words(field, getattr(older, field.attname)),
            _words(field, getattr(newer, field.attname)),
            _note(newer),
        )
        for field in model._meta.concrete_fields
        if field.name not in UNSHOWN
        and getattr(older, field.attname) != getattr(newer, field.attname)
    ]


def _note(state: Any) -> str:
    at = timezone.localtime(state.history_date)
    who = str(state.history_user) if state.history_user else "システム"
    why = state.history_change_reason or ""
    return f"{wareki_short(at.date())} {at:%H:%M}　{who}　{why}".strip()


def _words(field: models.Field, value: Any) -> str:
    """A stored value in the words of the screen."""
    if value in (None, "", [], {}):
        return ""
    if field.is_relation:
        found = field.related_model._default_manager.filter(pk=value).first()
        return str(found) if found else str(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, date):
        return wareki(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, dict):
        return "、".join(f"{key} {number}" for key, number in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "、".join(str(one) for one in value)
    return str(value)
