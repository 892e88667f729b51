"""Writing the yearly schedule: milestones, when they were done, and the next year from this one."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from formats.dates import fiscal_year_label
from programs import rules
from programs.actions.writing import (
    audit,
    change,
    create,
    refuse,
    require,
    require_editable,
)
from programs.kinds import Layer
from programs.models import Milestone
from zones.models import Prefecture


def _broken(prefecture: str, year: int, values: dict[str, object]) -> list[str]:
    zone, centre = values.get("zone"), values.get("health_centre")
    return rules.gathered(
        rules.s1_milestone_fits_the_year(
            starts_on=values["starts_on"], due_on=values["due_on"], year=year
        ),
        rules.s3_place_is_of_the_prefecture(
            prefecture=prefecture,
            zone_prefecture=zone.plan.prefecture_id if zone else prefecture,
            centre_prefecture=centre.prefecture_id if centre else prefecture,
        ),
    )


def _require_own(milestone: Milestone, by: User) -> None:
    """A health centre writes about its own place, and not what head office has to do."""
    require_editable(milestone, by)
    if milestone.layer == Layer.HEAD_OFFICE and not by.may(Permission.EDIT_PROGRAMS):
        refuse(
            ["本庁の予定は都道府県の担当者が登録します。担い手を選び直してください。"]
        )


@transaction.atomic
def add_milestone(
    *, prefecture: Prefecture, values: dict[str, object], by: User
) -> Milestone:
    """Put something on the schedule of a fiscal year; ``starts_on`` None is a single day."""
    require(by, Permission.RECORD_ACTIVITIES)
    values = {**values, "starts_on": values.get("starts_on") or values["due_on"]}
    refuse(_broken(prefecture.pk, values["fiscal_year"], values))
    milestone = Milestone(prefecture=prefecture, **values)
    create(milestone, by=by)
    _require_own(milestone, by)
    audit("add_milestone", milestone, by=by)
    return milestone


@transaction.atomic
def edit_milestone(
    *,
    milestone: Milestone,
    version: int,
    values: dict[str, object],
    reason: str = "",
    by: User,
) -> bool:
    """Correct a milestone, or move it within its fiscal year."""
    require(by, Permission.RECORD_ACTIVITIES)
    _require_own(milestone, by)
    values = {**values, "starts_on": values.get("starts_on") or values["due_on"]}
    refuse(_broken(milestone.prefecture_id, milestone.fiscal_year, values))
    changed = change(milestone, values, version=version, reason=reason, by=by)
    if changed:
        _require_own(milestone, by)
        audit("edit_milestone", milestone, reason=reason, by=by)
    return changed


@transaction.atomic
def finish_milestone(
    *, milestone: Milestone, version: int, on: date | None, today: date, by: User
) -> bool:
    """Say on which day it was done; None takes that back."""
    require(by, Permission.RECORD_ACTIVITIES)
    _require_own(milestone, by)
    refuse(rules.s2_done_is_not_to_come(done_on=on, today=today))
    changed = change(milestone, {"done_on": on}, version=version, by=by)
    if changed:
        day = on.isoformat() if on else None
        audit("finish_milestone", milestone, detail={"done_on": day}, by=by)
    return changed


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: User) -> None:
    """Take a milestone off; its row history stays."""
    require(by, Permission.RECORD_ACTIVITIES)
    _require_own(milestone, by)
    audit("remove_milestone", milestone, by=by)
    milestone._history_user = by
    milestone.delete()


@transaction.atomic
def copy_schedule(*, prefecture: Prefecture, to: int, by: User) -> int:
    """Take the milestones of the year before into a fiscal year, a year later to the day.

    A person copies what is the own to write. What was copied before is left alone, so that doing
    it twice makes nothing twice; gives how many were new.
    """
    require(by, Permission.RECORD_ACTIVITIES)
    rows = Milestone.objects.editable_by(by).of(prefecture.pk)
    if not by.may(Permission.EDIT_PROGRAMS):
        rows = rows.exclude(layer=Layer.HEAD_OFFICE)
    before = rows.filter(fiscal_year=to - 1)
    if not before.exists():
        refuse([f"{fiscal_year_label(to - 1)}に、引き継ぐ予定がありません。"])
    copied = Milestone.objects.filter(fiscal_year=to, copied_from__isnull=False)
    made = 0
    for one in before.exclude(pk__in=copied.values("copied_from")).order_by("pk"):
        create(
            Milestone(
                prefecture=prefecture,
                fiscal_year=to,
                layer=one.layer,
                title=one.title,
                starts_on=a_year_later(one.starts_on),
                due_on=a_year_later(one.due_on),
                zone_id=one.zone_id,
                health_centre_id=one.health_centre_id,
                measure_id=one.measure_id,
                note=one.note,
                copied_from=one,
            ),
            reason=f"{fiscal_year_label(to - 1)}から引継ぎ",
            by=by,
        )
        made += 1
    if made:
        detail = {"fiscal_year": to, "milestones": made}
        audit("copy_schedule", prefecture, detail=detail, by=by)
    return made


def a_year_later(day: date) -> date:
    """The same day of the next year; the last of February where there is no 29th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + 1, day=last)
