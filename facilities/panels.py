"""Where rooms further up add to the pages of facilities: panels of one, and a column of the list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.expressions import Combinable

from zones.panels import Panels

FACILITY_PAGE = Panels()
"""Subject: a ``Facility``; ``placed`` among what is shared are the zones of the day."""


@dataclass(frozen=True, slots=True)
class ListMark:
    """A column of marks and a condition of the list.

    ``gathered`` is an expression over a facility that gives a JSON list of keys of ``words``;
    ``having`` is the condition that a facility has one of them; ``words`` maps a key to its badge
    (text, tone, shape).
    """

    name: str
    label: str
    words: Mapping[str, Mapping[str, str]]
    gathered: Callable[[date], Combinable]
    having: Callable[[str, date], Q]


LIST_MARKS: dict[str, ListMark] = {}


def register_mark(mark: ListMark) -> None:
    LIST_MARKS[mark.name] = mark
