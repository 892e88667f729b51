"""The yearly schedule of the prefecture as it stands on the day of the report."""

from collections.abc import Iterator

from formats.dates import fiscal_year, fiscal_year_label
from programs.models import Milestone
from programs.schedule import planned_on
from reports.collecting.ground import Ground
from reports.snapshots import progress as schema
from reports.snapshots.shared import Source


def schedule_of(ground: Ground) -> schema.Schedule | None:
    """The milestones of the fiscal year of the day; None where there are none."""
    year = fiscal_year(ground.as_of)
    rows = Milestone.objects.of(ground.prefecture.pk).filter(fiscal_year=year)
    planned = planned_on(rows.select_related("zone", "health_centre"), ground.as_of)
    items = tuple(
        schema.ScheduleItem(
            layer=one.milestone.get_layer_display(),
            title=one.milestone.title,
            where=one.where,
            starts_on=one.milestone.starts_on,
            due_on=one.milestone.due_on,
            state=one.state.value,
            words=one.state.label,
        )
        for one in planned
    )
    return schema.Schedule(year, items) if items else None


def schedule_source(
    schedule: schema.Schedule | None, ground: Ground
) -> Iterator[Source]:
    if schedule is None:
        return
    year = fiscal_year_label(schedule.fiscal_year)
    name = f"{ground.prefecture.name}の年間予定の記録"
    yield Source("schedule", name, year, year, processed=False)
