"""Schema of the program sheets (事業概要): one page a program, for the programs in force on the day."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.snapshots.shared import Report


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line under a heading; a doubtful one gets ＊ and its doubt a note."""

    text: str
    doubtful: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A heading of the sheet with its lines."""

    key: Literal[
        "background",
        "purpose",
        "outline",
        "features",
        "results",
        "cooperation",
        "issues",
        "proposals",
    ]
    title: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class SheetFigure:
    """A count, such as 12 of 16; numbers are text, rounded as they are printed."""

    label: str
    value: str
    unit: str
    out_of: str = ""
    as_of: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class SheetYear:
    """What a fiscal year brought; amounts in thousand yen, None where nobody says it."""

    fiscal_year: int
    budget_first: int | None
    budget_supplementary: int
    budget: int | None
    settled: int | None
    sites_planned: int | None
    sites: int | None
    sites_unit: str
    achievement: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One program with its latest year by the day."""

    code: str
    name: str
    short_name: str
    region: str
    fiscal_year: int
    as_of: str  # 令和4年3月末現在
    areas: tuple[str, ...]
    professions: tuple[str, ...]
    bodies: tuple[str, ...]
    measures: tuple[str, ...]
    funding: str
    fund_kind: str
    national: int | None  # thousand yen
    prefecture_share: int | None
    other_share: int | None
    computed: bool  # the shares follow from the fund's rule
    status: str
    figures: tuple[SheetFigure, ...]
    sections: tuple[SheetSection, ...]
    years: tuple[SheetYear, ...]
    starts_on: date | None = None
    ends_on: date | None = None
    evaluation: str = ""
    next_year: str = ""
    evaluated_on: date | None = None
    doubts: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramSheets(Report):
    """The sheets of a prefecture, by code."""

    sheets: tuple[Sheet, ...]
    kind: Literal["program_sheet"] = "program_sheet"
