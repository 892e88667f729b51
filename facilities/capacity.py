"""What institutions answered about home visits, counted by place."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Greatest

from facilities.kinds import SurveyIntent
from facilities.models import CapacitySurvey
from facilities.querysets import is_open
from formats.dates import fiscal_year

MORE = (SurveyIntent.BEGIN, SurveyIntent.EXPAND)
LESS = (SurveyIntent.REDUCE, SurveyIntent.STOP)


def count_capacity(
    counts: Mapping[tuple[str, str], Counter], inside: Q, day: date
) -> None:
    """Add to the counts of each place the latest answers by the fiscal year of the day, of the
    facilities that ``inside`` names: a condition on an answer."""
    room = Greatest(F("patients_possible") - F("patients_now"), 0)
    rows = (
        CapacitySurvey.objects.latest_by(fiscal_year(day))
        .filter(is_open(day, "facility__"), inside)
        .order_by()
        .values("facility__prefecture", "facility__municipality")
        .annotate(
            surveyed=Count("pk"),
            now=Sum("patients_now"),
            possible=Sum("patients_possible"),
            room=Sum(
                room,
                filter=Q(patients_now__isnull=False, patients_possible__isnull=False),
            ),
            more=Count("pk", filter=Q(intent__in=MORE)),
            less=Count("pk", filter=Q(intent__in=LESS)),
        )
    )
    for row in rows:
        place = counts[row["facility__prefecture"], row["facility__municipality"] or ""]
        place["surveyed"] += row["surveyed"]
        for name in ("now", "possible", "room", "more", "less"):
            place["capacity", name] += row[name] or 0
