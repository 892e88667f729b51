"""Background work of reports: each body takes an id and calls one action."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from reports.actions import give_up_stalled, render_edition
from reports.models import STALLED_AFTER


@task()
def typeset(edition_id: str, asked_by: int | None = None) -> None:
    """Typeset a frozen edition with the rights of who asked; safe to run twice."""
    render_edition(edition_id=UUID(edition_id), asked_by=asked_by)


@task()
def look_after(edition_id: str) -> None:
    """Give up what a killed worker left, and look again as long as somebody is at it."""
    if give_up_stalled(edition_id=UUID(edition_id), now=timezone.now()):
        enqueue_look(edition_id)


def enqueue_typesetting(edition_id: UUID, asked_by: int | None) -> None:
    """Queue the typesetting, and a later look whether its worker is still alive."""
    typeset.enqueue(str(edition_id), asked_by=asked_by)
    enqueue_look(str(edition_id))


def enqueue_look(edition_id: str) -> None:
    if look_after.get_backend().supports_defer:
        later = timezone.now() + STALLED_AFTER
        look_after.using(run_after=later).enqueue(edition_id)
