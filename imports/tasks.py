"""Background work of imports: each body takes an id and calls one action."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from imports.models import STALLED_AFTER
from imports.preparing import prepare_upload


@task()
def prepare(upload_id: str, asked_by: int | None = None) -> None:
    """Prepare the preview of an upload with the rights of who asked; safe to run twice."""
    prepare_upload(upload_id=UUID(upload_id), asked_by=asked_by)


@task()
def look_after(upload_id: str, asked_by: int | None = None) -> None:
    """Take up what a killed worker left, and look again as long as somebody is at it."""
    upload = prepare_upload(upload_id=UUID(upload_id), asked_by=asked_by)
    if upload.is_working:
        enqueue_look(upload.pk, asked_by)


def enqueue_preparation(upload_id: UUID, asked_by: int | None) -> None:
    """Queue the preparation, and a later look whether its worker is still alive."""
    prepare.enqueue(str(upload_id), asked_by=asked_by)
    enqueue_look(upload_id, asked_by)


def enqueue_look(upload_id: UUID, asked_by: int | None) -> None:
    if look_after.get_backend().supports_defer:
        later = timezone.now() + STALLED_AFTER
        look_after.using(run_after=later).enqueue(str(upload_id), asked_by=asked_by)
