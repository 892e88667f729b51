"""Preparing the preview of an upload: read, check, match, compare, store.

Nothing is written to the registry here.
"""

import gc
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.asked import WORDS, refuse_work
from accounts.lists.search import stored_key
from facilities.models import FilingKind
from imports.comparing import Comparison
from imports.formats import Planning, all_formats
from imports.listing import Listing, SymbolKind
from imports.messages import Refused
from imports.models import STALLED_AFTER, PlannedChange, Upload
from imports.reading import read_upload
from imports.region import may_still, region_of
from imports.storing import store_changes, store_problems
from imports.titles import found_by

Status = Upload.Status
Outcome = PlannedChange.Outcome
MOST_ATTEMPTS = 3


class TakenOver(Exception):
    """Another worker took the upload, since this one had been silent for too long."""


def prepare_upload(*, upload_id: UUID, asked_by: int | None = None) -> Upload:
    """Read, check, match and store the preview. Safe to run twice; one worker at a time.

    Nothing is written to the registry. Rows are cut to the region of who uploaded; that person and
    who asked (``asked_by``; None is the system itself) must still be allowed to, or it is refused.
    An upload whose worker has gone silent is taken again, up to ``MOST_ATTEMPTS`` times.
    """
    claim = _claim(upload_id)
    upload = Upload.objects.select_related("uploaded_by").get(pk=upload_id)
    if claim is None or upload.claim != claim:
        return upload
    try:
        if upload.attempts > MOST_ATTEMPTS:
            _finish(upload, status=Status.FAILED, message=GAVE_UP)
        elif not may_still(upload, asked_by):
            with transaction.atomic():
                _finish(upload, status=Status.FAILED, message=WORDS)
                refuse_work(
                    action="prepare_upload",
                    target=upload,
                    link=upload.get_absolute_url(),
                    asked_by=asked_by or upload.uploaded_by_id,
                )
        else:
            with _without_collecting():
                _prepare(upload)
    except Refused as refusal:
        _finish(
            upload, status=Status.REFUSED, message=refusal.message, stage=refusal.code
        )
    except TakenOver:
        upload.refresh_from_db()
    except Exception:
        _finish(upload, status=Status.FAILED, message=BROKE_OFF)
        raise
    return upload


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Tens of thousands of plain values stay until the end: looking again and again for cycles
    among them costs a tenth of the time and finds none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


BROKE_OFF = "読み取りの途中で止まりました。もう一度読み取ってください。"
GAVE_UP = (
    f"{MOST_ATTEMPTS}回読み取りましたが、そのたびに途中で止まりました。"
    "ファイルを開いて保存し直すか、システム管理者に知らせてください。"
)


def _claim(upload_id: UUID) -> UUID | None:
    """Take an upload that waits, failed, or was left by a worker that is gone."""
    now = timezone.now()
    waiting = Q(status__in=[Status.RECEIVED, Status.FAILED])
    left = Q(status=Status.READING, heartbeat_at__lt=now - STALLED_AFTER)
    claim = uuid.uuid4()
    claimed = Upload.objects.filter(waiting | left, pk=upload_id).update(
        status=Status.READING,
        stage="read",
        done=0,
        total=0,
        claim=claim,
        attempts=F("attempts") + 1,
        heartbeat_at=now,
    )
    return claim if claimed else None


def _finish(upload: Upload, **values: object) -> None:
    """Write the result, unless another worker has taken the upload meanwhile."""
    mine = Upload.objects.filter(
        pk=upload.pk, claim=upload.claim, status=Status.READING
    )
    if not mine.update(**values):
        raise TakenOver
    for name, value in values.items():
        setattr(upload, name, value)


def _prepare(upload: Upload) -> None:
    clock = _Stages()
    region = region_of(upload.uploaded_by)
    table = FilingKind.objects.order_by("pk").values_list(
        "symbol",
        "facility_class",
        "enhancement",
        "tracked",
        "valid_from",
        "valid_until",
    )
    report = _reporter(upload)
    today = upload.as_of or timezone.localdate(upload.uploaded_at)
    listing = read_upload(
        bytes(upload.file.content),
        upload.file_name,
        kinds=[SymbolKind(*row) for row in table],
        today=today,
        on_progress=report,
    )
    clock.mark("wait")
    clock.count_reading(listing.seconds)
    report("check", 0, len(listing.facilities))
    planning = Planning(
        region=region,
        today=today,
        as_of=upload.as_of,
        prefecture=upload.region_prefecture_id or "",
        progress=report,
        mark=clock.mark,
    )
    found = all_formats()[listing.format].plan(listing, planning)
    clock.mark("match")
    report("store", 0, len(found.plan.changes))
    _store_preview(upload, listing, found, clock)


def _store_preview(
    upload: Upload,
    listing: Listing,
    found: Comparison,
    clock: "_Stages",
) -> None:
    counts = dict.fromkeys(Outcome.values, 0)
    for change in found.plan.changes:
        counts[change.outcome] += 1
    errors = {(p.sheet, p.row) for p in found.problems if p.is_error}
    counts[Outcome.INVALID] = len(errors)
    named: dict[str, Any] = {
        "format": listing.format,
        "as_of": found.as_of,
        "covered": found.covered,
    }
    key = stored_key(found_by(Upload(file_name=upload.file_name, **named)))
    with transaction.atomic():
        store_changes(upload, found.plan.changes, found.classes)
        store_problems(upload, found.problems)
        clock.mark("store")
        _finish(
            upload,
            status=Status.HAS_ERRORS if errors else Status.READY,
            **named,
            search_key=key,
            stage="",
            message="",
            prefecture_id=next(iter(found.covered), None),
            rows=listing.rows,
            facilities=found.facilities,
            counts=counts,
            classes=found.class_counts,
            unresolved=found.unresolved,
            set_aside=found.plan.set_aside,
            effects=found.effects,
            columns=listing.columns,
            prepared_at=timezone.now(),
            seconds=clock.rounded(),
        )


def _reporter(upload: Upload) -> Callable[[str, int, int], None]:
    """Tell the waiting page how far it is; stop when another worker has taken over."""

    def report(stage: str, done: int, total: int) -> None:
        mine = Upload.objects.filter(pk=upload.pk, claim=upload.claim)
        if not mine.update(
            stage=stage, done=done, total=total, heartbeat_at=timezone.now()
        ):
            raise TakenOver

    return report


class _Stages:
    """CPU seconds of this process by stage."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self.last = time.process_time()

    def mark(self, stage: str) -> None:
        now = time.process_time()
        self.stages[stage] = self.stages.get(stage, 0) + now - self.last
        self.last = now

    def count_reading(self, seconds: dict[str, float]) -> None:
        """Add the stages of the reading; those of this process were a part of the wait."""
        own = seconds["gate"] + seconds["return"] if seconds else 0.0
        self.stages["wait"] = max(self.stages["wait"] - own, 0.0)
        self.stages |= seconds

    def rounded(self) -> dict[str, float]:
        return {stage: round(spent, 3) for stage, spent in self.stages.items()}
