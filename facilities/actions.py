"""The only writers of single facilities and of what people say about them.

Official lists are written by ``bulk``. A change that loses a race raises ``EditedMeanwhile``.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from facilities.kinds import CareFunction, CodeSystem, EvidenceKind
from facilities.models import Facility, FunctionProvision
from facilities.search import facility_search_key
from facilities.signals import facility_closed
from zones.access import region_scope

EDITABLE = (
    "name",
    "corrected_name",
    "kana",
    "kind",
    "municipality",
    "postal_code",
    "address",
    "phone",
    "fax",
    "contact_window",
    "corporation_number",
    "beds",
    "beds_state",
    "note",
)
"""The fields that a person may write. An official list writes some of them again (``bulk``)."""


class EditedMeanwhile(Exception):
    """Somebody else changed the facility since it was read; ``current`` is how it stands."""

    def __init__(self, current: Facility) -> None:
        self.current = current
        super().__init__(str(current))


class OutsideRegion(Exception):
    """The facility, or the place it would move to, is not in the person's region."""


class AlreadyClosed(Exception):
    """The facility is closed already."""


def within_region(facility: Facility, by: User | None) -> None:
    """Raise ``OutsideRegion`` where the person may not write."""
    # A command or a task has no region.
    if by is not None and not region_scope(by).covers(
        municipality=facility.municipality_id, prefecture=facility.prefecture_id
    ):
        raise OutsideRegion(str(facility))


@transaction.atomic
def register_facility(
    *, values: Mapping[str, Any], on: date, reason: str, by: User | None
) -> Facility:
    """Add a facility that no list brought, known from a day on.

    ``values`` are the fields of ``EDITABLE`` with ``code_system`` and ``code``.
    """
    facility = Facility(**values, first_seen_on=on, last_confirmed_on=on)
    facility.prefecture_id = facility.municipality.prefecture_id
    within_region(facility, by)
    if facility.code_system == CodeSystem.CARE_OFFICE and not facility.office_number:
        facility.office_number = facility.code
    facility.search_key = facility_search_key(facility)
    _save_with_history(facility, reason, by)
    record("register_facility", by=by, target=facility, reason=reason)
    return facility


@transaction.atomic
def update_facility(
    *,
    facility: Facility,
    version: int,
    values: Mapping[str, Any],
    reason: str,
    by: User,
) -> Facility:
    """Write some fields of ``EDITABLE``; ``version`` is the one that the person saw.

    Raises ``EditedMeanwhile`` when it is no longer that one. Nothing changed writes nothing.
    """
    within_region(facility, by)
    current = Facility.objects.select_for_update().get(pk=facility.pk)
    if current.version != version:
        raise EditedMeanwhile(current)
    before = {name: getattr(current, name) for name in values}
    changed = {name: v for name, v in values.items() if v != before[name]}
    if not changed:
        return current
    for name in changed:
        if name not in EDITABLE:
            raise ValueError(name)
        setattr(current, name, changed[name])
    if "municipality" in changed and current.municipality:
        current.prefecture_id = current.municipality.prefecture_id
        within_region(current, by)
    _write(current, version, [*changed, "prefecture_id", "search_key"], reason, by)
    record(
        "update_facility",
        by=by,
        target=current,
        reason=reason,
        detail={n: [str(before[n] or ""), str(v or "")] for n, v in changed.items()},
    )
    return current


@transaction.atomic
def confirm_facility(*, facility: Facility, on: date, by: User) -> None:
    """Say that what the registry holds of a facility is right on a day."""
    within_region(facility, by)
    current = Facility.objects.select_for_update().get(pk=facility.pk)
    current.last_confirmed_on = on
    _write(current, current.version, ["last_confirmed_on"], "内容を確認した", by)
    record("confirm_facility", by=by, target=current, detail={"on": on.isoformat()})


@transaction.atomic
def close_facility(
    *, facility: Facility, version: int, on: date, reason: str, by: User
) -> None:
    """Close a facility after its last day. Raises ``AlreadyClosed`` and ``EditedMeanwhile``.

    Its designations stand: ending one is an act of its own, with its decision and document.
    Rooms further up hear of it (``facility_closed``), such as the compliance check.
    """
    within_region(facility, by)
    current = Facility.objects.select_for_update().get(pk=facility.pk)
    if current.closed_on is not None:
        raise AlreadyClosed(str(current))
    current.closed_on = on
    _write(current, version, ["closed_on"], reason, by)
    facility_closed.send(sender=Facility, facility=current, on=on, reason=reason, by=by)
    detail = {"on": on.isoformat()}
    record("close_facility", by=by, target=current, reason=reason, detail=detail)


@transaction.atomic
def reopen_facility(*, facility: Facility, version: int, reason: str, by: User) -> None:
    """Take a closing back. Raises ``EditedMeanwhile``."""
    within_region(facility, by)
    current = Facility.objects.select_for_update().get(pk=facility.pk)
    current.closed_on = None
    _write(current, version, ["closed_on"], reason, by)
    record("reopen_facility", by=by, target=current, reason=reason)


@transaction.atomic
def confirm_function(
    *,
    facility: Facility,
    function: CareFunction,
    starts_on: date,
    evidence_text: str,
    evidence: EvidenceKind = EvidenceKind.DECLARED,
    by: User,
) -> FunctionProvision:
    """Say that a facility provides a function from a day on, and on what ground.

    The same ground from the same day is said once; saying it again gives the one that stands.
    """
    within_region(facility, by)
    ground = {
        "facility": facility,
        "function": function,
        "evidence": evidence,
        "starts_on": starts_on,
    }
    standing = FunctionProvision.objects.filter(**ground).first()
    if standing is not None:
        return standing
    provision = FunctionProvision(**ground, evidence_text=evidence_text)
    _save_with_history(provision, evidence_text, by)
    detail = {"function": function, "starts_on": starts_on.isoformat()}
    record(
        "confirm_function", by=by, target=facility, reason=evidence_text, detail=detail
    )
    return provision


@transaction.atomic
def end_function(
    *, provision: FunctionProvision, on: date, reason: str, by: User
) -> None:
    """Say that a function is not provided after a day."""
    within_region(provision.facility, by)
    provision.ends_on = on
    _save_with_history(provision, reason, by, update_fields=["ends_on"])
    detail = {"function": provision.function, "on": on.isoformat()}
    record(
        "end_function", by=by, target=provision.facility, reason=reason, detail=detail
    )


def _write(
    facility: Facility, version: int, names: list[str], reason: str, by: User | None
) -> None:
    """Compare and swap: one row changed is success, none means somebody was faster."""
    facility.search_key = facility_search_key(facility)
    facility.version = version + 1
    facility.updated_at = timezone.now()
    values = {name: getattr(facility, name) for name in names}
    swapped = Facility.objects.filter(pk=facility.pk, version=version).update(
        version=version + 1, updated_at=facility.updated_at, **values
    )
    if not swapped:
        raise EditedMeanwhile(Facility.objects.get(pk=facility.pk))
    Facility.history.bulk_history_create(
        [facility], update=True, default_user=by, default_change_reason=reason[:100]
    )


def _save_with_history(
    row: Facility | FunctionProvision, reason: str, by: User | None, **how: Any
) -> None:
    row._history_user = by
    row._change_reason = reason[:100]
    row.save(**how)
