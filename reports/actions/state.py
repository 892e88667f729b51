"""A step of an edition's course is taken from the state that it is in, or not at all."""

from collections.abc import Iterable

from reports.models import Edition


class WrongState(Exception):
    """The edition is not in the state that the step asks for; nothing was changed."""


def step(edition: Edition, states: str | Iterable[str], **values: object) -> None:
    """Change the edition if it still is in one of the states. Raises WrongState."""
    allowed = [states] if isinstance(states, str) else list(states)
    found = Edition.objects.filter(pk=edition.pk, status__in=allowed)
    if not found.update(**values):
        raise WrongState
    edition.refresh_from_db()
