"""Schema of the committee progress report (進捗報告書): all its pages print, and nothing else.

Whoever freezes an edition fills these values from the database; the renderer reads only them.
A count is None where no list reaches the day (名簿なし). A change of shape is a new `schema`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Meeting:
    """The committee meeting the report goes to."""

    name: str  # 令和7年度第2回 在宅医療小委員会
    day: date | None = None
    paper: str = ""  # 資料１


@dataclass(frozen=True, slots=True)
class Revision:
    """One line of the edition's history."""

    number: int
    day: date
    change: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition as printed; a report made on the command line has none."""

    number: int
    day: date
    workbook: str = ""  # file name of the same tables in Excel
    history: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class Previous:
    """What changes are counted from."""

    label: str  # 令和7年度第1回
    as_of: date


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
class Change:
    """One line of 前回からの変化."""

    subject: str  # 拠点の新規指定
    count: int
    unit: str  # 圏域, 機関, 件
    detail: str = ""
    effect: str = ""
    signed: bool = False  # print + and −: the count is a difference


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
class Map:
    """The zone map as an SVG drawing whose <title> tells its values."""

    svg: str
    caption: str
    note: str = ""
    schematic: bool = False


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


@dataclass(frozen=True, slots=True)
class Work:
    """Measures and programs of one fiscal year."""

    fiscal_year: int
    as_of: str  # 令和6年12月時点
    areas: tuple[MeasureArea, ...]
    programs: tuple[Program, ...]
    notes: tuple[str, ...] = ()


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
class Source:
    """Where figures come from; `key` is the subject that the tables name."""

    key: Literal[
        "filings",
        "population",
        "designations",
        "borders",
        "forecast",
        "measures",
        "roadmap",
    ]
    name: str
    as_of: str  # 令和7年10月1日現在, R6〜R32年度, or 名簿なし
    short_as_of: str  # R7.10.1現在
    processed: bool = True  # を加工して作成


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole report."""

    title: str  # 在宅医療推進の取組 進捗報告書
    prefecture: str
    prefecture_code: str
    plan: str  # 北海道医療計画（令和6〜11年度）
    as_of: date
    scope: str  # what the report covers, one sentence
    zones: tuple[Zone, ...]
    totals: Totals
    summary: tuple[SummaryFigure, ...]
    sources: tuple[Source, ...]
    meeting: Meeting | None = None
    previous: Previous | None = None
    edition: Edition | None = None
    notice: str = ""  # demonstration data and the like, on the cover
    foreword: str = ""
    changes: tuple[Change, ...] = ()
    questions: tuple[str, ...] = ()  # 委員会で確認いただきたい事項
    map: Map | None = None
    forecast: Forecast | None = None
    designations: tuple[Designation, ...] = ()
    designation_notes: tuple[str, ...] = ()
    work: Work | None = None
    roadmap: tuple[RoadmapYear, ...] = ()
    roadmap_notes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    kind: Literal["progress"] = "progress"
    schema: int = 1
