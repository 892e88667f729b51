"""From the database to the snapshot of a progress report, for one prefecture and one day."""

from collections.abc import Iterator

from reports.collecting.acts import frozen, in_force, requirement_counts
from reports.collecting.asked import Asked
from reports.collecting.before import before_of, changed
from reports.collecting.facts import facts_of
from reports.collecting.forecast import demand_source, forecast_of, read_demand
from reports.collecting.ground import Ground
from reports.collecting.indicators import Catalogue, indicator_source
from reports.collecting.issues import issues_of
from reports.collecting.maps import BORDERS
from reports.collecting.roadmap import roadmap_of, roadmap_source
from reports.collecting.schedule import schedule_of, schedule_source
from reports.collecting.work import work_of, work_sources
from reports.collecting.zones import summary_of, totals_of, zone_map, zone_rows
from reports.snapshots import progress as schema
from reports.snapshots.shared import Source

TITLE = "在宅医療推進の取組 進捗報告書"
CAVEATS = (
    "在支診・在支病・後方支援病院は、基準日に効力のある届出を医療機関ごとに1回数えた。",
    "2つの類型の届出がある医療機関は、算定開始の新しい方で数えた。",
    "機能強化型は、届出の受理記号の１（単独）と２（連携）をいう。",
    "医療機関の所在地は、名簿の住所から市区町村を定めた。",
    "調整中の指定と要件の確認は、作成した日の記録による。",
)


def collect_progress(asked: Asked) -> schema.Progress:
    """Freeze all that the report prints. Raises ``NoPlan`` where no plan is in force."""
    ground = Ground(asked)
    zones = zone_rows(ground)
    acts = in_force(ground.lines)
    totals = totals_of(zones, ground.lines, acts)
    before, facts = before_of(asked), facts_of(ground)
    changes, items = changed(before, facts)
    previous = before.previous if before else None
    counts = requirement_counts(acts)
    since = previous.as_of if previous else None
    demand = read_demand(ground)
    forecast = forecast_of(demand, ground.lines)
    indicators, indicator_notes = Catalogue(ground).rows()
    roadmap, roadmap_notes = roadmap_of(ground, zones)
    work, drawn = work_of(ground), zone_map(ground, zones)
    schedule = schedule_of(ground)

    def sources() -> Iterator[Source]:
        yield ground.filings()
        yield from ground.population()
        yield ground.designations()
        if drawn and not drawn.schematic:
            yield BORDERS
        if forecast:
            yield from demand_source(demand)
        yield from indicator_source(indicators)
        yield from work_sources(work, ground)
        yield from roadmap_source(roadmap)
        yield from schedule_source(schedule, ground)

    return schema.Progress(
        **ground.common(TITLE),
        zones=zones,
        totals=totals,
        summary=summary_of(zones, totals, before.figures if before else {}),
        sources=tuple(sources()),
        previous=previous,
        changes=changes,
        change_items=items,
        questions=asked.questions,
        map=drawn,
        forecast=forecast,
        designations=tuple(frozen(act, ground, counts, since) for act in acts),
        indicators=indicators,
        indicator_notes=indicator_notes,
        work=work,
        roadmap=roadmap,
        roadmap_notes=roadmap_notes,
        schedule=schedule,
        issues=issues_of(ground),
        caveats=(*CAVEATS, *ground.unlisted()),
        facts=facts,
    )
