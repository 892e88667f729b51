"""The acts that must never be half done, each with a case made for it and all that it leaves.

What an act leaves is read as plain values without keys, so that the trace of one case can be compared
with that of another: a case is untouched, or done exactly once, or something is wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from accounts.models import AuditEvent, Notice, User
from designations.actions import designate
from designations.models import Designation
from facilities.models import Facility, Filing
from imports.actions import apply_upload
from imports.models import Upload
from programs.actions import Step, move_grant
from programs.kinds import GrantMove
from programs.models import Grant, ProgramYear
from reports.actions import publish_edition
from reports.kinds import EditionStatus
from reports.models import Edition
from tests.factories import designations, people, programs, reports, uploads
from zones.models import HomeCareZone

Trace = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """``prepare`` makes a case and gives its key, ``do`` acts on it, ``trace`` reads what is left."""

    prepare: Callable[[], Any]
    do: Callable[[Any], None]
    trace: Callable[[Any], Trace]


def told(case: Model) -> list[tuple[str, str]]:
    """What the record says of a case, in order."""
    events = AuditEvent.objects.filter(
        target_kind=case._meta.label_lower, target_id=str(case.pk)
    )
    return list(events.order_by("pk").values_list("action", "outcome"))


def official(name: str = "tester") -> User:
    """One for all cases, since making people is not what is proved."""
    found = User.objects.filter(username=name).first()
    return found or people.official("01", name)


def _applied_grant() -> int:
    year = ProgramYear.objects.first() or programs.year(budget_first=90_000_000)
    return programs.applied(year, designations.association(), by=official()).pk


def _decide(key: int) -> None:
    grant = Grant.objects.get(pk=key)
    step = Step(on=programs.TODAY, amount=2_000, document_number="地医第1号")
    move_grant(
        grant=grant,
        version=grant.version,
        move=GrantMove.DECIDE,
        step=step,
        by=official(),
    )


def _grant_trace(key: int) -> Trace:
    grant = Grant.objects.get(pk=key)
    return (
        (grant.status, grant.version, grant.decided, grant.decided_on),
        list(grant.steps.order_by("pk").values_list("move", "amount")),
        list(grant.history.order_by("pk").values_list("status", "decided")),
        told(grant),
    )


def _checked_edition() -> Any:
    edition = reports.edition(status=EditionStatus.DRAFT)
    Edition.objects.filter(pk=edition.pk).update(
        status=EditionStatus.CHECKED, checked_by=official(), checked_at=timezone.now()
    )
    return edition.pk


def _publish(key: Any) -> None:
    publish_edition(edition=Edition.objects.get(pk=key), by=official())


def _edition_trace(key: Any) -> Trace:
    edition = Edition.objects.get(pk=key)
    notices = Notice.objects.filter(link=edition.get_absolute_url())
    return (
        edition.status,
        edition.published_at is not None,
        edition.published_by is not None,
        notices.count(),
        told(edition),
    )


def _case_in_review() -> int:
    # Made here, so that the act does not begin with a person.
    official("approver")
    zone = HomeCareZone.objects.first() or designations.zone(hubs_per_zone="many")
    return designations.in_review(zone, by=official()).pk


def _designate(key: int) -> None:
    day = designations.BEGINS
    designate(
        designation=Designation.objects.get(pk=key),
        decided_on=day,
        effective_from=day,
        document_number="地医第2号",
        on=designations.TODAY,
        by=official("approver"),
    )


def _case_trace(key: int) -> Trace:
    case = Designation.objects.get(pk=key)
    return (
        (case.status, case.version, case.decided_on, case.effective_from),
        list(case.steps.order_by("pk").values_list("kind", flat=True)),
        list(case.history.order_by("pk").values_list("status", flat=True)),
        told(case),
    )


def _previewed_list() -> Any:
    """A list of one clinic that the registry does not have yet."""
    if not Facility.objects.exists():
        uploads.region()
    number = 10_000 + Upload.objects.count()
    row = uploads.in_chuo(
        70_000 + number,
        医療機関名称=f"試験{number}医院",
        **{"医療機関所在地（住所）": f"札幌市中央区南{number}条西１丁目１"},
        電話番号=f"011-{number:07}",
    )
    return uploads.prepared(row, by=official()).pk


def _apply(key: Any) -> None:
    apply_upload(upload=Upload.objects.get(pk=key), by=official())


def _list_trace(key: Any) -> Trace:
    upload = Upload.objects.get(pk=key)
    code = upload.changes.get(outcome="new").code
    filings = Filing.objects.filter(facility__code=code)
    return (
        (upload.status, upload.applied_at is not None),
        list(Facility.objects.filter(code=code).values_list("sector", "version")),
        list(filings.values_list("kind__symbol", "starts_on", "ends_on")),
        Facility.history.filter(code=code).count(),
        told(upload),
    )


ACTS = {
    "decision on a grant": Act(_applied_grant, _decide, _grant_trace),
    "publication": Act(_checked_edition, _publish, _edition_trace),
    "designation": Act(_case_in_review, _designate, _case_trace),
    "application of a list": Act(_previewed_list, _apply, _list_trace),
}


def is_sound() -> bool:
    """What the database itself says of its pages."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchone() == ("ok",)
