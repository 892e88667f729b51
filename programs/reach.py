"""What one request is about: a person, a prefecture, a fiscal year, a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from formats.dates import fiscal_year, fiscal_year_label
from programs.querysets import prefectures_of
from zones.access import region_scope
from zones.days import AskedDay, asked_day
from zones.models import Prefecture


@dataclass(frozen=True)
class Reach:
    """A person's view of one prefecture. ``year`` is None until a page says which years it has."""

    user: User
    prefecture: Prefecture
    prefectures: tuple[Prefecture, ...]
    asked: AskedDay
    asked_year: int | None

    @property
    def day(self) -> date:
        return self.asked.day

    @property
    def this_year(self) -> int:
        return fiscal_year(self.asked.day)

    @cached_property
    def sees_all(self) -> bool:
        """Whether the whole prefecture is the person's, and not the area of a health centre."""
        return self.prefecture.pk in region_scope(self.user).prefectures

    @property
    def may_edit(self) -> bool:
        return self.sees_all and self.user.may(Permission.EDIT_PROGRAMS)

    @property
    def may_record(self) -> bool:
        return self.user.may(Permission.RECORD_ACTIVITIES)

    def year(self, known: Iterable[int]) -> int:
        """The fiscal year asked for; else this one, or the latest before it that has something."""
        if self.asked_year is not None:
            return self.asked_year
        past = [year for year in known if year <= self.this_year]
        return max(past, default=self.this_year)

    def query(self, **more: object) -> str:
        """The address's query that keeps what was asked, with more beside it."""
        pairs: dict[str, object] = {}
        if len(self.prefectures) > 1:
            pairs["prefecture"] = self.prefecture.pk
        if self.asked.chosen:
            pairs["on"] = self.day.isoformat()
        pairs |= {n: v for n, v in more.items() if v not in (None, "")}
        return f"?{urlencode(pairs)}" if pairs else ""


def reach_of(user: User, query: QueryDict, *, prefecture: str = "") -> Reach:
    """Read prefecture, year and day from a query; a prefecture of another region is 404."""
    codes = sorted(prefectures_of(user))
    wanted = prefecture or query.get("prefecture") or (codes[0] if codes else "")
    if wanted not in codes:
        raise Http404
    found = {p.pk: p for p in Prefecture.objects.filter(pk__in=codes).order_by("code")}
    text = query.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
    return Reach(
        user=user,
        prefecture=found[wanted],
        prefectures=tuple(found.values()),
        asked=asked_day(query, today=timezone.localdate()),
        asked_year=year if year and 1990 <= year <= 2100 else None,
    )


def year_choices(known: Iterable[int], chosen: int, this_year: int) -> list[dict]:
    """Fiscal years to choose from: all with something, this one and the next, newest first."""
    years = sorted({*known, chosen, this_year, this_year + 1}, reverse=True)
    return [
        {"value": year, "label": fiscal_year_label(year), "chosen": year == chosen}
        for year in years
    ]
