"""The yearly schedule of the committee progress report as a table."""

from formats.dates import fiscal_year_label
from formats.tables import Column, Table
from reports.snapshots.progress import Progress, Schedule
from reports.tables.shared import source_of


def schedule_table(snapshot: Progress, schedule: Schedule) -> Table:
    """All milestones, not only those that are late."""
    columns = [
        Column("担い手", width=24),
        Column("予定", width=44),
        Column("圏域・保健所", width=28),
        Column("開始日", kind="date"),
        Column("期限", kind="date"),
        Column("状態"),
    ]
    rows = [
        (item.layer, item.title, item.where, item.starts_on, item.due_on, item.words)
        for item in schedule.items
    ]
    title = f"年間予定（{fiscal_year_label(schedule.fiscal_year)}）"
    source = source_of(snapshot, "schedule")
    return Table(title, columns, rows, source, "", snapshot.as_of)
