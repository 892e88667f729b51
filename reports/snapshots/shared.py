"""What the snapshots of all kinds share: the edition, sources, words of officials, changes.

Whoever freezes an edition fills these values from the database; the renderer reads only them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.snapshots.facts import Facts


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
class Change:
    """One line of 前回からの変化."""

    subject: str  # 拠点の新規指定
    count: int
    unit: str  # か所, 機関, 件
    detail: str = ""
    effect: str = ""
    signed: bool = False  # print + and −: the count is a difference


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """One thing that changed, with what stood before and what stands now."""

    sort: str  # a key of reports.changes.SORTS
    zone: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What officials say about one zone or one measure."""

    about: Literal["zone", "measure"]
    key: str  # the code of the zone or measure
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Map:
    """A map as an SVG drawing whose <title> tells its values."""

    svg: str
    caption: str
    note: str = ""
    schematic: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from; `key` is the subject that the tables name."""

    key: Literal[
        "filings",
        "population",
        "designations",
        "borders",
        "forecast",
        "projection",
        "indicators",
        "measures",
        "activities",
        "roadmap",
        "registry",
        "schedule",
        "programs",
    ]
    name: str
    as_of: str  # 令和7年10月1日現在, R6〜R32年度, or 名簿なし
    short_as_of: str  # R7.10.1現在
    processed: bool = True  # を加工して作成


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The values that every kind of report has."""

    title: str  # 在宅医療推進の取組 進捗報告書
    prefecture: str
    prefecture_code: str
    as_of: date
    whole: str = ""  # 全道, or 対象3圏域 where the report covers a part
    plan: str = ""  # 北海道医療計画（令和6〜11年度）
    scope: str = ""  # what the report covers, one sentence
    parts: tuple[str, ...] = ()  # chapters in order; none means all in the usual order
    sources: tuple[Source, ...] = ()
    meeting: Meeting | None = None
    previous: Previous | None = None
    edition: Edition | None = None
    notice: str = ""  # demonstration data and the like, on the cover
    foreword: str = ""
    comments: tuple[Comment, ...] = ()
    changes: tuple[Change, ...] = ()
    change_items: tuple[ChangeItem, ...] = ()
    caveats: tuple[str, ...] = ()
    facts: Facts | None = None
    schema: int = 1
