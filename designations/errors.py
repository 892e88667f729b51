"""What can go wrong when an act is written; caught where it becomes a message."""

from django.core.exceptions import PermissionDenied, ValidationError


class RuleBroken(ValidationError):
    """A rule refuses it; the messages name the rule and say what to do."""


class OverlappingDesignation(RuleBroken):
    """The database refused a second act of the same operator, kind and zone."""

    def __init__(self) -> None:
        super().__init__(
            "D2：同じ実施主体・種類・圏域の指定と期間が重なるため、登録しませんでした。"
            "同時に登録されたものがないか確かめてください。"
        )


class WrongState(RuleBroken):
    """The step does not exist from the state that the act has by now."""

    def __init__(self, status: str) -> None:
        super().__init__(
            f"この案件はいま「{status}」です。ほかの人が先に進めていないか、経過を確かめてください。"
        )


class StaleDesignation(Exception):
    """Somebody changed the act since it was read."""


class NotAllowed(PermissionDenied):
    """The role of the person does not carry the step."""
