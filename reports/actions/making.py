"""Freezing the data of an edition and making its files from that alone."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.asked import WORDS, refuse_work, who_asked
from accounts.audit import record
from accounts.models import User
from accounts.roles import Permission
from reports.actions.choosing import Choices, prepare_edition
from reports.actions.state import WrongState, step
from reports.actions.telling import settle_check, tell_to_check
from reports.collecting.freezing import freeze, reworded
from reports.collecting.words import words_of
from reports.kinds import EditionStatus, ReportKind
from reports.models import STALLED_AFTER, Edition, EditionFile, EditionPage
from reports.pictures import page_pictures
from reports.rendering import RenderedPdf, RenderingFailed, render_pdf
from reports.snapshots import canonical
from reports.verifying import versions_of
from reports.workbooks import RenderedWorkbook, render_workbook
from zones.models import Prefecture

Status = EditionStatus
STOPPED = "作成を止めました。凍結したデータは残っています。"
WORKBOOK, PICTURES = "Excelを作っています", "ページの画像を作っています"
BROKE_OFF = (
    "PDFとExcelの作成が途中で止まりました。凍結したデータは残っています。"
    "作り直し、それでも止まるときは管理者に知らせてください。"
)
# Of the hundred that the bar counts; the workbook and the pictures follow.
TYPESETTING = 90


class Stopped(Exception):
    """Somebody stopped the making of an edition."""


@transaction.atomic
def freeze_edition(*, edition: Edition, today: date, by: User | None) -> None:
    """Freeze the data of what was chosen; the worker makes the files afterwards.

    Raises ``NothingToReport`` (``NoPlan`` is one) or ``WrongState``.
    """
    if edition.status != Status.PREPARING:  # reading all the data takes a while
        raise WrongState
    _freeze(edition, canonical.dumps(freeze(edition, today)), Status.PREPARING)
    record("freeze_edition", by=by, target=edition, detail={"sha256": edition.sha256})


@transaction.atomic
def rewrite_edition(*, edition: Edition, by: User) -> None:
    """Take the words as they stand now into the frozen data, and make the files again.

    Everything else stays as it was frozen. Raises ``WrongState`` for what is not a draft.
    """
    settle_check(edition, by)
    changed = reworded(edition.values, words_of(edition))
    _freeze(edition, canonical.dumps(changed), (Status.DRAFT, Status.FAILED))
    edition.files.all().delete()
    edition.page_pictures.all().delete()
    record("rewrite_edition", by=by, target=edition, detail={"sha256": edition.sha256})


def _freeze(edition: Edition, text: bytes, states: str | tuple[str, ...]) -> None:
    step(
        edition,
        states,
        status=Status.RENDERING,
        snapshot=text.decode("utf-8"),
        sha256=hashlib.sha256(text).hexdigest(),
        frozen_at=timezone.now(),
        message="",
        step="",
        page=0,
        done=0,
        worked_at=timezone.now(),
    )


@transaction.atomic
def make_edition(
    *,
    kind: ReportKind | str,
    prefecture: Prefecture,
    choices: Choices,
    today: date,
    by: User | None,
) -> Edition:
    """Choose and freeze in one step, without words. Raises ``NothingToReport``."""
    edition = prepare_edition(kind=kind, prefecture=prefecture, choices=choices, by=by)
    freeze_edition(edition=edition, today=today, by=by)
    return edition


@transaction.atomic
def cancel_edition(*, edition: Edition, by: User) -> None:
    """Stop the making of the files; the frozen data stays. Raises ``WrongState``."""
    step(edition, Status.RENDERING, status=Status.FAILED, message=STOPPED, step="", page=0, done=0)  # fmt: skip
    record("cancel_edition", by=by, target=edition)


def render_edition(*, edition_id: UUID, asked_by: int | None = None) -> Edition:
    """Make the files of a frozen edition. Safe to run twice: a made one is left alone.

    ``asked_by`` is a person who must still be allowed to; None is the system itself.
    """
    edition = Edition.objects.get(pk=edition_id)
    if edition.status != Status.RENDERING:
        return edition
    mine = Edition.objects.filter(
        pk=edition.pk, status=Status.RENDERING, sha256=edition.sha256
    )

    if asked_by is not None and not _may_still(edition, asked_by):
        with transaction.atomic():
            if mine.update(status=Status.FAILED, message=WORDS, step="", page=0):
                refuse_work(
                    action="render_edition",
                    target=edition,
                    link=edition.get_absolute_url(),
                    asked_by=asked_by,
                )
        edition.refresh_from_db()
        return edition

    def progress(words: str, page: int, behind: float) -> None:
        done = round(TYPESETTING * behind)
        now = timezone.now()
        if not mine.update(step=words, page=page, done=done, total=100, worked_at=now):
            raise Stopped

    try:
        pdf = render_pdf(edition.values, progress=progress, fragments=_shelf(edition))
        progress(WORKBOOK, 0, 1.0)
        workbook = render_workbook(edition.values)
        progress(PICTURES, 0, 1.05)
        pictures = list(page_pictures(pdf.pdf))
    except Stopped:
        edition.refresh_from_db()
        return edition
    except RenderingFailed as failure:
        mine.update(status=Status.FAILED, message=str(failure), step="", page=0)
        edition.refresh_from_db()
        return edition
    except Exception:
        mine.update(status=Status.FAILED, message=BROKE_OFF, step="", page=0)
        raise
    with transaction.atomic():
        if mine.update(status=Status.DRAFT, message="", step="", page=0):
            _keep(edition, pdf, workbook)
            _keep_pictures(edition, pictures)
            tell_to_check(edition)
            record("render_edition", by=edition.made_by, target=edition)
    edition.refresh_from_db()
    return edition


def _shelf(edition: Edition) -> Path | None:
    """Where the parts of a prefecture's drafts are kept on this machine, if anywhere."""
    folder = settings.REPORT_PARTS_DIR
    return Path(folder) / str(edition.prefecture_id) if folder else None


@transaction.atomic
def give_up_stalled(*, edition_id: UUID, now: datetime) -> bool:
    """Fail an edition whose worker has said nothing for long; True while one is at work on it.

    A worker that was killed leaves its edition as being made; it can be made again then.
    """
    working = Edition.objects.filter(pk=edition_id, status=Status.RENDERING)
    silent = working.filter(worked_at__lt=now - STALLED_AFTER)
    for edition in silent.select_for_update(of=("self",)):
        silent.update(status=Status.FAILED, message=BROKE_OFF, step="", page=0, done=0)
        record("give_up_edition", by=None, target=edition)
    return working.exists()


def _may_still(edition: Edition, asked_by: int) -> bool:
    user = who_asked(asked_by, Permission.MAKE_REPORTS)
    if user is None:
        return False
    return Edition.objects.editable_by(user).filter(pk=edition.pk).exists()


def _keep(edition: Edition, pdf: RenderedPdf, workbook: RenderedWorkbook) -> None:
    kinds = EditionFile.Kind
    EditionFile.objects.filter(edition=edition).delete()
    EditionFile.objects.create(
        edition=edition,
        kind=kinds.PDF,
        content=pdf.pdf,
        size=len(pdf.pdf),
        sha256=pdf.sha256,
        pages=pdf.pages,
        library_versions=versions_of(pdf.library_versions),
    )
    EditionFile.objects.create(
        edition=edition,
        kind=kinds.WORKBOOK,
        content=workbook.content,
        size=len(workbook.content),
        sha256=workbook.sha256,
        library_versions=versions_of(workbook.library_versions),
    )


def _keep_pictures(edition: Edition, pictures: Iterable[tuple[int, bytes]]) -> None:
    EditionPage.objects.filter(edition=edition).delete()
    EditionPage.objects.bulk_create(
        EditionPage(edition=edition, number=number, picture=picture)
        for number, picture in pictures
    )
