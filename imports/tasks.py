"""Background work of imports: each body takes an id and calls one action."""

from uuid import UUID

from django_tasks import task

from imports.preparing import prepare_upload


@task()
def prepare(upload_id: str) -> None:
    """Prepare the preview of an upload; safe to run twice."""
    prepare_upload(upload_id=UUID(upload_id))
