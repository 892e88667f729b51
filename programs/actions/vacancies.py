"""Writing the free beds for short stays, week by week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from facilities.kinds import FacilityKind
from facilities.models import Facility
from programs import rules
from programs.actions.writing import audit, change, create, refuse, require
from programs.errors import NotAllowed, Stale
from programs.models import ShortStayVacancy


@dataclass(frozen=True, slots=True)
class Free:
    """Free beds of a week, and on what terms; ``version`` of the record that was read, if any."""

    beds: int
    note: str = ""
    version: int = 0


@transaction.atomic
def record_vacancies(
    *, week: date, free: Mapping[Facility, Free], on: date, by: User
) -> int:
    """Write the free beds of a week (its Monday) as confirmed on a day; gives how many changed.

    The same number confirmed again on a later day counts as a change: the list is fresh again.
    Raises ``Stale`` and writes nothing when somebody wrote one of them since it was read.
    """
    require(by, Permission.RECORD_ACTIVITIES)
    refuse(rules.v1_week_begins_on_monday(week))
    keys = [facility.pk for facility in free]
    mine = Facility.objects.editable_by(by).filter(
        pk__in=keys, kind=FacilityKind.SHORT_STAY
    )
    if mine.count() != len(keys):
        raise NotAllowed
    known = {
        one.facility_id: one
        for one in ShortStayVacancy.objects.filter(facility__in=keys, week=week)
    }
    changed = 0
    for facility, said in free.items():
        values = {"free": said.beds, "note": said.note, "confirmed_on": on}
        one = known.get(facility.pk)
        if said.version != (one.version if one else 0):
            raise Stale
        if one is None:
            create(ShortStayVacancy(facility=facility, week=week, **values), by=by)
        elif not change(one, values, by=by):
            continue
        changed += 1
        audit("record_vacancy", facility, detail={"week": week.isoformat()}, by=by)
    return changed
