"""Schema of the zone profile (圏域カルテ): two pages a zone. A count is None where no list reaches the day."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.snapshots.progress import Designation, Totals
from reports.snapshots.shared import Map, Report


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality of the zone."""

    name: str
    population75: int | None
    zaishishin: int | None
    enhanced: int | None  # 機能強化型, of zaishishin
    zaishibyo: int | None


@dataclass(frozen=True, slots=True)
class YearValue:
    """A value of a year."""

    year: int
    value: int


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """Who takes on one function, by kind of institution, and the municipalities without any."""

    key: Literal["discharge", "daily", "acute", "eol"]
    hospital: int | None
    clinic: int | None
    dental: int | None
    pharmacy: int | None
    nursing: int | None
    other: int
    without: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Institution:
    """One of the main institutions: the symbol of its filing says what it is."""

    symbol: str  # 支援病１
    name: str
    town: str
    backup: bool = False


@dataclass(frozen=True, slots=True)
class FilingPoint:
    """Institutions with a filing on the day of an official list."""

    day: date
    zaishishin: int | None
    enhanced: int | None  # of zaishishin
    zaishibyo: int | None


@dataclass(frozen=True, slots=True)
class ZoneIndicator:
    """An indicator in the zone, beside the prefecture and the target; numbers as printed."""

    name: str
    unit: str
    value: str
    whole: str
    when: str
    target: str
    target_when: str


@dataclass(frozen=True, slots=True)
class Done:
    """An activity."""

    when: str
    name: str
    actor: str
    sessions: int | None
    participants: int | None


@dataclass(frozen=True, slots=True)
class Coming:
    """A milestone that is still ahead."""

    due_on: date
    title: str
    layer: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: a health centre, the secretariat of a hub, a consultation desk."""

    role: str
    name: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ProfileZone:
    """All that the two pages of a zone print."""

    code: str
    name: str
    total: int | None  # residents of all ages
    population75: int | None
    population85: int | None
    zaishishin: int | None
    enhanced: int | None
    zaishibyo: int | None
    enhanced_hospitals: int | None  # 機能強化型, of zaishibyo
    backup: int | None
    hubs: int
    active: int
    towns: tuple[Town, ...]
    functions: tuple[FunctionRow, ...]
    population: tuple[YearValue, ...] = ()  # 75 and over: projected
    demand: tuple[YearValue, ...] = ()  # visits a month
    institutions: tuple[Institution, ...] = ()
    filings: tuple[FilingPoint, ...] = ()
    started: tuple[
        YearValue, ...
    ] = ()  # filings in force, by the fiscal year of 算定開始
    designations: tuple[Designation, ...] = ()
    ended: tuple[str, ...] = ()  # designations that are over, in words
    indicators: tuple[ZoneIndicator, ...] = ()
    activities: tuple[Done, ...] = ()
    coming: tuple[Coming, ...] = ()
    gaps: tuple[str, ...] = ()  # what is missing, in sentences
    contacts: tuple[Contact, ...] = ()
    map: Map | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneProfiles(Report):
    """The profiles of all zones, or of those chosen."""

    zones: tuple[ProfileZone, ...]
    totals: Totals  # of the whole prefecture, to compare with
    everywhere: str  # 全道
    kind: Literal["zone_profile"] = "zone_profile"
