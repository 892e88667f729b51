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
from programs.actions.writing import audit, create, refuse, require
from programs.errors import NotAllowed
from programs.models import ShortStayVacancy


@dataclass(frozen=True, slots=True)
class Free:
    """Free beds of a week, and on what terms."""

    beds: int
    note: str = ""


@transaction.atomic
def record_vacancies(
    *, week: date, free: Mapping[Facility, Free], on: date, by: User
) -> int:
    """Write the free beds of a week (its Monday) as confirmed on a day; gives how many changed.

    The same number confirmed again on a later day counts as a change: the list is fresh again.
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
        if one is None:
            create(ShortStayVacancy(facility=facility, week=week, **values), by=by)
        elif any(getattr(one, n) != v for n, v in values.items()):
            for name, value in values.items():
                setattr(one, name, value)
            one._history_user = by
            one.save(update_fields=list(values))
        else:
            continue
        changed += 1
        audit("record_vacancy", facility, detail={"week": week.isoformat()}, by=by)
    return changed
