"""Chapter 年間予定: the Gantt chart of the fiscal year, and what is past its day."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from formats.dates import fiscal_year_label, wareki_short
from formats.gantt import Span, SpanGroup, gantt_chart
from reports.presenters.chapters import Chapter, Numbering
from reports.snapshots.progress import Progress, ScheduleItem

LATE = "late"
MOST_LINES = 30  # of one drawing, so that it stands on one page
SIGNS = "（塗りは実施中と完了、破線はこれから、赤茶の枠は期限超過）"


def schedule_chapter(snapshot: Progress, numbering: Numbering) -> Chapter | None:
    """None where the year has no schedule."""
    schedule = snapshot.schedule
    if schedule is None:
        return None
    year = fiscal_year_label(schedule.fiscal_year)
    late = [item for item in schedule.items if item.state == LATE]
    title = f"{year}の年間予定"
    parts = list(_charts(schedule.items))
    content: dict[str, object] = {
        "items": len(schedule.items),
        "late": len(late),
        "charts": [
            {
                "svg": gantt_chart(
                    title, groups, year=schedule.fiscal_year, today=snapshot.as_of
                ).svg,
                "caption": numbering.figure(
                    f"{title}{_place(at, len(parts))}{SIGNS}", "schedule"
                ),
            }
            for at, groups in enumerate(parts, 1)
        ],
    }
    if late:
        content |= {
            "rows": [_row(item) for item in late],
            "caption": numbering.table("期限を過ぎた予定", "schedule"),
        }
    return Chapter(f"年間予定（{year}）", "reports/pdf/progress/schedule.html", content)


def _charts(items: Iterable[ScheduleItem]) -> Iterator[list[SpanGroup]]:
    """The layers of each drawing; a long layer goes on in the next."""
    groups: list[SpanGroup] = []
    left = MOST_LINES
    for layer, of_layer in groupby(items, key=lambda item: item.layer):
        spans = [_span(item) for item in of_layer]
        name = layer
        while spans:
            if left < 2:
                yield groups
                groups, left = [], MOST_LINES
            groups.append(SpanGroup(name, spans[: left - 1]))
            taken = len(groups[-1].spans)
            spans, left, name = spans[taken:], left - 1 - taken, f"{layer}（続き）"
    if groups:
        yield groups


def _place(at: int, whole: int) -> str:
    return f"　{at}／{whole}" if whole > 1 else ""


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
