"""The course of an edition: checked by a second official, published, given up."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from reports import rules
from reports.actions.state import WrongState, step
from reports.actions.telling import settle_check, tell_published, tell_to_check
from reports.kinds import OPEN, EditionStatus
from reports.models import Edition

Status = EditionStatus


class NotBySameOfficial(Exception):
    """The step asks for another official; the message says why."""


@transaction.atomic
def check_edition(*, edition: Edition, by: User) -> None:
    """Put a second official's name to a draft. Raises ``NotBySameOfficial`` or ``WrongState``."""
    authors = {edition.made_by_id, *edition.texts.values_list("written_by", flat=True)}
    if refused := rules.e1_checked_by_another(authors, by.pk):
        raise NotBySameOfficial(refused[0])
    step(edition, Status.DRAFT, status=Status.CHECKED, checked_by=by,
         checked_at=timezone.now())  # fmt: skip
    settle_check(edition, by)
    record("check_edition", by=by, target=edition, detail={"sha256": edition.sha256})


@transaction.atomic
def send_back_edition(*, edition: Edition, reason: str, by: User) -> None:
    """Make a checked edition a draft again. Raises ``WrongState``."""
    step(edition, Status.CHECKED, status=Status.DRAFT, checked_by=None, checked_at=None,
         message=reason)  # fmt: skip
    record("send_back_edition", by=by, target=edition, reason=reason)


@transaction.atomic
def publish_edition(*, edition: Edition, by: User) -> None:
    """Make a checked edition visible to the committee; what it corrects is superseded.

    Raises ``WrongState`` for anything but a checked one.
    """
    now = timezone.now()
    if edition.corrects is not None:
        step(edition.corrects, Status.PUBLISHED, status=Status.SUPERSEDED, superseded_at=now)  # fmt: skip
        record("supersede_edition", by=by, target=edition.corrects, reason=edition.reason)  # fmt: skip
    step(edition, Status.CHECKED, status=Status.PUBLISHED, published_by=by, published_at=now, message="")  # fmt: skip
    tell_published(edition, by)
    record("publish_edition", by=by, target=edition, detail={"sha256": edition.sha256})


@transaction.atomic
def withdraw_edition(*, edition: Edition, reason: str = "", by: User) -> None:
    """Give up what is not published. Raises ``WrongState``."""
    step(edition, (*OPEN, Status.CHECKED), status=Status.WITHDRAWN, checked_by=None,
         checked_at=None)  # fmt: skip
    settle_check(edition, by)
    record("withdraw_edition", by=by, target=edition, reason=reason)


@transaction.atomic
def bring_back_edition(
    *, edition: Edition, status: str = "", reason: str = "", by: User
) -> None:
    """Take up again what was given up, in the state that it was in, or in a given one.

    Raises ``WrongState`` for what is not given up, for a state that was never open, and for a
    correction that another one has replaced meanwhile.
    """
    status = status or _stood_in(edition)
    others = Edition.objects.filter(corrects=edition.corrects_id).exclude(
        status=Status.WITHDRAWN
    )
    if status not in OPEN or (edition.corrects_id and others.exists()):
        raise WrongState
    step(edition, Status.WITHDRAWN, status=status)
    if edition.status == Status.DRAFT:
        tell_to_check(edition)
    record("bring_back_edition", by=by, target=edition, reason=reason)


def _stood_in(edition: Edition) -> str:
    """The state that what it has tells of; one that was checked is a draft again."""
    if not edition.sha256:
        return Status.PREPARING
    return Status.DRAFT if edition.files.exists() else Status.FAILED


@transaction.atomic
def retry_edition(*, edition: Edition, by: User) -> None:
    """Make the files of a failed or stopped edition again, from the same frozen data."""
    step(edition, Status.FAILED, status=Status.RENDERING, message="", step="", page=0, done=0,
         worked_at=timezone.now())  # fmt: skip
    record("retry_edition", by=by, target=edition)
