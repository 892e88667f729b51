"""Taking back what a list wrote: each facility as it stood before, unless it was edited since."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import models, transaction

from accounts.models import User
from facilities.batches import batches
from facilities.bulk import save_facilities
from facilities.hanging import relations
from facilities.listed import Before
from facilities.models import (
    Facility,
    FacilityCode,
    Filing,
    OfficialList,
    Reorganisation,
)
from facilities.states import REMOVED, keep_states
from facilities.touched import Applied, Kept, Wrote, in_the_way


@transaction.atomic
def take_back(
    *,
    wrote: Sequence[Wrote],
    before: Before,
    applied: Applied,
    reason: str,
    by: User | None,
) -> list[Kept]:
    """Put every facility back as it stood before the list; return those that were kept.

    New facilities go, with the filings that the list brought. What was edited since stays whole.
    """
    kept = in_the_way(wrote, applied, lock=True)
    stays = {one.facility for one in kept}
    back = [one for one in wrote if one.facility and one.facility not in stays]
    upload_id = applied.upload_id
    _take_back_filings(back, before, upload_id)
    for ids in batches(one.facility for one in back):
        FacilityCode.objects.filter(upload_id=upload_id, facility__in=ids).delete()
    _unmark(before, applied.as_of, stays)
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
        for relation in relations(Facility, [models.SET_NULL]):
            name = relation.field.attname
            pointing = relation.related_model._base_manager
            pointing.filter(**{f"{name}__in": part}).update(**{name: None})
        Reorganisation.objects.filter(facility__in=part).exclude(
            undone_at=None
        ).delete()
        rows = Facility.objects.filter(pk__in=part)
        rows._raw_delete(rows.db)
