"""What two reports are compared by: who is designated, who files what, where, targets and budgets.

Frozen beside the printed values, as text throughout, so that any two editions can be compared
later without the database.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Holder:
    """An institution with a filing that counts: 在支診 or 在支病 with its level, or a backup hospital."""

    code: str
    name: str
    place: str  # municipality
    zone: str
    home_class: Literal["zaishishin", "zaishibyo", ""] = ""
    level: Literal["solo", "cooperative", "conventional", ""] = ""
    backup: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """A designation in force; `replaces` is the number of the act that it follows."""

    number: str
    kind: Literal["hub", "active"]
    name: str
    zones: tuple[str, ...]
    since: date
    until: date | None = None
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """A designation that is over, and how it ended: 辞退, 取消, 期間満了."""

    number: str
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Aim:
    """A target of an area with the value that stands against it."""

    key: str  # indicator and area
    indicator: str
    area: str
    year: str  # R11年度
    target: str
    value: str
    state: Literal["reached", "open", "missed", "unknown"]


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget of a program in a fiscal year, in thousand yen."""

    code: str
    program: str
    year: str  # R6年度
    amount: str


@dataclass(frozen=True, slots=True)
class ZoneTowns:
    """The municipalities of a zone."""

    code: str
    name: str
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is compared, on one day. `listed` says whether an official list reaches it."""

    day: date
    listed: bool = False
    zones: tuple[ZoneTowns, ...] = ()
    acts: tuple[Act, ...] = ()
    endings: tuple[Ending, ...] = ()
    holders: tuple[Holder, ...] = ()
    aims: tuple[Aim, ...] = ()
    budgets: tuple[Budget, ...] = ()
