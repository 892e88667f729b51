"""Schema of the designation register (指定一覧): who is designated on the day, since when, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.snapshots.shared import Report


@dataclass(frozen=True, slots=True)
class Entry:
    """A designation in force on the as-of day."""

    number: str
    kind: Literal["hub", "active"]
    name: str
    operator: str  # as the registry has it, where it differs from the published name
    operator_kind: str
    location: str
    zones: tuple[str, ...]
    functions: tuple[str, ...]
    decided_on: date
    effective_from: date
    effective_until: date | None
    document_number: str
    legal_basis: str
    contact: str = ""
    requirements_met: int | None = None
    requirements_of: int | None = None
    is_new: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One event in the life of a designation."""

    on: date
    number: str
    kind: Literal["hub", "active"]
    name: str
    zones: tuple[str, ...]
    what: str  # 指定, 変更・更新, 辞退, …
    effect: str  # R7.7.1から, R7.9.30まで
    document_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement."""

    code: str
    label: str
    description: str
    kind: Literal["hub", "active"]


@dataclass(frozen=True, slots=True)
class Answer:
    """How one designation stands to one requirement."""

    number: str
    name: str
    code: str
    state: Literal["met", "planned", "not_met", "not_applicable", "waived"]
    evidence: str = ""
    checked_on: date | None = None
    planned_until: date | None = None


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """Who stands in a zone."""

    code: str
    name: str
    hubs: tuple[str, ...]
    actives: tuple[str, ...]
    in_progress: tuple[str, ...] = ()  # bodies on their way: 〇〇（調整中）


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignationRegister(Report):
    """The register of a day."""

    zones: tuple[ZoneLine, ...]
    entries: tuple[Entry, ...]
    events: tuple[Event, ...] = ()
    asked: tuple[Asked, ...] = ()
    answers: tuple[Answer, ...] = ()
    kind: Literal["designation_register"] = "designation_register"
