"""The weekly list of free beds for short stays, and whether it is still fresh."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission, Role
from facilities.kinds import FacilityKind
from facilities.models import Facility
from programs.models import ShortStayVacancy

FRESH = timedelta(days=7)
WEEKS_SHOWN = 4


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class VacancyLine:
    """A provider with its weeks; ``latest`` is what was confirmed last, up to the day."""

    facility: Facility
    weeks: dict[date, ShortStayVacancy]
    latest: ShortStayVacancy | None

    def free_in(self, week: date) -> int | None:
        """Free beds of a week; None where nobody said."""
        known = self.weeks.get(week)
        return known.free if known else None

    def is_stale(self, day: date) -> bool:
        """Nobody confirmed it within seven days."""
        return self.latest is None or day - self.latest.confirmed_on > FRESH


def weeks_around(day: date) -> list[date]:
    """Two weeks back, this one and the next, by their Mondays."""
    this = monday_of(day)
    return [this + timedelta(weeks=at) for at in range(-2, WEEKS_SHOWN - 2)]


def vacancy_lines(facilities: Iterable[Facility], day: date) -> list[VacancyLine]:
    """Each provider in the order given; one query more."""
    facilities = list(facilities)
    rows = ShortStayVacancy.objects.filter(facility__in=facilities)
    by_facility: dict[int, list[ShortStayVacancy]] = {}
    for one in rows.filter(confirmed_on__lte=day).order_by("confirmed_on", "week"):
        by_facility.setdefault(one.facility_id, []).append(one)
    return [
        VacancyLine(
            facility,
            {one.week: one for one in by_facility.get(facility.pk, [])},
            next(reversed(by_facility.get(facility.pk, [])), None),
        )
        for facility in facilities
    ]


def providers(user: User, prefecture: str, day: date) -> QuerySet[Facility]:
    """The short-stay facilities of a person's region that are open on a day."""
    rows = Facility.objects.visible_to(user).open_on(day)
    rows = rows.filter(kind=FacilityKind.SHORT_STAY, prefecture=prefecture)
    return rows.select_related("municipality").order_by("municipality", "code")


def todo_for(user: User, day: date) -> list[dict[str, object]]:
    """What the start page of a health centre says: numbers that nobody confirmed for a week."""
    if user.role != Role.HEALTH_CENTRE or not user.may(Permission.RECORD_ACTIVITIES):
        return []
    rows = Facility.objects.visible_to(user).open_on(day)
    homes = rows.filter(kind=FacilityKind.SHORT_STAY).order_by("code")
    stale = [line for line in vacancy_lines(homes, day) if line.is_stale(day)]
    if not stale:
        return []
    return [
        {
            "count": len(stale),
            "title": "短期入所の空きの確認が必要",
            "note": "7日以上確認されていない事業所",
            "url": reverse("programs:vacancies") + "?stale=on",
            "link": "空きを見る",
        }
    ]
