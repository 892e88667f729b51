"""Answers to the capacity survey for the demonstration: made up, the same each time."""

from django.db.models import Q

from accounts.models import User
from facilities.kinds import HOME_CARE_CLASSES, SurveyIntent
from facilities.models import CapacitySurvey, Facility
from facilities.survey_actions import ANSWERS, Answer, record_answers
from formats.dates import fiscal_year
from portal.demonstration import AS_OF, PREFECTURE

INTENTS = [SurveyIntent.KEEP, SurveyIntent.EXPAND, SurveyIntent.KEEP, "", "reduce"]


def make_surveys() -> None:
    """Two of three 在支診 and 在支病 answer; once."""
    asked = Facility.objects.filter(prefecture=PREFECTURE)
    if CapacitySurvey.objects.filter(facility__in=asked).exists():
        return
    class_of = Q(kind__facility_class__in=HOME_CARE_CLASSES)
    found = asked.filed_as(class_of, AS_OF).order_by("code")
    record_answers(
        answers=[
            _answer(at, pk)
            for at, pk in enumerate(found.values_list("pk", flat=True))
            if at % 3
        ],
        upload_id=None,
        reason="試験用の回答",
        by=User.objects.get(username="pref"),
    )


def _answer(at: int, facility: int) -> Answer:
    # Together near what is needed, so that demand passes capacity early, late or never.
    now = 30 + at * 37 % 330
    said = dict.fromkeys(ANSWERS, "") | {
        "patients_now": now,
        "patients_possible": now + at * 29 % 140,
        "urgent_visits": now * 2,
        "end_of_life_cases": now // 6,
        "intent": str(INTENTS[at % len(INTENTS)]),
    }
    return Answer(facility, fiscal_year(AS_OF), None, said)
