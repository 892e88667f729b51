"""Freezing the data of an edition and making its files from that alone."""

import hashlib
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from reports.actions.choosing import Choices, prepare_edition
from reports.actions.state import WrongState, step
from reports.actions.telling import settle_check, tell_to_check
from reports.collecting.freezing import freeze, reworded
from reports.collecting.words import words_of
from reports.kinds import EditionStatus, ReportKind
from reports.models import Edition, EditionFile, EditionPage
from reports.pictures import page_pictures
from reports.rendering import STEPS, RenderedPdf, RenderingFailed, render_pdf
from reports.snapshots import canonical
from reports.verifying import versions_of
from reports.workbooks import RenderedWorkbook, render_workbook
from zones.models import Prefecture

Status = EditionStatus
STOPPED = "作成を止めました。凍結したデータは残っています。"
WORKBOOK, PICTURES = "Excelを作っています", "ページの画像を作っています"
# What the bar counts: the steps of typesetting, and what follows them.
BAR = (*STEPS.values(), WORKBOOK, PICTURES)


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


def render_edition(*, edition_id: UUID) -> Edition:
    """Make the files of a frozen edition. Safe to run twice: a made one is left alone."""
    edition = Edition.objects.get(pk=edition_id)
    if edition.status != Status.RENDERING:
        return edition
    mine = Edition.objects.filter(
        pk=edition.pk, status=Status.RENDERING, sha256=edition.sha256
    )

    done = 0

    def progress(words: str, page: int) -> None:
        nonlocal done
        if words in BAR:  # chunks that are set side by side tell of earlier steps too
            done = max(done, BAR.index(words))
        if not mine.update(step=words, page=page, done=done, total=len(BAR)):
            raise Stopped

    try:
        pdf = render_pdf(edition.values, progress=progress)
        progress(WORKBOOK, 0)
        workbook = render_workbook(edition.values)
        progress(PICTURES, 0)
        pictures = list(page_pictures(pdf.pdf))
    except Stopped:
        edition.refresh_from_db()
        return edition
    except RenderingFailed as failure:
        mine.update(status=Status.FAILED, message=str(failure), step="", page=0)
        edition.refresh_from_db()
        return edition
    with transaction.atomic():
        if mine.update(status=Status.DRAFT, message="", step="", page=0):
            _keep(edition, pdf, workbook)
            _keep_pictures(edition, pictures)
            tell_to_check(edition)
            record("render_edition", by=edition.made_by, target=edition)
    edition.refresh_from_db()
    return edition


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
