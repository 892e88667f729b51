"""Milestones, cases and cooperating doctors, over the places of ``places``."""

from datetime import date
from itertools import count

from facilities.kinds import FacilityKind
from facilities.models import Facility
from formats.dates import fiscal_year
from programs.kinds import Layer
from programs.models import (
    CaseElement,
    CaseExample,
    CooperatingDoctor,
    Milestone,
)
from tests.factories import facilities, places
from zones.models import HealthCentre, HomeCareZone, Municipality

TODAY = date(2025, 11, 20)
_numbers = count(1)

# The URLs of one thing, and the thing of `one_of_each` that they point at.
OF_ONE = {
    "milestone-edit": "milestone",
    "milestone-done": "milestone",
    "milestone-remove": "milestone",
    "case": "case",
    "case-edit": "case",
    "case-release": "case",
    "case-remove": "case",
    "element-add": "case",
    "element-edit": "element",
    "element-remove": "element",
    "doctor": "doctor",
    "doctor-edit": "doctor",
    "duty-month": "doctor",
    "duty-copy": "centre",
    "layers-zone": "zone",
}


def one_of_each(
    prefecture_code: str, zone: HomeCareZone, centre: HealthCentre
) -> dict[str, object]:
    """One thing of every kind in a place, for the table of who gets which answer."""
    return {
        "milestone": milestone(prefecture_code, zone=zone),
        **case_with_element(prefecture_code),
        "centre": centre,
        "doctor": doctor(centre),
    }


def milestone(prefecture_code: str = "01", **more: object) -> Milestone:
    """Something due on a day of the year, of head office unless told otherwise."""
    due = more.pop("due_on", TODAY)
    values = {
        "fiscal_year": fiscal_year(due),
        "layer": Layer.HUB,
        "title": f"試験の予定{next(_numbers)}",
        "starts_on": due,
        "due_on": due,
        **more,
    }
    return Milestone.objects.create(
        prefecture=places.prefecture(prefecture_code), **values
    )


def case(prefecture_code: str = "01", **more: object) -> CaseExample:
    values = {"title": f"試験の事例{next(_numbers)}", "organisation": "試験医師会"}
    return CaseExample.objects.create(
        prefecture=places.prefecture(prefecture_code), **{**values, **more}
    )


def case_with_element(prefecture_code: str) -> dict[str, object]:
    made = case(prefecture_code)
    element = CaseElement.objects.create(case=made, order=1, name="要素", text="内容")
    return {"case": made, "element": element}


def doctor(centre: HealthCentre, **more: object) -> CooperatingDoctor:
    """A doctor on the list of a health centre."""
    values = {"name": f"試験医師{next(_numbers)}", **more}
    return CooperatingDoctor.objects.create(health_centre=centre, **values)


def short_stay(where: Municipality) -> Facility:
    return facilities.facility(where, kind=FacilityKind.SHORT_STAY, sector="")
