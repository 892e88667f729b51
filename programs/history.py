"""What changed on records of this room: field by field, when, by whom and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from formats.dates import wareki, wareki_short

UNSHOWN = {"id", "version", "updated_at"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after; ``note`` says when, who and why."""

    field: str
    before: str
    after: str
    note: str


def changes_of(*things: Any, limit: int = 30) -> list[Change]:
    """The changes of some records, newest first. Their first entry is one line."""
    found: list[tuple[datetime, list[Change]]] = []
    for thing in things:
        states = list(
            thing.history.select_related("history_user").order_by(
                "-history_date", "-history_id"
            )[: limit + 1]
        )
        for newer, older in zip(states, [*states[1:], None], strict=False):
            rows = (
                _differences(type(thing), older, newer)
                if older is not None
                else [Change("登録", "", str(thing), _note(newer))]
                if newer.history_type == "+"
                else []
            )
            found.append((newer.history_date, rows))
    found.sort(key=lambda one: one[0], reverse=True)
    return [change for _, rows in found for change in rows][:limit]


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
