"""The case of an upload: receive its file, decide, apply its preview once, undo or discard it."""

import hashlib
import logging
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.audit import record
from accounts.models import AuditEvent, User
from designations.tasks import check_after_commit
from facilities.listed import StaleFacility
from facilities.models import Facility
from facilities.touched import Kept
from formats.dates import wareki
from imports.errors import NotReady, NotUndoable, StalePreview
from imports.formats import all_formats
from imports.freshness import count_after_commit
from imports.gate import admit
from imports.messages import Refused, refused
from imports.models import (
    WAITING,
    MatchDecision,
    PlannedChange,
    Upload,
    UploadFile,
)
from imports.preparing import prepare_upload
from imports.region import home_of, region_of
from imports.taking_back import later_upload, remember
from imports.tasks import enqueue_preparation

logger = logging.getLogger(__name__)
Status = Upload.Status
Outcome = PlannedChange.Outcome
Verdict = MatchDecision.Verdict
AT_ONCE = 300_000
"""Bytes up to which a file is prepared while the person waits."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a person says about one ambiguous change: no facility means a different one."""

    change: int
    facility: int | None
    verdict: str


def receive_upload(
    *, content: bytes, file_name: str, as_of: date | None = None, by: User | None
) -> Upload:
    """Check the container and keep the bytes. Raises ``Refused`` and stores nothing else.

    ``as_of`` is for lists that do not say their day.
    """
    try:
        if by is not None and region_of(by).is_empty:
            raise refused("no_region")
        admit(content, file_name)
    except Refused as refusal:
        record(
            "receive_upload",
            by=by,
            outcome=AuditEvent.Outcome.REFUSED,
            reason=refusal.code,
            detail={"file": file_name[:255]},
        )
        raise
    return _store(content, file_name, as_of, by)


@transaction.atomic
def _store(
    content: bytes, file_name: str, as_of: date | None, by: User | None
) -> Upload:
    prefecture, centre = home_of(by)
    upload = Upload.objects.create(
        file_name=file_name[:255],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        as_of=as_of,
        region_prefecture_id=prefecture,
        health_centre=centre,
        uploaded_by=by,
    )
    UploadFile.objects.create(upload=upload, content=content)
    record("receive_upload", by=by, target=upload, detail={"sha256": upload.sha256})
    return upload


def start_preparing(*, upload: Upload, by: User | None) -> None:
    """Prepare a small file now; hand a larger one to a worker once this transaction holds.

    What breaks off is stored with the upload and told on its page.
    """
    if upload.size > AT_ONCE:
        asked_by = by.pk if by else None
        transaction.on_commit(partial(enqueue_preparation, upload.pk, asked_by))
        return
    try:
        prepare_upload(upload_id=upload.pk, asked_by=by.pk if by else None)
    except Exception:
        logger.exception("preparing upload %s broke off", upload.pk)


def retry_upload(*, upload: Upload, now: datetime, by: User | None) -> None:
    """Read and compare again: what failed, was left by a dead worker, or has become stale.

    Raises ``NotReady`` for what is being worked on, is applied, or was put aside.
    """
    with transaction.atomic():
        again = [Status.FAILED, Status.READY, Status.HAS_ERRORS]
        rows = Upload.objects.filter(pk=upload.pk)
        if upload.is_stalled(now):
            rows = rows.filter(claim=upload.claim, status=upload.status)
        else:
            rows = rows.filter(status__in=again)
        if not rows.update(status=Status.RECEIVED, attempts=0, claim=None):
            raise NotReady
        record("retry_upload", by=by, target=upload)
    start_preparing(upload=upload, by=by)


@transaction.atomic
def decide_matches(
    *, upload: Upload, decisions: Iterable[Match], by: User | None
) -> None:
    """Keep what a person said about unknown codes, and compare the upload again with it.

    Raises ``NotReady`` when the preview no longer asks about one of them, ``StalePreview`` when
    the chosen facility is no longer there, as after a merge.
    """
    undecided = Upload.objects.select_for_update().filter(
        pk=upload.pk, status__in=[Status.READY, Status.HAS_ERRORS]
    )
    if undecided.first() is None:
        raise NotReady
    asked = upload.changes.filter(outcome=Outcome.AMBIGUOUS)
    for decision in decisions:
        change = asked.filter(pk=decision.change).first()
        if change is None:
            raise NotReady
        _keep(change, decision, upload, by)
    record("decide_matches", by=by, target=upload)
    transaction.on_commit(
        lambda: retry_upload(upload=upload, now=timezone.now(), by=by)
    )


def _keep(
    change: PlannedChange, decision: Match, upload: Upload, by: User | None
) -> None:
    """The chosen facility gets the verdict, every other candidate is another facility."""
    candidates = [one["facility"] for one in change.candidates]
    if decision.facility not in [None, *candidates]:
        raise NotReady
    there = set(Facility.objects.filter(pk__in=candidates).values_list("pk", flat=True))
    if decision.facility not in {None, *there}:
        raise StalePreview(change.name)
    kept = MatchDecision.objects.filter(
        code_system=change.code_system, code=change.code
    )
    kept.exclude(verdict=Verdict.DIFFERENT).delete()
    for facility in sorted(there):
        chosen = facility == decision.facility
        MatchDecision.objects.update_or_create(
            code_system=change.code_system,
            code=change.code,
            facility_id=facility,
            defaults={
                "verdict": decision.verdict if chosen else Verdict.DIFFERENT,
                "decided_by": by,
                "upload": upload,
            },
        )


def same_file(upload: Upload, *, by: User) -> Upload | None:
    """An earlier upload of the very same bytes that this person may see."""
    earlier = Upload.objects.visible_to(by).filter(
        sha256=upload.sha256, uploaded_at__lt=upload.uploaded_at
    )
    return earlier.order_by("-uploaded_at", "pk").first()


def apply_upload(*, upload: Upload, leave: bool = False, by: User | None) -> Upload:
    """Write the stored preview in one transaction, once.

    With ``leave`` the rows with errors and those that wait for a decision are left out, and
    nothing is missing for that; without it they stop the whole. Raises ``NotReady`` for a second
    application, ``StalePreview`` when the registry was edited since, ``OutsideRegion`` when the
    person may no longer write there; then nothing is written.
    """
    try:
        with transaction.atomic():
            _apply(upload, leave, by)
    except StaleFacility as stale:
        raise StalePreview(str(stale)) from stale
    except IntegrityError as clash:
        raise StalePreview("同じ番号の医療機関が登録されました") from clash
    upload.refresh_from_db()
    return upload


def _apply(upload: Upload, leave: bool, by: User | None) -> None:
    began = time.process_time()
    # The claim and the writes are one transaction: a killed worker leaves the upload ready.
    ready = [Status.READY, Status.HAS_ERRORS] if leave else [Status.READY]
    claimed = Upload.objects.filter(pk=upload.pk, status__in=ready).update(
        status=Status.APPLIED, applied_by=by, applied_at=timezone.now()
    )
    upload.refresh_from_db()
    undecided = upload.counts.get(Outcome.AMBIGUOUS)
    if not claimed or (undecided and not leave) or upload.has_error_of_the_whole():
        raise NotReady
    parts = all_formats()[upload.format].apply(upload, by)
    _name_new_facilities(upload)
    remember(upload, parts or [])
    upload.seconds["apply"] = round(time.process_time() - began, 3)
    upload.save(update_fields=["seconds"])
    record("apply_upload", by=by, target=upload, detail={"counts": upload.counts})
    if upload.prefecture_id:
        check_after_commit(upload.prefecture_id, f"名簿の取込：{upload.file_name}")
    count_after_commit(upload)


def _name_new_facilities(upload: Upload) -> None:
    """Rows of the plan that made a facility point at it from now on."""
    made = Facility.objects.filter(
        code_system=OuterRef("code_system"), code=OuterRef("code")
    )
    new = upload.changes.filter(outcome=Outcome.NEW, facility=None)
    new.update(facility=Subquery(made.values("pk")[:1]))


@transaction.atomic
def undo_upload(*, upload: Upload, by: User | None) -> list[Kept]:
    """Take a whole upload back; return the facilities that were edited since and stay.

    Raises ``NotUndoable`` when a later list rests on it or its kind cannot be undone,
    ``OutsideRegion`` when the person may no longer write there; then nothing is written.
    """
    undo = getattr(all_formats().get(upload.format), "undo", None)
    if undo is None:
        raise NotUndoable("この様式の取込は取り消せません。")
    claimed = Upload.objects.filter(pk=upload.pk, status=Status.APPLIED).update(
        status=Status.UNDONE, undone_by=by, undone_at=timezone.now()
    )
    if not claimed:
        raise NotUndoable("適用されていないか、すでに取り消されています。")
    upload.refresh_from_db()
    later = later_upload(upload)
    if later is not None:
        raise NotUndoable(
            f"このあとに{wareki(later.as_of)}現在の名簿が適用されています。"
            "先にその取込を取り消してください。"
        )
    kept = undo(upload, by)
    upload.kept = [asdict(one) for one in kept]
    upload.save(update_fields=["kept"])
    record("undo_upload", by=by, target=upload, detail={"kept": len(kept)})
    if upload.prefecture_id:
        cause = f"名簿の取込の取消：{upload.file_name}"
        check_after_commit(upload.prefecture_id, cause)
    return kept


@transaction.atomic
def discard_upload(*, upload: Upload, reason: str = "", by: User | None) -> None:
    """Decide not to apply it; the file and its preview stay on record. Raises ``NotReady``."""
    changed = Upload.objects.filter(pk=upload.pk, status__in=WAITING)
    if not changed.update(status=Status.DISCARDED):
        raise NotReady
    record("discard_upload", by=by, target=upload, reason=reason)


@transaction.atomic
def bring_back_upload(
    *, upload: Upload, status: str, reason: str = "", by: User | None
) -> None:
    """Let a discarded upload wait again, as it did. Raises ``NotReady`` for any other.

    What changed in the registry meanwhile is found when it is applied, as for every preview.
    """
    put_aside = Upload.objects.filter(pk=upload.pk, status=Status.DISCARDED)
    if status not in WAITING or not put_aside.update(status=status):
        raise NotReady
    record("bring_back_upload", by=by, target=upload, reason=reason)
