"""Which cooperating doctors can take patients, day by day of a month and month by month of a year."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from programs.models import CooperatingDoctor, DutyMonth

WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A doctor with the months that are asked about; ``months`` are by their first day."""

    doctor: CooperatingDoctor
    months: dict[date, DutyMonth]

    def takes(self, day: date) -> bool:
        """Whether the doctor can take a patient on the day."""
        month = self.months.get(day.replace(day=1))
        return month is not None and day.day in month.days


def month_of(text: str, day: date) -> date:
    """The month of 2025-11 or 2025-11-20 as its first day; else that of the day."""
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return day.replace(day=1)


def next_month(first: date, step: int = 1) -> date:
    """The first day of the month that is so many months later."""
    months = first.year * 12 + first.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def days_of(first: date) -> list[date]:
    last = monthrange(first.year, first.month)[1]
    return [first + timedelta(days=at) for at in range(last)]


def months_of(fiscal_year: int) -> list[date]:
    """April to March."""
    return [next_month(date(fiscal_year, 4, 1), at) for at in range(12)]


def duty_lines(
    doctors: QuerySet[CooperatingDoctor], months: Iterable[date]
) -> list[DutyLine]:
    """The doctors who cooperate in any of the months, with what they take; two queries."""
    months = list(months)
    still = Q(ended_on=None) | Q(ended_on__gte=months[0])
    rows = doctors.filter(still).select_related("facility", "hub", "health_centre")
    ordered = list(rows.order_by("health_centre__code", "hub__name", "name", "pk"))
    by_doctor: dict[int, dict[date, DutyMonth]] = {}
    for one in DutyMonth.objects.filter(doctor__in=ordered, month__in=months):
        by_doctor.setdefault(one.doctor_id, {})[one.month] = one
    return [DutyLine(doctor, by_doctor.get(doctor.pk, {})) for doctor in ordered]


def same_weekdays(days: Iterable[int], before: date, to: date) -> list[int]:
    """The days of a month on the weekdays that were taken in another month."""
    wanted = {before.replace(day=day).weekday() for day in days}
    return [day.day for day in days_of(to) if day.weekday() in wanted]
