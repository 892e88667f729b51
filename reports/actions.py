"""Making, typesetting and publishing editions. The only writer of this room."""

import hashlib
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from reports.collecting.asked import Asked
from reports.collecting.kinds import collect
from reports.collecting.progress import TITLE
from reports.kinds import EditionStatus, ReportKind
from reports.models import Edition, EditionFile
from reports.rendering import RenderingFailed, render_pdf
from reports.snapshots import canonical
from reports.snapshots.shared import Edition as Printed
from reports.snapshots.shared import Meeting
from zones.models import PlanVersion, Prefecture

Status = EditionStatus


class WrongState(Exception):
    """The edition is not in the state that the step asks for; nothing was changed."""


@transaction.atomic
def make_edition(
    *,
    kind: ReportKind,
    prefecture: Prefecture,
    as_of: date,
    title: str = TITLE,
    meeting_name: str = "",
    meeting_on: date | None = None,
    today: date,
    by: User | None,
) -> Edition:
    """Freeze the data of a report as of a day; the worker typesets it afterwards.

    Raises ``NoPlan`` where no plan is in force on the day.
    """
    # Numbers are given one after the other, under the prefecture's lock.
    Prefecture.objects.select_for_update().get(pk=prefecture.pk)
    series = Edition.objects.filter(prefecture=prefecture, kind=kind)
    number = (series.aggregate(last=Max("number"))["last"] or 0) + 1
    meeting = Meeting(meeting_name, meeting_on) if meeting_name else None
    asked = Asked(
        prefecture, as_of, title=title, meeting=meeting, edition=Printed(number, today)
    )
    snapshot = collect(kind, asked)
    text = canonical.dumps(snapshot)
    edition = Edition.objects.create(
        kind=kind,
        prefecture=prefecture,
        plan_version=PlanVersion.objects.for_prefecture(prefecture.pk, as_of),
        number=number,
        title=title,
        as_of=as_of,
        meeting_name=meeting_name,
        meeting_on=meeting_on,
        snapshot=text.decode("utf-8"),
        sha256=hashlib.sha256(text).hexdigest(),
        made_by=by,
    )
    record("make_edition", by=by, target=edition, detail={"sha256": edition.sha256})
    return edition


def render_edition(*, edition_id: UUID) -> Edition:
    """Typeset a frozen edition and keep the PDF. Safe to run twice: a made one is left alone."""
    edition = Edition.objects.get(pk=edition_id)
    if edition.status not in {Status.RENDERING, Status.FAILED}:
        return edition

    def progress(step: str, page: int) -> None:
        Edition.objects.filter(pk=edition.pk).update(step=step, page=page)

    try:
        rendered = render_pdf(edition.values, progress=progress)
    except RenderingFailed as failure:
        Edition.objects.filter(pk=edition.pk).update(
            status=Status.FAILED, message=str(failure), step=""
        )
        edition.refresh_from_db()
        return edition
    with transaction.atomic():
        claimed = Edition.objects.filter(
            pk=edition.pk, status__in=[Status.RENDERING, Status.FAILED]
        )
        if claimed.update(status=Status.DRAFT, message="", step=""):
            EditionFile.objects.create(
                edition=edition,
                kind=EditionFile.Kind.PDF,
                content=rendered.pdf,
                size=len(rendered.pdf),
                sha256=rendered.sha256,
                pages=rendered.pages,
                library_versions=rendered.library_versions,
            )
            record("render_edition", by=edition.made_by, target=edition)
    edition.refresh_from_db()
    return edition


@transaction.atomic
def publish_edition(*, edition: Edition, by: User) -> None:
    """Make a draft visible to the committee. Raises ``WrongState`` for anything but a draft."""
    _step(edition, Status.DRAFT, status=Status.PUBLISHED, published_by=by,
          published_at=timezone.now())  # fmt: skip
    record("publish_edition", by=by, target=edition)


@transaction.atomic
def withdraw_edition(*, edition: Edition, by: User) -> None:
    """Give up a draft, or one that could not be typeset."""
    state = Status.FAILED if edition.status == Status.FAILED else Status.DRAFT
    _step(edition, state, status=Status.WITHDRAWN)
    record("withdraw_edition", by=by, target=edition)


@transaction.atomic
def retry_edition(*, edition: Edition, by: User) -> None:
    """Typeset a failed edition again, from the same frozen data."""
    _step(edition, Status.FAILED, status=Status.RENDERING, message="")
    record("retry_edition", by=by, target=edition)


def _step(edition: Edition, state: str, **values: object) -> None:
    if not Edition.objects.filter(pk=edition.pk, status=state).update(**values):
        raise WrongState
    edition.refresh_from_db()
