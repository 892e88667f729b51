"""Background work of reports: each body takes an id and calls one action."""

from uuid import UUID

from django_tasks import task

from reports.actions import render_edition


@task()
def typeset(edition_id: str) -> None:
    """Typeset a frozen edition; safe to run twice."""
    render_edition(edition_id=UUID(edition_id))
