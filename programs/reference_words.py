"""The words of the fixtures and what they are called here."""

from calendar import monthrange
from datetime import date
from pathlib import Path

from formats.dates import fiscal_year_short, wareki_short
from formats.tabular import read_rows
from programs.kinds import ActivityKind, Funding, Implementer, Level

IMPLEMENTERS = {
    "本庁": Implementer.HEAD_OFFICE,
    "センター": Implementer.SUPPORT_CENTRE,
    "道立保健所": Implementer.HEALTH_CENTRE,
    "連携の拠点": Implementer.HUB,
    "拠点": Implementer.HUB,
    "積極的役割を担う医療機関": Implementer.ACTIVE,
    "市町村": Implementer.MUNICIPALITY,
}
LEVELS = {"全道単位": Level.PREFECTURE, "圏域単位": Level.SECONDARY_AREA}
FUNDINGS = {
    "地域医療介護総合確保基金": Funding.FUND,
    "介護保険（地域支援事業）": Funding.INSURANCE,
}
ACTIVITY_KINDS = {
    "研修": ActivityKind.TRAINING,
    "会合": ActivityKind.MEETINGS,
    "会議": ActivityKind.MEETINGS,
    "講演会": ActivityKind.RESIDENTS,
    "情報提供": ActivityKind.RESIDENTS,
}
KIND_CODES = {
    "K1": ActivityKind.RESOURCES,
    "K2": ActivityKind.MEETINGS,
    "K3": ActivityKind.TRAINING,
    "K4": ActivityKind.ROUND_THE_CLOCK,
    "K5": ActivityKind.CONSULTATION,
    "K6": ActivityKind.SHARING,
    "K7": ActivityKind.RESIDENTS,
}


def parts(text: str) -> list[str]:
    """The values of a cell that holds several."""
    return [part for part in text.split("|") if part]


def first_day(text: str) -> date | None:
    """The first day of an ISO day, month or year; None for an empty cell."""
    if not text:
        return None
    numbers = [int(part) for part in text.split("-")]
    return date(*[*numbers, 1, 1][:3])


def last_day(text: str) -> date | None:
    """The last day of an ISO day, month or year; None for an empty cell."""
    if not text:
        return None
    numbers = [int(part) for part in text.split("-")]
    year, month = [*numbers, 12][:2]
    day = numbers[2] if len(numbers) > 2 else monthrange(year, month)[1]
    return date(year, month, day)


class Sources:
    """The titles of ``sources.csv``, to say on screen where a fact comes from."""

    def __init__(self, folder: Path) -> None:
        rows = read_rows(folder / "sources.csv")
        self.titles = {row["key"]: row["title"] for row in rows}

    def words(self, source: str) -> str:
        """``S001 施策の方針 (L26-28)`` as title and place; line numbers are for developers."""
        key, _, where = source.partition(" ")
        place = where.rpartition(" (")[0] if where.endswith(")") else where
        return "　".join(part for part in (self.titles.get(key, key), place) if part)

    def as_of_label(self, text: str) -> str:
        """R6.12時点 for 2024-12; a whole day in full."""
        day = first_day(text)
        if day is None:
            return ""
        if text.count("-") == 2:
            return f"{wareki_short(day)}時点"
        era = fiscal_year_short(day.year)
        return f"{era}.{day.month}時点"
