"""The roadmap of the plan: how many zones were to get a hub in each year, and how many have one."""

from collections import Counter
from collections.abc import Iterator, Sequence

from designations.kinds import Kind
from designations.models import DesignationZone, RoadmapTarget
from formats.dates import fiscal_year
from reports.collecting.ground import Ground
from reports.snapshots import progress as schema
from reports.snapshots.shared import Source


def roadmap_of(
    ground: Ground, zones: Sequence[schema.Zone]
) -> tuple[tuple[schema.RoadmapYear, ...], tuple[str, ...]]:
    """The years of the plan with targets and results, and notes on what is doubtful in the source."""
    rows = RoadmapTarget.objects.filter(plan=ground.plan).order_by("fiscal_year")
    targets = list(rows)
    if not targets or not ground.is_whole:
        return (), ()
    years = [row.fiscal_year for row in targets]
    done, planned = _done(ground, years), _planned(zones)
    now = fiscal_year(ground.as_of)
    low = high = 0
    found = []
    for row in targets:
        low, high = low + row.zones_min, high + row.zones_max
        found.append(
            schema.RoadmapYear(
                fiscal_year=row.fiscal_year,
                target_min=row.zones_min,
                target_max=row.zones_max,
                cumulative_min=low,
                cumulative_max=high,
                done=done[row.fiscal_year] if row.fiscal_year <= now else None,
                planned=planned[row.fiscal_year] if row.fiscal_year >= now else None,
                doubtful=bool(row.doubt),
            )
        )
    return tuple(found), tuple(_notes(targets))


def _done(ground: Ground, years: list[int]) -> Counter[int]:
    """Zones with a hub in force, by the year in which they first had one.

    Hubs from before the roadmap count in its first year.
    """
    have = {line.register.zone.pk for line in ground.lines if line.register.hubs}
    parts = DesignationZone.objects.counting().filter(
        kind=Kind.HUB, zone__in=sorted(have), effective_from__lte=ground.as_of
    )
    first: dict[int, int] = {}
    ordered = parts.order_by("effective_from", "pk")
    for zone, day in ordered.values_list("zone", "effective_from"):
        first.setdefault(zone, max(fiscal_year(day), years[0]))
    return Counter(first.values())


def _planned(zones: Sequence[schema.Zone]) -> Counter[int]:
    """Zones without a hub, by the year in which they are to get one."""
    found: Counter[int] = Counter()
    for zone in zones:
        years = [hub.fiscal_year for hub in zone.hubs if hub.fiscal_year is not None]
        if years:
            found[min(years)] += 1
    return found


def _notes(targets: Sequence[RoadmapTarget]) -> Iterator[str]:
    for doubt in dict.fromkeys(row.doubt for row in targets if row.doubt):
        yield f"＊{doubt.rstrip('。')}。"


def roadmap_source(targets: Sequence[schema.RoadmapYear]) -> Iterator[Source]:
    if targets:
        yield Source("roadmap", "拠点の指定の工程表", "", "", processed=False)
