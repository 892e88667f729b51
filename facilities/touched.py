"""What has touched, since, what a list wrote: facility by facility, in words that name it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from facilities.batches import batches
from facilities.hanging import HELD, relations
from facilities.models import Facility, Filing, Reorganisation
from formats.dates import wareki

EDITED = "取込のあとに直されています"
# What every facility has from its making or from bookkeeping.
MADE_WITH = {
    "id",
    "code_system",
    "code",
    "search_key",
    "first_seen_on",
    "last_seen_on",
    "version",
    "updated_at",
}


@dataclass(frozen=True, slots=True)
class Applied:
    """A list that was applied: which, as of which day, and when."""

    upload_id: UUID
    as_of: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Wrote:
    """What a list wrote to one facility. ``fields`` maps a name to its plain value before and after.

    ``facility`` is nothing where it is no longer there. ``ended`` and ``resumed`` are ids of
    filings; ``before`` of a new facility is nothing.
    """

    facility: int | None
    name: str
    code: str = ""
    is_new: bool = False
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    ended: tuple[int, ...] = ()
    resumed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stays as it is, with the reason in words; ``facility`` is where to look."""

    facility: int | None
    name: str
    reason: str


def in_the_way(
    wrote: Sequence[Wrote], applied: Applied, *, lock: bool = False
) -> list[Kept]:
    """The facilities that were touched since, by a person or by a later file. Reads only."""
    rows = Facility.objects.select_for_update() if lock else Facility.objects.all()
    there = {one.facility for one in wrote if one.facility}
    now = {
        facility.pk: facility
        for ids in batches(there)
        for facility in rows.filter(pk__in=ids).order_by("pk")
    }
    joined = _Joined(applied)
    filings = _edited_filings(wrote, applied)
    used = _used(
        [one.facility for one in wrote if one.is_new and one.facility], applied
    )
    kept = []
    for one in wrote:
        facility = now.get(one.facility)
        if facility is None:
            kept.append(Kept(joined.where(one.code), one.name, joined.gone(one.code)))
        elif reason := joined.words(facility.pk):
            kept.append(Kept(facility.pk, one.name, reason))
        elif names := _edited(one, facility):
            kept.append(Kept(facility.pk, one.name, _edited_words(names)))
        elif facility.pk in filings:
            symbols = "・".join(sorted(filings[facility.pk]))
            symbols = f"（{symbols}）" if symbols else ""
            reason = f"取込のあとに届出{symbols}が変わっています"
            kept.append(Kept(facility.pk, one.name, reason))
        elif facility.pk in used:
            reason = f"取込のあとに{'・'.join(used[facility.pk])}で使われています"
            kept.append(Kept(facility.pk, one.name, reason))
    return _by_whom(kept, applied)


def _edited(one: Wrote, now: Facility) -> list[str]:
    """The fields that no longer say what the list wrote, and what it never writes but is there."""
    names = [n for n, (_, new) in one.fields.items() if plain(getattr(now, n)) != new]
    if one.is_new:
        names += [
            own.name
            for own in Facility._meta.concrete_fields
            if own.attname not in one.fields
            and own.name not in MADE_WITH
            and getattr(now, own.attname) != own.get_default()
        ]
    return names


def _edited_words(names: Iterable[str]) -> str:
    labels = [str(Facility._meta.get_field(name).verbose_name) for name in names]
    return f"取込のあとに{'・'.join(dict.fromkeys(labels))}が直されています"


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(map(plain, value)) if isinstance(value, list | tuple) else value


class _Joined:
    """The merges and splits since, by the facilities that took part."""

    def __init__(self, applied: Applied) -> None:
        since = Reorganisation.objects.filter(undone_at=None, done_at__gte=applied.at)
        self.rows = list(since.select_related("done_by").order_by("pk"))
        self.taken = {one.other_code: one for one in self.rows if one.is_merge}
        self.part = {
            pk: one
            for one in self.rows
            for pk in (one.facility_id, one.kept, one.other)
        }

    def where(self, code: str) -> int | None:
        return self.taken[code].facility_id if code in self.taken else None

    def gone(self, code: str) -> str:
        if code not in self.taken:
            return "取込のあとに削除されています"
        return f"取込のあとにほかの医療機関と{_said(self.taken[code])}"

    def words(self, facility: int) -> str:
        one = self.part.get(facility)
        return f"取込のあとにほかの医療機関と{_said(one)}" if one else ""


def _said(one: Reorganisation) -> str:
    done = "統合されています" if one.is_merge else "分離されています"
    return f"{done}（{_who(one.done_at, one.done_by)}）"


def _who(at: datetime, by: User | None) -> str:
    return f"{wareki(timezone.localdate(at))}　{by or 'システム'}"


def _by_whom(kept: Sequence[Kept], applied: Applied) -> list[Kept]:
    """The reasons with the day and the person of the last edit, where there was one."""
    edited = [one.facility for one in kept if one.reason.endswith("直されています")]
    last: dict[int, str] = {}
    for ids in batches(edited):
        states = Facility.history.filter(id__in=ids, history_date__gte=applied.at)
        states = states.exclude(history_change_reason=f"取込 {applied.upload_id}")
        for state in states.select_related("history_user").order_by("history_id"):
            last[state.id] = _who(state.history_date, state.history_user)
    return [
        Kept(one.facility, one.name, f"{one.reason}（{last[one.facility]}）")
        if one.facility in last and one.reason.endswith("直されています")
        else one
        for one in kept
    ]


def _edited_filings(wrote: Sequence[Wrote], applied: Applied) -> dict[int, set[str]]:
    """Facilities with a filing of the list that no longer stands as the list left it; its symbols,
    none where it is gone."""
    ended = {pk for one in wrote for pk in one.ended}
    resumed = {pk for one in wrote for pk in one.resumed}
    columns = ("pk", "facility_id", "kind__symbol", "ends_on", "ended_inferred")
    day_before = applied.as_of - timedelta(days=1)
    left = {True: (day_before, True), False: (None, False)}
    edited: dict[int, set[str]] = defaultdict(set)
    met = set()
    for ids in batches(ended | resumed):
        rows = Filing.objects.filter(pk__in=ids).values_list(*columns)
        for pk, facility, symbol, *end in rows:
            met.add(pk)
            if tuple(end) != left[pk in ended]:
                edited[facility].add(symbol)
    for one in wrote:
        if one.facility and not {*one.ended, *one.resumed} <= met:
            edited[one.facility] |= set()
    own = Filing.objects.filter(upload_id=applied.upload_id).exclude(ends_on=None)
    for facility, symbol in own.values_list("facility_id", "kind__symbol"):
        edited[facility].add(symbol)
    return edited


def _used(new: Sequence[int], applied: Applied) -> dict[int, list[str]]:
    """What has come to rest since on facilities that the list made, by kind."""
    used: dict[int, list[str]] = defaultdict(list)
    for ids in batches(new):
        for label, facility in _resting(ids, applied.upload_id):
            if label not in used[facility]:
                used[facility].append(label)
    return {pk: labels for pk, labels in used.items() if labels}


def _resting(ids: Sequence[int], upload_id: UUID) -> Iterator[tuple[str, int]]:
    # A query for each kind that may hang on a facility, of which there are a dozen.
    for relation in relations(Facility, HELD):
        model, name = relation.related_model, relation.field.attname
        rows = model._base_manager.filter(**{f"{name}__in": ids})
        if model is Filing:
            rows = rows.exclude(upload_id=upload_id)
        if model is Reorganisation:
            # What was joined and parted again leaves nothing but the record of it.
            rows = rows.filter(undone_at=None)
        label = str(model._meta.verbose_name)
        for facility in rows.values_list(name, flat=True).distinct():
            yield label, facility
