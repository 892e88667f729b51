"""What changed on a facility: field by field, when, by whom and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils import timezone

from facilities.models import Facility, FunctionProvision
from formats.dates import DateError, parse_date, wareki, wareki_short
from formats.text import show_private_use
from zones.models import Municipality

# Counters and keys of the programme's own; and what each list moves forward.
UNSHOWN = {"id", "version", "updated_at", "search_key", "last_seen_on"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after; ``note`` says when, who and why."""

    field: str
    before: str
    after: str
    note: str


def changes_of(facility: Facility, limit: int | None = None) -> list[Change]:
    """The changes of a facility, newest first; ``limit`` is a number of saved states."""
    states = facility.history.select_related("history_user").order_by(
        "-history_date", "-history_id"
    )
    states = list(states[: limit + 1] if limit else states)
    names = _place_names(states)
    found: list[tuple[datetime, list[Change]]] = []
    for at, state in enumerate(states):
        older = states[at + 1] if at + 1 < len(states) else None
        if older is not None:
            rows = _differences(older, state, _note(state), names)
        elif state.history_type == "+":
            rows = [Change("登録", "", show_private_use(state.name), _note(state))]
        else:
            rows = []
        found.append((state.history_date, rows))
    found += [(said.history_date, [_said(said)]) for said in _provisions(facility)]
    found.sort(key=lambda one: one[0], reverse=True)
    return [change for _, rows in found for change in rows]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two days side by side: what was typed, what differs, or why nothing can be said."""

    first: str
    second: str
    changes: list[Change] | None = None
    problem: str = ""


def compared(facility: Facility, query: QueryDict) -> Compared:
    """Compare the days that an address names with ``first`` and ``second``."""
    typed = [query.get(name, "").strip() for name in ("first", "second")]
    if not any(typed):
        return Compared("", "")
    try:
        first, second = (parse_date(text) for text in typed)
    except DateError as error:
        return Compared(*typed, problem=str(error))
    changes = changes_between(facility, first, second)
    missing = "" if changes is not None else "この日にはまだ登録がありません。"
    return Compared(wareki(first), wareki(second), changes, missing)


def changes_between(
    facility: Facility, first: date, second: date
) -> list[Change] | None:
    """The fields that differ between the ends of two days; None where it was not there yet."""
    before, after = (_state_on(facility, day) for day in (first, second))
    if before is None or after is None:
        return None
    note = f"{wareki_short(first)} → {wareki_short(second)}"
    return _differences(before, after, note, _place_names([before, after]))


def _state_on(facility: Facility, day: date) -> Any | None:
    ends = timezone.make_aware(datetime.combine(day, time.max))
    states = facility.history.filter(history_date__lte=ends)
    return states.order_by("-history_date", "-history_id").first()


def _provisions(facility: Facility) -> Iterable[Any]:
    said = FunctionProvision.history.filter(facility=facility)
    return said.select_related("history_user").order_by("-history_date", "-history_id")


def _said(state: Any) -> Change:
    starts = f"{wareki_short(state.starts_on)}から"
    name = f"機能：{state.get_function_display()}"
    ground = state.evidence_text or state.get_evidence_display()
    if state.history_type == "+":
        return Change(name, "", f"あり（{starts}）{ground}", _note(state))
    ends = f"{wareki_short(state.ends_on)}まで" if state.ends_on else "終わりなし"
    return Change(name, f"あり（{starts}）", ends, _note(state))


def _note(state: Any) -> str:
    at = timezone.localtime(state.history_date)
    who = str(state.history_user) if state.history_user else "システム"
    reason = state.history_change_reason or ""
    return f"{wareki_short(at.date())} {at:%H:%M}　{who}　{reason}".strip()


def _differences(
    older: Any, newer: Any, note: str, names: dict[str, str]
) -> list[Change]:
    return [
        Change(
            str(field.verbose_name),
            field_words(field, getattr(older, field.attname), names),
            field_words(field, getattr(newer, field.attname), names),
            note,
        )
        for field in Facility._meta.concrete_fields
        if field.name not in UNSHOWN
        and getattr(older, field.attname) != getattr(newer, field.attname)
    ]


def _place_names(states: Sequence[Any]) -> dict[str, str]:
    codes = {s.municipality_id for s in states if s.municipality_id}
    found = Municipality.objects.filter(pk__in=sorted(codes))
    return dict(found.values_list("pk", "name"))


def field_words(field: models.Field, value: Any, names: dict[str, str]) -> str:
    """A stored value in the words of the screen."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if field.name == "municipality":
        return names.get(value, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, date):
        return wareki(value)
    if isinstance(value, list):
        return f"{len(value)}件"
    if isinstance(value, dict):
        return "、".join(f"{key} {number}" for key, number in value.items())
    return show_private_use(str(value))
