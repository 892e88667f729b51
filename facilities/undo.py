"""Taking back what a list wrote: each facility as it stood before, unless it was edited since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction

from accounts.models import User
from facilities.batches import batches
from facilities.bulk import save_facilities
from facilities.listed import Before
from facilities.models import Facility, FacilityCode, Filing, OfficialList
from facilities.states import REMOVED, keep_states

EDITED = "取込のあとに直されています"
USED = "取込のあとに指定などで使われています"
FILED = "取込のあとに届出が変わっています"
GONE = "取込のあとに削除されています"
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
class Wrote:
    """What a list wrote to one facility. ``fields`` maps a name to its plain value before and after.

    ``ended`` and ``resumed`` are ids of filings; ``before`` of a new facility is nothing.
    """

    facility: int
    name: str
    is_new: bool = False
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    ended: tuple[int, ...] = ()
    resumed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A facility that stays as it is, with the reason in words."""

    facility: int
    name: str
    reason: str


def in_the_way(
    wrote: Sequence[Wrote], *, upload_id: UUID, as_of: date, lock: bool = False
) -> list[Kept]:
    """The facilities that were edited since, by a person or by a later file. Reads only."""
    rows = Facility.objects.select_for_update() if lock else Facility.objects.all()
    now = {
        facility.pk: facility
        for ids in batches(one.facility for one in wrote)
        for facility in rows.filter(pk__in=ids).order_by("pk")
    }
    filings = _edited_filings(wrote, upload_id, as_of)
    used = _used([one.facility for one in wrote if one.is_new], upload_id)
    kept = []
    for one in wrote:
        reason = _reason(one, now.get(one.facility), filings, used)
        if reason:
            kept.append(Kept(one.facility, one.name, reason))
    return kept


def _reason(one: Wrote, now: Facility | None, filings: set[int], used: set[int]) -> str:
    if now is None:
        return GONE
    if one.is_new and _has_more(now, one.fields):
        return EDITED
    if any(plain(getattr(now, name)) != new for name, (_, new) in one.fields.items()):
        return EDITED
    if one.facility in filings:
        return FILED
    return USED if one.facility in used else ""


def _has_more(facility: Facility, listed: Mapping[str, Any]) -> bool:
    """Whether a facility that a list made has gained what no list writes."""
    own = {one for one in Facility._meta.concrete_fields if one.attname not in listed}
    return any(
        getattr(facility, one.attname) != one.get_default()
        for one in own
        if one.name not in MADE_WITH
    )


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(map(plain, value)) if isinstance(value, list | tuple) else value


def _edited_filings(wrote: Sequence[Wrote], upload_id: UUID, as_of: date) -> set[int]:
    """Facilities with a filing of the list that no longer stands as the list left it."""
    ended = {pk for one in wrote for pk in one.ended}
    resumed = {pk for one in wrote for pk in one.resumed}
    columns = ("pk", "facility_id", "ends_on", "ended_inferred")
    left = {True: (as_of - timedelta(days=1), True), False: (None, False)}
    edited, met = set(), set()
    for ids in batches(ended | resumed):
        for pk, facility, *end in Filing.objects.filter(pk__in=ids).values_list(
            *columns
        ):
            met.add(pk)
            if tuple(end) != left[pk in ended]:
                edited.add(facility)
    edited |= {one.facility for one in wrote if not {*one.ended, *one.resumed} <= met}
    own = Filing.objects.filter(upload_id=upload_id).exclude(ends_on=None)
    return edited | set(own.values_list("facility_id", flat=True))


def _used(new: Sequence[int], upload_id: UUID) -> set[int]:
    """New facilities that something else has come to rest on since."""
    used: set[int] = set()
    others = Filing.objects.exclude(upload_id=upload_id)
    for ids in batches(new):
        used |= set(
            others.filter(facility__in=ids).values_list("facility_id", flat=True)
        )
        for relation in _relations(models.CASCADE, models.PROTECT, models.RESTRICT):
            rows = relation.related_model._base_manager
            name = relation.field.attname
            found = rows.filter(**{f"{name}__in": ids}).values_list(name, flat=True)
            used |= set(found)
    return used


def _relations(*kinds: Any) -> Iterable[Any]:
    """What points at a facility and says one of these about its deletion; filings are told apart."""
    for relation in Facility._meta.get_fields(include_hidden=True):
        points = relation.auto_created and relation.is_relation
        if (
            points
            and relation.related_model is not Filing
            and relation.on_delete in kinds
        ):
            yield relation


@transaction.atomic
def take_back(
    *,
    wrote: Sequence[Wrote],
    before: Before,
    upload_id: UUID,
    as_of: date,
    reason: str,
    by: User | None,
) -> list[Kept]:
    """Put every facility back as it stood before the list; return those that were kept.

    New facilities go, with the filings that the list brought. What was edited since stays whole.
    """
    kept = in_the_way(wrote, upload_id=upload_id, as_of=as_of, lock=True)
    stays = {one.facility for one in kept}
    back = [one for one in wrote if one.facility not in stays]
    _take_back_filings(back, before, upload_id)
    for ids in batches(one.facility for one in back):
        FacilityCode.objects.filter(upload_id=upload_id, facility__in=ids).delete()
    _unmark(before, as_of, stays)
    _restore([one for one in back if not one.is_new], reason, by)
    _remove([one.facility for one in back if one.is_new], reason, by)
    OfficialList.objects.filter(upload_id=upload_id).delete()
    return kept


def _take_back_filings(back: Sequence[Wrote], before: Before, upload_id: UUID) -> None:
    for ids in batches(one.facility for one in back):
        Filing.objects.filter(upload_id=upload_id, facility__in=ids).delete()
    for ids in batches(pk for one in back for pk in one.ended):
        Filing.objects.filter(pk__in=ids).update(ends_on=None, ended_inferred=False)
    resumed = {pk for one in back for pk in one.resumed}
    ends = defaultdict(list)
    for pk, ends_on, inferred in before.resumed:
        if pk in resumed:
            ends[ends_on, inferred].append(pk)
    for (ends_on, inferred), ids in ends.items():
        for part in batches(ids):
            Filing.objects.filter(pk__in=part).update(
                ends_on=ends_on, ended_inferred=inferred
            )


def _unmark(before: Before, as_of: date, stays: set[int]) -> None:
    """The last day seen goes back, where the list had moved it."""
    for day, ids in before.facilities_seen:
        for part in batches(set(ids) - stays):
            Facility.objects.filter(pk__in=part, last_seen_on=as_of).update(
                last_seen_on=day
            )
    for day, ids in before.filings_seen:
        for part in batches(ids):
            rows = Filing.objects.filter(pk__in=part, last_seen_on=as_of)
            rows.exclude(facility__in=stays).update(last_seen_on=day)


def _restore(back: Sequence[Wrote], reason: str, by: User | None) -> None:
    wrote = {one.facility: one for one in back}
    for ids in batches(wrote):
        facilities = list(Facility.objects.filter(pk__in=ids).order_by("pk"))
        for facility in facilities:
            for name, (old, _) in wrote[facility.pk].fields.items():
                setattr(facility, name, old)
        names = {name for pk in ids for name in wrote[pk].fields}
        save_facilities(facilities, names, reason, by)


def _remove(ids: Iterable[int], reason: str, by: User | None) -> None:
    """Facilities that nothing else rests on go in one statement, with their history kept."""
    for part in batches(ids):
        keep_states(part, REMOVED, reason=reason, by=by)
        for relation in _relations(models.SET_NULL):
            name = relation.field.attname
            pointing = relation.related_model._base_manager
            pointing.filter(**{f"{name}__in": part}).update(**{name: None})
        rows = Facility.objects.filter(pk__in=part)
        rows._raw_delete(rows.db)
