"""The schedule in words, as a Gantt chart, and the same rows for a workbook."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from formats.charts import Chart
from formats.dates import fiscal_year_label
from formats.gantt import Span, SpanGroup, gantt_chart
from formats.tables import Column, Table
from programs.schedule import Planned, State, by_layer

BADGES = {
    State.DONE: {"text": State.DONE.label, "tone": "ok"},
    State.LATE: {"text": State.LATE.label, "tone": "bad"},
    State.RUNNING: {"text": State.RUNNING.label, "tone": "wait"},
    State.COMING: {"text": State.COMING.label, "tone": "plan"},
}


def schedule_title(year: int) -> str:
    return f"{fiscal_year_label(year)}の年間予定"


def schedule_chart(planned: Iterable[Planned], year: int, day: date) -> Chart:
    groups = [
        SpanGroup(
            layer.label,
            [
                Span(
                    one.milestone.title,
                    one.milestone.starts_on,
                    one.milestone.due_on,
                    one.state.value,
                    one.state.label,
                    one.where,
                )
                for one in rows
            ],
        )
        for layer, rows in by_layer(planned).items()
    ]
    return gantt_chart(schedule_title(year), groups, year=year, today=day)


def schedule_figures(planned: Iterable[Planned]) -> list[dict[str, object]]:
    counted = Counter(one.state for one in planned)
    return [
        {"label": state.label, "value": counted[state], "unit": "件"} for state in State
    ]


def schedule_groups(
    planned: Iterable[Planned], editable: set[int]
) -> list[dict[str, object]]:
    return [
        {
            "layer": layer.label,
            "rows": [
                {
                    "one": row,
                    "milestone": row.milestone,
                    "badge": BADGES[row.state],
                    "single": row.milestone.starts_on == row.milestone.due_on,
                    "may_edit": row.milestone.pk in editable,
                }
                for row in rows
            ],
        }
        for layer, rows in by_layer(planned).items()
    ]


def schedule_table(planned: Iterable[Planned], year: int, day: date) -> Table:
    columns = [
        Column("担い手"),
        Column("予定", width=44),
        Column("開始日", kind="date"),
        Column("期限", kind="date"),
        Column("完了日", kind="date"),
        Column("状態"),
        Column("在宅医療圏"),
        Column("保健所"),
        Column("施策", width=36),
        Column("備考", width=36),
    ]
    rows = [
        [
            m.get_layer_display(),
            m.title,
            m.starts_on,
            m.due_on,
            m.done_on,
            one.state.label,
            str(m.zone or ""),
            str(m.health_centre or ""),
            str(m.measure or ""),
            m.note,
        ]
        for one in planned
        for m in [one.milestone]
    ]
    return Table(schedule_title(year), columns, rows, as_of=day)
