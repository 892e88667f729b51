"""The history of a record, field by field: who, when, before and after, why, from which upload."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.records.kinds import RECORDS, RecordKind
from formats.dates import DateError, parse_date, wareki, wareki_short
from formats.text import show_private_use

# Counters of the programme's own.
UNSHOWN = frozenset({"id", "version", "updated_at", "search_key"})
STATES_A_LINE = 10
# More values than this in one field are counted.
MOST_WORDS = 8
# What brought a change, where the upload is not the reader's to see: neither file nor address.
ELSEWHERE = "ほかの担当の取込"
# An import writes its own number as the reason.
UPLOAD = re.compile(r"(?:取込|import:)\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after. ``state`` is the saved state that holds the value before."""

    field: str
    before: str
    after: str
    name: str = ""
    at: datetime | None = None
    who: str = ""
    why: str = ""
    upload: str = ""
    state: int | None = None
    pk: Any = None
    restore_url: str = ""

    @property
    def upload_url(self) -> str:
        return reverse("imports:detail", args=[self.upload]) if self.upload else ""

    @property
    def said(self) -> str:
        """When and who."""
        if self.at is None:
            return ""
        at = timezone.localtime(self.at)
        return f"{wareki_short(at.date())} {at:%H:%M}　{self.who}"

    @property
    def note(self) -> str:
        """When, who and why, in one line."""
        return f"{self.said}　{self.why}".strip()


class Words:
    """Stored values in the words of the screen; what is pointed at is looked up once."""

    def __init__(self) -> None:
        self.known: dict[tuple[type, Any], str] = {}

    def of(self, field: models.Field, value: Any) -> str:
        if value in (None, "", [], {}):
            return ""
        if field.is_relation:
            return self._named(field.related_model, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return "はい" if value else "いいえ"
        if isinstance(value, date):
            return wareki(value)
        if isinstance(value, int):
            # 2,025年度 would be a number of years.
            year = str(field.verbose_name).endswith("年度")
            return str(value) if year else f"{value:,}"
        if isinstance(value, Decimal):
            return f"{value.normalize():,f}"
        if isinstance(value, dict):
            return "、".join(f"{key} {number}" for key, number in value.items())
        if isinstance(value, Iterable) and not isinstance(value, str):
            several = [str(one) for one in value]
            return (
                f"{len(several)}件" if len(several) > MOST_WORDS else "、".join(several)
            )
        return show_private_use(str(value))

    def _named(self, model: type[models.Model], pk: Any) -> str:
        key = (model, pk)
        if key not in self.known:
            found = model._default_manager.filter(pk=pk).first()
            self.known[key] = str(found) if found else str(pk)
        return self.known[key]


def changes_of(
    *things: Any,
    limit: int = 30,
    about: Callable[[Any], str] | None = None,
    reader: User | None = None,
) -> list[Change]:
    """The changes of some records, newest first. Their first entry is one line.

    One query a model, however many records; ``about`` names the record of each change. An upload
    is named, and led to, where the ``reader`` may see it.
    """
    words = Words()
    found: list[tuple[datetime, list[Change]]] = []
    for model in dict.fromkeys(type(thing) for thing in things):
        of_model = {thing.pk: thing for thing in things if type(thing) is model}
        for newer, older in _steps(model, list(of_model), limit):
            thing = of_model[getattr(newer, model._meta.pk.attname)]
            rows = _changes(thing, older, newer, words)
            rows = [replace(row, pk=thing.pk) for row in rows]
            if about is not None:
                name = about(thing)
                rows = [replace(row, field=f"{name}　{row.field}") for row in rows]
            found.append((newer.history_date, rows))
    found.sort(key=lambda one: one[0], reverse=True)
    return _with_uploads(
        [change for _, rows in found for change in rows][:limit], reader
    )


def _with_uploads(changes: Sequence[Change], reader: User | None) -> list[Change]:
    """Those that an upload brought name its file and its day, or only that it was an upload."""
    keys = {one.upload for one in changes if one.upload}
    if not keys:
        return list(changes)
    uploads = apps.get_model("imports", "Upload").objects
    seen = uploads.visible_to(reader) if reader else uploads.none()
    rows = seen.filter(pk__in=keys)
    names = {
        str(
            pk
        ): f"{show_private_use(name)}（{wareki_short(timezone.localdate(at))}）の取込"
        for pk, name, at in rows.values_list("pk", "file_name", "uploaded_at")
    }
    return [
        one
        if not one.upload
        else replace(one, why=names[one.upload])
        if one.upload in names
        else replace(one, why=ELSEWHERE, upload="")
        for one in changes
    ]


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


def _changes(thing: Any, older: Any, newer: Any, words: Words) -> list[Change]:
    said = said_of(newer)
    if older is not None:
        return differences(type(thing), older, newer, words, said)
    if newer.history_type == "+":
        return [replace(said, field="登録", after=show_private_use(str(thing)))]
    return []


def said_of(state: Any) -> Change:
    """Who wrote a saved state, when and why; its fields are to be filled in."""
    why = state.history_change_reason or ""
    upload = UPLOAD.search(why)
    return Change(
        "",
        "",
        "",
        at=state.history_date,
        who=str(state.history_user) if state.history_user else "システム",
        why="名簿の取込" if upload else why,
        upload=upload[1] if upload else "",
    )


def differences(
    model: type[models.Model], older: Any, newer: Any, words: Words, said: Change
) -> list[Change]:
    """The fields in which two saved states differ, without those that were not kept in both."""
    kept = {field.name for field in newer._meta.concrete_fields}
    unshown = UNSHOWN.union(*(k.unshown for k in RECORDS.values() if k.model is model))
    return [
        replace(
            said,
            field=str(field.verbose_name),
            name=field.name,
            before=words.of(field, getattr(older, field.attname)),
            after=words.of(field, getattr(newer, field.attname)),
            state=older.history_id,
        )
        for field in model._meta.concrete_fields
        if field.name not in unshown
        and field.name in kept
        and getattr(older, field.attname) != getattr(newer, field.attname)
    ]


def with_restoring(changes: Sequence[Change], kind: RecordKind) -> list[Change]:
    """Each change of a field that may be put back gets the address where that is asked."""
    return [
        replace(one, restore_url=_restoring(one, kind))
        if one.name in kind.restorable and one.state
        else one
        for one in changes
    ]


def _restoring(change: Change, kind: RecordKind) -> str:
    base = reverse("portal:record-restore", args=[kind.key, change.pk])
    return f"{base}?state={change.state}&field={change.name}"


# --- Two days -----------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Compared:
    """Two days side by side: what was typed, what differs, or why nothing can be said."""

    first: str
    second: str
    changes: list[Change] | None = None
    problem: str = ""


def compared(thing: Any, query: QueryDict | Mapping[str, str]) -> Compared:
    """Compare the days that an address names with ``first`` and ``second``."""
    typed = [query.get(name, "").strip() for name in ("first", "second")]
    if not any(typed):
        return Compared("", "")
    try:
        first, second = (parse_date(text) for text in typed)
    except DateError as error:
        return Compared(*typed, problem=str(error))
    before, after = state_on(thing, first), state_on(thing, second)
    if before is None or after is None:
        missing = "この日にはまだ登録がありません。"
        return Compared(wareki(first), wareki(second), problem=missing)
    period = f"{wareki_short(first)} → {wareki_short(second)}"
    said = Change("", "", "", why=period)
    found = differences(type(thing), before, after, Words(), said)
    return Compared(wareki(first), wareki(second), found)


def state_on(thing: Any, day: date) -> Any | None:
    """How a record stood at the end of a day; None where it was not there yet."""
    ends = timezone.make_aware(datetime.combine(day, time.max))
    states = thing.history.filter(history_date__lte=ends)
    return states.order_by("-history_date", "-history_id").first()


def history_url(thing: models.Model) -> str:
    """The page of a record's whole history; empty for a kind that has none."""
    kind = next((k for k in RECORDS.values() if k.model is type(thing)), None)
    if kind is None or not kind.has_history:
        return ""
    return reverse("portal:record-history", args=[kind.key, thing.pk])
