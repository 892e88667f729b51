"""Where the facts of the portal come from, and how far the official lists reach."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from accounts.models import User
from facilities.kinds import Sector
from facilities.models import OfficialList
from formats.dates import wareki, wareki_month
from indicators.querysets import prefectures_in_reach

FILE = Path(settings.BASE_DIR) / "fixtures" / "sources.csv"


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    publisher: str
    as_of: str
    credit: str


@dataclass(frozen=True, slots=True)
class ListReach:
    """The newest applied list of a prefecture and fee schedule."""

    prefecture: str
    sector: str
    as_of: date


@lru_cache(maxsize=1)
def facts() -> tuple[Source, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Source(
                row["title"],
                row["publisher"],
                _day_in_words(row["as_of"]),
                row["credit"],
            )
            for row in csv.DictReader(file)
        )


def _day_in_words(text: str) -> str:
    """令和7年1月1日 for a day, 令和7年1月 for a month, 2020年 for a year; other words as they are."""
    try:
        return wareki(date.fromisoformat(text))
    except ValueError:
        pass
    try:
        return wareki_month(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return f"{text}年" if text.isdecimal() else text


def lists_of(user: User) -> list[ListReach]:
    """The official lists of the prefectures that a person has a part of. One query."""
    rows = OfficialList.objects.filter(
        prefecture__in=sorted(prefectures_in_reach(user))
    )
    newest = (
        rows.values_list("prefecture", "prefecture__name", "sector")
        .annotate(newest=Max("as_of"))
        .order_by("prefecture", "sector")
    )
    return [
        ListReach(name, Sector(sector).label if sector else "—", day)
        for _, name, sector, day in newest
    ]
