"""Chapter 年間予定: the Gantt chart of the fiscal year, and what is past its day."""

from itertools import groupby

from formats.dates import fiscal_year_label, wareki_short
from formats.gantt import Span, SpanGroup, gantt_chart
from reports.presenters.chapters import Chapter, Numbering
from reports.snapshots.progress import Progress, ScheduleItem

LATE = "late"


def schedule_chapter(snapshot: Progress, numbering: Numbering) -> Chapter | None:
    """None where the year has no schedule."""
    schedule = snapshot.schedule
    if schedule is None:
        return None
    year = fiscal_year_label(schedule.fiscal_year)
    late = [item for item in schedule.items if item.state == LATE]
    title = f"{year}の年間予定"
    groups = [
        SpanGroup(layer, [_span(item) for item in items])
        for layer, items in groupby(schedule.items, key=lambda item: item.layer)
    ]
    chart = gantt_chart(title, groups, year=schedule.fiscal_year, today=snapshot.as_of)
    content: dict[str, object] = {
        "items": len(schedule.items),
        "late": len(late),
        "chart": chart.svg,
        "chart_caption": numbering.figure(
            f"{title}（塗りは実施中と完了、破線はこれから、赤茶の枠は期限超過）",
            "schedule",
        ),
    }
    if late:
        content |= {
            "rows": [_row(item) for item in late],
            "caption": numbering.table("期限を過ぎた予定", "schedule"),
        }
    return Chapter(f"年間予定（{year}）", "reports/pdf/progress/schedule.html", content)


def _span(item: ScheduleItem) -> Span:
    return Span(
        item.title, item.starts_on, item.due_on, item.state, item.words, item.where
    )


def _row(item: ScheduleItem) -> dict[str, str]:
    return {
        "layer": item.layer,
        "title": item.title,
        "where": item.where,
        "due": wareki_short(item.due_on),
    }
