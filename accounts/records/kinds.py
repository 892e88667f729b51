"""The kinds of records, as the rooms register them when they start (``AppConfig.ready``)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Field, Model, QuerySet
from django.http import QueryDict

from accounts.models import User
from accounts.roles import Permission


class Refused(Exception):
    """A record cannot be written so; ``messages`` say why and what to do."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__("、".join(messages))


class Write(Protocol):
    def __call__(
        self, *, thing: Any, values: Mapping[str, Any], reason: str, by: User
    ) -> object:
        """Write some fields of one record by the action of its room; raises ``Refused``."""


Choices = Mapping[str, QuerySet | Sequence[tuple[str, str]]]


def no_choices(user: User) -> Choices:
    return {}


@dataclass(frozen=True, slots=True)
class RecordKind:
    """Records of one model that carries ``history``, or whose own page tells its course.

    ``editable`` gives the rows that a person may write, with ``write``; without it they are read
    only. ``bulk`` names the fields that may be changed for several at once, ``choices`` what a
    person may choose for those that point elsewhere or are open to some values only. ``which`` is
    the address of their list, and ``found`` what that list shows for an address, so that all of it
    can be changed at once.
    ``unshown`` names the fields that move by themselves and are no change to anybody.
    """

    key: str
    label: str
    model: type[Model]
    visible: Callable[[User], QuerySet]
    view: Permission = Permission.VIEW_REGISTRY
    edit: Permission | None = None
    editable: Callable[[User], QuerySet] | None = None
    write: Write | None = None
    restorable: tuple[str, ...] = ()
    bulk: tuple[str, ...] = ()
    choices: Callable[[User], Choices] = no_choices
    which: str = ""
    found: Callable[[User, QueryDict], QuerySet] | None = None
    unshown: frozenset[str] = frozenset()

    @property
    def has_history(self) -> bool:
        return hasattr(self.model, "history")

    def may_write(self, user: User, thing: Model) -> bool:
        return (
            self.edit is not None
            and self.editable is not None
            and user.may(self.edit)
            and self.editable(user).filter(pk=thing.pk).exists()
        )

    def field(self, name: str) -> Field:
        return self.model._meta.get_field(name)


RECORDS: dict[str, RecordKind] = {}


def register(kind: RecordKind) -> None:
    RECORDS[kind.key] = kind


def register_read_only(
    key: str,
    label: str,
    model: type[Model],
    visible: Callable[[User], QuerySet],
    view: Permission = Permission.VIEW_REGISTRY,
) -> None:
    """Records that change by acts of their own only: their history is read, nothing is put back."""
    register(RecordKind(key=key, label=label, model=model, visible=visible, view=view))
