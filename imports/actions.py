"""The case of an upload: receive it, prepare it, apply its preview once, undo or discard it."""

import hashlib
import logging
import time
from dataclasses import asdict
from datetime import date, datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.audit import record
from accounts.models import AuditEvent, User
from designations.tasks import check_after_commit
from facilities.bulk import StaleFacility
from facilities.models import Facility
from facilities.undo import Kept
from formats.dates import wareki
from imports.errors import NotReady, NotUndoable, StalePreview
from imports.formats import all_formats
from imports.gate import admit
from imports.messages import Refused, refused
from imports.models import PlannedChange, Upload, UploadFile
from imports.preparing import prepare_upload
from imports.region import home_of, region_of
from imports.taking_back import later_upload, remember
from imports.tasks import enqueue_preparation

logger = logging.getLogger(__name__)
Status = Upload.Status
Outcome = PlannedChange.Outcome
AT_ONCE = 300_000
"""Bytes up to which a file is prepared while the person waits."""


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
        transaction.on_commit(partial(enqueue_preparation, upload.pk))
        return
    try:
        prepare_upload(upload_id=upload.pk)
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


def same_file(upload: Upload, *, by: User) -> Upload | None:
    """An earlier upload of the very same bytes that this person may see."""
    earlier = Upload.objects.visible_to(by).filter(
        sha256=upload.sha256, uploaded_at__lt=upload.uploaded_at
    )
    return earlier.order_by("-uploaded_at", "pk").first()


def apply_upload(*, upload: Upload, by: User | None) -> Upload:
    """Write the stored preview in one transaction, once.

    Raises ``NotReady`` for a second application, ``StalePreview`` when the registry was
    edited since, ``OutsideRegion`` when the person may no longer write there; then nothing is
    written.
    """
    try:
        with transaction.atomic():
            _apply(upload, by)
    except StaleFacility as stale:
        raise StalePreview(str(stale)) from stale
    except IntegrityError as clash:
        raise StalePreview("同じ番号の医療機関が登録されました") from clash
    upload.refresh_from_db()
    return upload


def _apply(upload: Upload, by: User | None) -> None:
    began = time.process_time()
    # The claim and the writes are one transaction: a killed worker leaves the upload ready.
    claimed = Upload.objects.filter(pk=upload.pk, status=Status.READY).update(
        status=Status.APPLIED, applied_by=by, applied_at=timezone.now()
    )
    if not claimed:
        raise NotReady
    upload.refresh_from_db()
    parts = all_formats()[upload.format].apply(upload, by)
    _name_new_facilities(upload)
    remember(upload, parts or [])
    upload.seconds["apply"] = round(time.process_time() - began, 3)
    upload.save(update_fields=["seconds"])
    record("apply_upload", by=by, target=upload, detail={"counts": upload.counts})
    if upload.prefecture_id:
        check_after_commit(upload.prefecture_id, f"名簿の取込：{upload.file_name}")


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
    return kept


@transaction.atomic
def discard_upload(*, upload: Upload, by: User | None) -> None:
    """Decide not to apply it; the file and its preview stay on record."""
    waiting = [Status.READY, Status.HAS_ERRORS, Status.REFUSED, Status.FAILED]
    changed = Upload.objects.filter(pk=upload.pk, status__in=waiting)
    if not changed.update(status=Status.DISCARDED):
        raise NotReady
    record("discard_upload", by=by, target=upload)
