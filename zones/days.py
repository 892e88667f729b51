"""The day that a page speaks of: today, or the one that its address names (``?on=``)."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from formats.dates import DateError, parse_date, wareki


@dataclass(frozen=True, slots=True)
class AskedDay:
    """``day`` to show; ``written`` for the box; ``error`` says what was wrong with the asked."""

    day: date
    written: str
    error: str = ""
    chosen: bool = False

    @property
    def query(self) -> str:
        """The day for links to other pages; nothing when it is today by default."""
        return f"on={self.day.isoformat()}" if self.chosen else ""


def asked_day(query: QueryDict, *, today: date, name: str = "on") -> AskedDay:
    """Read a day in any usual spelling; an unreadable one leaves today and an error."""
    text = query.get(name, "").strip()
    if not text:
        return AskedDay(today, wareki(today))
    try:
        day = parse_date(text)
    except DateError as error:
        return AskedDay(today, text, str(error))
    return AskedDay(day, wareki(day), chosen=True)
