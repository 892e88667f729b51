"""The weekly list of free beds for short stays, and whether it is still fresh."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

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
