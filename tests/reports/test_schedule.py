"""The yearly schedule in the committee's report: frozen on its day, drawn, and read back."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import get_args, get_type_hints

import pytest

from reports.collecting.schedule import schedule_of, schedule_source
from reports.presenters.chapters import Numbering
from reports.presenters.schedule import schedule_chapter
from reports.snapshots.progress import Schedule, ScheduleItem
from reports.snapshots.shared import Source
from reports.tables.progress import tables
from tests.factories import places, schedules
from tests.reports.reading import pages_of, render
from tests.reports.samples import progress, progress_snapshot

DAY = date(2025, 11, 20)
HUB = "連携の拠点"
ITEMS = (
    ScheduleItem(HUB, "遅れた協議会", "十勝", date(2025, 10, 1), date(2025, 11, 10), "late", "期限超過"),
    ScheduleItem(HUB, "講演会", "", date(2026, 2, 1), date(2026, 2, 1), "coming", "これから"),
)  # fmt: skip


def ground() -> SimpleNamespace:
    return SimpleNamespace(prefecture=places.prefecture(), as_of=DAY)


@pytest.mark.django_db
def test_the_schedule_is_frozen_as_it_stood_on_the_day() -> None:
    schedules.milestone(due_on=date(2025, 11, 10), done_on=date(2025, 12, 1))
    schedules.milestone(due_on=date(2026, 4, 1))
    schedules.milestone("15")
    frozen = schedule_of(ground())
    assert frozen is not None
    assert [(i.due_on, i.words) for i in frozen.items] == [
        (date(2025, 11, 10), "期限超過")
    ]
    (source,) = schedule_source(frozen, ground())
    assert source.name == "北海道の年間予定の記録"
    assert source.key in get_args(get_type_hints(Source)["key"])


@pytest.mark.django_db
def test_a_year_without_a_schedule_has_no_chapter() -> None:
    assert schedule_of(ground()) is None
    assert list(schedule_source(None, ground())) == []


def test_the_pdf_shows_the_chart_and_lists_what_is_late(tmp_path: Path) -> None:
    snapshot = progress_snapshot(
        schedule=Schedule(2025, ITEMS), parts=("schedule",), as_of=DAY
    )
    text = "\n".join(pages_of(render(snapshot), tmp_path))
    chapter = text[text.index("年度の予定は2件") :]
    for words in ("講演会", "期限超過", "これから", "基準日 R7.11.20"):
        assert words in chapter
    assert "期限を過ぎた予定" in chapter
    assert chapter.count("遅れた協議会") == 2


def test_a_long_schedule_takes_several_drawings_and_loses_nothing() -> None:
    many = tuple(replace(ITEMS[0], title=f"予定{number}") for number in range(70))
    snapshot = replace(
        progress(), schedule=Schedule(2025, (*many, replace(ITEMS[1], layer="市町村")))
    )
    chapter = schedule_chapter(snapshot, Numbering(snapshot.sources))
    assert chapter is not None
    charts = chapter.content["charts"]
    assert len(charts) == 3
    told = "".join(chart["svg"] for chart in charts)
    assert all(f">予定{number}</text>" in told for number in range(70))
    assert f"{HUB}（続き）" in told
    assert "講演会" in charts[-1]["svg"]
    assert charts[1]["caption"].title.startswith("令和7年度の年間予定　2／3")


def test_the_workbook_lists_every_milestone() -> None:
    snapshot = replace(progress(), schedule=Schedule(2025, ITEMS), as_of=DAY)
    (table,) = [t for t in tables(snapshot) if t.title.startswith("年間予定")]
    assert [row[-1] for row in table.rows] == ["期限超過", "これから"]
    without = [t.title for t in tables(progress())]
    assert "年間予定（令和7年度）" not in without
