"""What can go wrong when something of this room is written; caught where it becomes a message."""

from django.core.exceptions import PermissionDenied, ValidationError


class RuleBroken(ValidationError):
    """A rule refuses it; the messages name the rule and say what to do."""


class WrongState(RuleBroken):
    """The step does not exist from the state that the grant or report has by now."""

    def __init__(self, status: str) -> None:
        super().__init__(
            f"いまの状態は「{status}」です。ほかの人が先に進めていないか、経過を確かめてください。"
        )


class Stale(Exception):
    """Somebody changed the record since it was read."""


class NotAllowed(PermissionDenied):
    """The role or the region of the person does not carry the step."""
