"""The registry's bulk action: what an official list says, written in one short transaction.

Imports decide what to write; this module writes it, with history, and nothing in a loop.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from facilities.batches import BATCH, batches
from facilities.listed import Before, Coverage, ListedChanges, StaleFacility
from facilities.models import Facility, FacilityCode, Filing, OfficialList
from facilities.search import facility_search_key
from facilities.states import ADDED, CHANGED, keep_states


@transaction.atomic
def apply_listed(
    *,
    changes: ListedChanges,
    coverage: Coverage,
    seen: Sequence[str],
    upload_id: UUID | None,
    reason: str,
    by: User | None,
) -> Before:
    """Write a list to the registry; return what ``undo.take_back`` needs.

    ``seen`` are the codes of all facilities on the list inside the region. Raises
    ``StaleFacility`` when a facility has another version than the plan rests on.
    """
    before = Before(resumed=_ends_of(changes.resumed))
    _add_facilities(changes, coverage, reason, by)
    _change_facilities(changes, reason, by)
    _write_codes(changes, upload_id)
    _write_filings(changes, coverage, upload_id)
    _mark_seen(coverage, seen, before)
    for sector in coverage.sectors:
        OfficialList.objects.get_or_create(
            prefecture_id=coverage.prefecture,
            sector=sector,
            as_of=coverage.as_of,
            complete=coverage.complete,
            municipalities=list(coverage.municipalities),
            defaults={"upload_id": upload_id},
        )
    return before


@transaction.atomic
def apply_named(
    *, changes: ListedChanges, on: date, upload_id: UUID, reason: str, by: User | None
) -> Before:
    """Write what a file says of the facilities that it names; it speaks for no others.

    Nothing is marked as seen and no list is put on record. Raises ``StaleFacility``.
    """
    before = Before(resumed=_ends_of(changes.resumed))
    file = Coverage(prefecture="", sectors=(), as_of=on)
    _add_facilities(changes, file, reason, by)
    _change_facilities(changes, reason, by)
    _write_filings(changes, file, upload_id)
    return before


def _ends_of(filings: Iterable[int]) -> list[tuple[int, str | None, bool]]:
    columns = ("pk", "ends_on", "ended_inferred")
    return [
        (pk, day and day.isoformat(), inferred)
        for ids in batches(filings)
        for pk, day, inferred in Filing.objects.filter(pk__in=ids)
        .order_by("pk")
        .values_list(*columns)
    ]


def _add_facilities(
    changes: ListedChanges, coverage: Coverage, reason: str, by: User | None
) -> None:
    if not changes.new:
        return
    for facility in changes.new:
        facility.search_key = facility_search_key(facility)
        facility.first_seen_on = facility.last_seen_on = coverage.as_of
    Facility.objects.bulk_create(changes.new, batch_size=BATCH)
    keep_states([one.pk for one in changes.new], ADDED, reason=reason, by=by)


def _change_facilities(changes: ListedChanges, reason: str, by: User | None) -> None:
    if not changes.changed:
        return
    found = Facility.objects.select_for_update().filter(pk__in=list(changes.changed))
    facilities = list(found.order_by("pk"))
    stale = [f.shown_name for f in facilities if f.version != changes.changed[f.pk][0]]
    if stale or len(facilities) != len(changes.changed):
        raise StaleFacility(stale)
    for facility in facilities:
        for name, value in changes.changed[facility.pk][1].items():
            setattr(facility, name, value)
    names = {name for _, values in changes.changed.values() for name in values}
    save_facilities(facilities, names, reason, by)


def save_facilities(
    facilities: Sequence[Facility], names: Iterable[str], reason: str, by: User | None
) -> None:
    """Write these fields of facilities at once, each with a new version and its history."""
    for facility in facilities:
        facility.version += 1
        facility.search_key = facility_search_key(facility)
    if "code" in names:
        _renumber(facilities)
    # An upsert on the key: Django's bulk_update is several times slower on wide rows.
    Facility.objects.bulk_create(
        facilities,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code_system", "code"],
        update_fields=[
            *(name.removesuffix("_id") for name in sorted(names)),
            "version",
            "search_key",
            "updated_at",
        ],
    )
    keep_states([one.pk for one in facilities], CHANGED, reason=reason, by=by)


def _renumber(facilities: Sequence[Facility]) -> None:
    """Codes first, one by one since they are few: the upsert finds its rows by them."""
    codes = dict(
        Facility.objects.filter(pk__in=[one.pk for one in facilities]).values_list(
            "pk", "code"
        )
    )
    for facility in facilities:
        if codes[facility.pk] != facility.code:
            Facility.objects.filter(pk=facility.pk).update(code=facility.code)


def _write_codes(changes: ListedChanges, upload_id: UUID | None) -> None:
    FacilityCode.objects.bulk_create(
        FacilityCode(
            facility_id=one.facility_id,
            code_system="medical",
            code=one.code,
            reason=one.reason,
            upload_id=upload_id,
        )
        for one in changes.codes
    )


def _write_filings(
    changes: ListedChanges, coverage: Coverage, upload_id: UUID | None
) -> None:
    last_day = coverage.as_of - timedelta(days=1)
    for ids in batches(changes.ended):
        Filing.objects.filter(pk__in=ids).update(ends_on=last_day, ended_inferred=True)
    for ids in batches(changes.resumed):
        Filing.objects.filter(pk__in=ids).update(ends_on=None, ended_inferred=False)
    if not changes.filings:
        return
    codes = sorted({one.code for one in changes.filings if one.facility_id is None})
    ids = {
        code: pk
        for batch in batches(codes)
        for code, pk in Facility.objects.filter(
            code_system="medical", code__in=batch
        ).values_list("code", "pk")
    }
    Filing.objects.bulk_create(
        (
            Filing(
                facility_id=filing.facility_id or ids[filing.code],
                kind_id=filing.kind_id,
                number=filing.number,
                starts_on=filing.starts_on,
                first_seen_on=coverage.as_of,
                last_seen_on=coverage.as_of,
                upload_id=upload_id,
            )
            for filing in changes.filings
        ),
        batch_size=BATCH,
    )


def _mark_seen(coverage: Coverage, seen: Sequence[str], before: Before) -> None:
    """Move the last day seen forward, in a few statements and without a new version."""
    later = _seen_before(coverage.as_of)
    for codes in batches(sorted(seen)):
        known = Facility.objects.filter(code_system="medical", code__in=codes)
        standing = Filing.objects.filter(facility__in=known, ends_on=None)
        for rows, kept in (
            (standing.filter(later), before.filings_seen),
            (known.filter(later), before.facilities_seen),
        ):
            days: dict[str | None, list[int]] = defaultdict(list)
            for pk, day in rows.order_by("pk").values_list("pk", "last_seen_on"):
                days[day and day.isoformat()].append(pk)
            kept += days.items()
            if days:
                rows.update(last_seen_on=coverage.as_of)


def _seen_before(day: date) -> Q:
    return Q(last_seen_on=None) | Q(last_seen_on__lt=day)
