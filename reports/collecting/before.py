"""What changes are counted from: the summary and the facts of an earlier day or edition."""

from datetime import date

from formats.dates import wareki
from reports.changes import compare, lines
from reports.collecting.acts import in_force
from reports.collecting.asked import Asked, Before, NoPlan
from reports.collecting.facts import facts_of
from reports.collecting.ground import Ground
from reports.collecting.zones import figures_of, totals_of, zone_rows
from reports.snapshots.facts import Facts
from reports.snapshots.shared import Change, ChangeItem, Previous, Report
from zones.models import Prefecture


def before_of(asked: Asked) -> Before | None:
    """The earlier edition that is named, else the earlier day; None where neither is."""
    if asked.before is not None or asked.since is None:
        return asked.before
    return on_day(asked.prefecture, asked.since, asked.zone_codes)


def on_day(
    prefecture: Prefecture, day: date, zone_codes: tuple[str, ...] = ()
) -> Before:
    """The state of a day as the portal has it now; empty where no plan was in force."""
    earlier = Asked(prefecture, day, zone_codes)
    previous = Previous(f"{wareki(day)}", day)
    try:
        ground = Ground(earlier)
    except NoPlan:
        return Before(previous, Facts(day), {})
    zones = zone_rows(ground)
    totals = totals_of(zones, ground.lines, in_force(ground.lines))
    return Before(previous, facts_of(ground), figures_of(zones, totals))


def from_edition(report: Report, label: str) -> Before | None:
    """An earlier edition by its snapshot; None where its kind keeps no facts."""
    if report.facts is None:
        return None
    summary = getattr(report, "summary", ())
    figures = {figure.key: figure.value for figure in summary}
    return Before(Previous(label, report.as_of), report.facts, figures)


def changed(
    before: Before | None, facts: Facts
) -> tuple[tuple[Change, ...], tuple[ChangeItem, ...]]:
    """The lines of the summary and all that differs."""
    if before is None:
        return (), ()
    items = compare(before.facts, facts)
    return lines(items, before.facts, facts), items
