"""Writing activities: what was done, when, how often, for whom, and what came of it."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from formats.dates import fiscal_year
from programs import rules
from programs.actions.writing import (
    audit,
    change,
    create,
    refuse,
    require,
    require_editable,
)
from programs.errors import NotAllowed
from programs.models import Activity
from zones.models import Prefecture


def activity_rules(values: dict[str, object], *, year: int, today: date) -> list[str]:
    """A1 to A4 for what is said of an activity."""
    starts_on, ends_on = values.get("date_from"), values.get("date_to")
    return rules.gathered(
        rules.a1_professions_add_up(
            participants=values.get("participants"),
            by_profession=values.get("by_profession") or {},
        ),
        rules.a2_was_held(ends_on=ends_on or starts_on, today=today),
        rules.a3_days_fit_the_year(starts_on=starts_on, ends_on=ends_on, year=year),
        rules.a4_period_in_order(starts_on=starts_on, ends_on=ends_on),
    )


def completed(values: dict[str, object]) -> dict[str, object]:
    """With the total of participants where only the professions were given."""
    professions = values.get("by_profession") or {}
    if professions and values.get("participants") is None:
        return {**values, "participants": sum(professions.values())}
    return values


@transaction.atomic
def record_activity(
    *, prefecture: Prefecture, values: dict[str, object], today: date, by: User
) -> Activity:
    """Record an activity. A health centre records for its own area only."""
    require(by, Permission.RECORD_ACTIVITIES)
    values = completed(values)
    year = values.get("fiscal_year") or fiscal_year(today)
    refuse(activity_rules(values, year=year, today=today))
    activity = Activity(prefecture=prefecture, **{**values, "fiscal_year": year})
    create(activity, by=by)
    if not Activity.objects.editable_by(by).filter(pk=activity.pk).exists():
        raise NotAllowed
    audit("record_activity", activity, by=by)
    return activity


@transaction.atomic
def edit_activity(
    *,
    activity: Activity,
    version: int,
    values: dict[str, object],
    reason: str,
    today: date,
    by: User,
) -> bool:
    """Correct an activity."""
    require(by, Permission.RECORD_ACTIVITIES)
    require_editable(activity, by)
    values = completed(values)
    year = values.get("fiscal_year") or activity.fiscal_year or fiscal_year(today)
    refuse(activity_rules(values, year=year, today=today))
    changed = change(activity, values, version=version, reason=reason, by=by)
    if changed:
        require_editable(activity, by)
        audit("edit_activity", activity, reason=reason, by=by)
    return changed


@transaction.atomic
def remove_activity(*, activity: Activity, by: User) -> None:
    """Take an activity off; its row history stays."""
    require(by, Permission.RECORD_ACTIVITIES)
    require_editable(activity, by)
    audit("remove_activity", activity, by=by)
    activity._history_user = by
    activity.delete()
