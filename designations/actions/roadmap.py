"""Planning the year of each zone's hub, and keeping the decision log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts.audit import record
from accounts.models import User
from accounts.roles import Permission
from designations.actions.writing import refuse
from designations.errors import NotAllowed
from designations.models import Decision, ZoneSchedule
from formats.dates import fiscal_year_label, wareki
from zones.models import HomeCareZone, MedicalPlan, Prefecture


@transaction.atomic
def schedule_zones(
    *,
    plan: MedicalPlan,
    years: Mapping[HomeCareZone, int | None],
    reason: str = "",
    by: User,
) -> int:
    """Set the fiscal year planned for the hub of each zone; None takes it off. Gives the changes."""
    if not by.may(Permission.EDIT_DESIGNATIONS):
        raise NotAllowed
    first, last = plan.first_fiscal_year, plan.last_fiscal_year
    messages = [
        f"{zone}の予定の年度は、計画の期間（{fiscal_year_label(first)}から{fiscal_year_label(last)}まで）"
        "から選んでください。"
        for zone, year in years.items()
        if year is not None and not first <= year <= last
    ]
    refuse(messages)
    known = {s.zone_id: s for s in ZoneSchedule.objects.filter(zone__plan=plan)}
    changed = {}
    for zone, year in years.items():
        schedule = known.get(zone.pk)
        if (schedule.fiscal_year if schedule else None) == year:
            continue
        changed[zone.code] = year
        if year is None:
            schedule._history_user = by
            schedule.delete()
            continue
        schedule = schedule or ZoneSchedule(zone=zone)
        schedule.fiscal_year = year
        schedule._history_user = by
        schedule._change_reason = reason[:100]
        schedule.save()
    if changed:
        record("schedule_zones", by=by, target=plan, reason=reason, detail=changed)
    return len(changed)


@dataclass(frozen=True, slots=True)
class DecisionValues:
    """One entry as typed. ``on`` is the day of the decision."""

    on: date
    body: str
    subject: str
    decision: str = ""
    source: str = ""


@transaction.atomic
def log_decision(
    *, prefecture: Prefecture, values: DecisionValues, by: User
) -> Decision:
    """Put a decision on the log; what stands there is not changed."""
    if not by.may(Permission.EDIT_DESIGNATIONS):
        raise NotAllowed
    Prefecture.objects.select_for_update().get(pk=prefecture.pk)
    last = Decision.objects.aggregate(last=Max("number"))["last"] or 0
    made = Decision(
        prefecture=prefecture,
        number=last + 1,
        date_from=values.on.isoformat(),
        date_until=values.on.isoformat(),
        date_label=wareki(values.on),
        body=values.body,
        subject=values.subject,
        decision=values.decision,
        source=values.source,
    )
    made._history_user = by
    made.save()
    record("log_decision", by=by, target=made)
    return made
