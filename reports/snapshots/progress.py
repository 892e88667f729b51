"""Schema of the committee progress report (進捗報告書): all its pages print, and nothing else.

Whoever freezes an edition fills these values from the database; the renderer reads only them.
A count is None where no list reaches the day (名簿なし). A change of shape is a new `schema`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.snapshots.shared import Map, Report


@dataclass(frozen=True, slots=True)
class SummaryFigure:
    """One of the five figures of the summary page."""

    key: Literal[
        "hub_zones", "active", "zaishishin", "zaishibyo", "zones_without_clinic"
    ]
    value: int | None
    previous: int | None = None
    notes: tuple[str, ...] = ()  # short lines under the figure


@dataclass(frozen=True, slots=True)
class ZoneHub:
    """A hub in force in a zone, or the one that is being prepared or planned."""

    state: Literal["in_force", "coordinating", "planned"]
    name: str = ""
    effective_from: date | None = None
    fiscal_year: int | None = None  # when it is planned


@dataclass(frozen=True, slots=True)
class Zone:
    """A home-care zone on the as-of day."""

    code: str
    name: str
    group: str  # 三次医療圏: a heavier rule stands between groups
    population75: int | None
    zaishishin: int | None
    enhanced: int | None  # 機能強化型, of zaishishin
    zaishibyo: int | None
    backup: int | None
    hubs: tuple[ZoneHub, ...] = ()
    active: tuple[str, ...] = ()  # names of the active institutions in force
    gaps: tuple[str, ...] = ()  # 拠点, 積極的, 在支診, 在支病, 後方


@dataclass(frozen=True, slots=True)
class Totals:
    """The prefecture as a whole; a body that serves several zones counts once."""

    population75: int | None
    zaishishin: int | None
    enhanced: int | None
    zaishibyo: int | None
    backup: int | None
    hubs: int
    hub_zones: int
    active: int
    active_zones: int


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """Home-visit demand of one zone, one whole number for each year of the forecast."""

    name: str
    values: tuple[int, ...]
    named: bool = False  # drawn with its name; the others are thin grey lines


@dataclass(frozen=True, slots=True)
class Forecast:
    """Demand by year; the first year is the base of the index."""

    years: tuple[int, ...]
    unit: str
    rows: tuple[ForecastRow, ...]
    total: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Designation:
    """A designation in force on the as-of day."""

    number: str
    kind: Literal["hub", "active"]
    name: str
    operator_kind: str
    location: str
    zones: tuple[str, ...]
    decided_on: date
    effective_from: date
    effective_until: date | None
    document_number: str
    legal_basis: str
    requirements_met: int | None = None
    requirements_of: int | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure (施策) with what was done; a repeated budget (再掲) is not added up."""

    target: str
    name: str
    status: str
    count: int | None
    count_unit: str
    budget: int | None  # thousand yen
    implementer: str
    key: str = ""  # code of the measure, for the words of officials
    repeated: bool = False
    doubtful: bool = False  # ＊: the source needs checking


@dataclass(frozen=True, slots=True)
class MeasureArea:
    """A block of measures."""

    name: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A subsidy program of the year, once."""

    name: str
    budget: int  # thousand yen
    doubtful: bool = False
    previous: int | None = None  # budget of the year before
    settled: int | None = None
    sites: int | None = None
    sites_unit: str = ""
    achievement: str = ""  # 達成, 一部達成, 未達成


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """What was done of one kind in a fiscal year; None where no activity says it."""

    name: str
    fiscal_year: int
    activities: int
    sessions: int | None
    participants: int | None  # heads over all sessions
    areas: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """Measures and programs of one fiscal year."""

    fiscal_year: int
    as_of: str  # 令和6年12月時点
    areas: tuple[MeasureArea, ...]
    programs: tuple[Program, ...]
    notes: tuple[str, ...] = ()
    activities: tuple[ActivityKind, ...] = ()


@dataclass(frozen=True, slots=True)
class RoadmapYear:
    """Targets and results of one fiscal year, in zones with a hub."""

    fiscal_year: int
    target_min: int | None
    target_max: int | None
    cumulative_min: int | None
    cumulative_max: int | None
    done: (
        int | None
    )  # newly designated in the year up to the as-of day; None for years to come
    planned: int | None  # zones in coordination or planned for the year
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ScheduleItem:
    """Something due in the year; ``state`` is done, late, running or coming, ``words`` says it."""

    layer: str
    title: str
    where: str
    starts_on: date
    due_on: date
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """The milestones of one fiscal year, in the order of the layers."""

    fiscal_year: int
    items: tuple[ScheduleItem, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """An earlier value; numbers of indicators are text, rounded as they are printed."""

    when: str  # R5年度
    value: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the plan for the whole prefecture, with its target and how far it has come."""

    code: str
    name: str
    level: str  # 構造, 過程, 結果
    unit: str
    baseline: str
    baseline_when: str
    trend: tuple[TrendPoint, ...]
    value: str
    when: str
    target: str
    target_when: str
    ratio: str  # per cent of the way from the baseline to the target
    forecast: str  # where the trend leads in the year of the target
    grade: Literal["A", "B", "C", "D", ""]


@dataclass(frozen=True, slots=True)
class Issue:
    """What a rule of compliance finds: how many, and which zones and bodies."""

    code: str
    rule: str
    serious: bool
    count: int
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Report):
    """The whole report."""

    zones: tuple[Zone, ...]
    totals: Totals
    summary: tuple[SummaryFigure, ...]
    questions: tuple[str, ...] = ()  # 委員会で確認いただきたい事項
    map: Map | None = None
    forecast: Forecast | None = None
    designations: tuple[Designation, ...] = ()
    designation_notes: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    indicator_notes: tuple[str, ...] = ()
    work: Work | None = None
    roadmap: tuple[RoadmapYear, ...] = ()
    roadmap_notes: tuple[str, ...] = ()
    schedule: Schedule | None = None
    issues: tuple[Issue, ...] = ()
    schema: int = 2
    kind: Literal["progress"] = "progress"
