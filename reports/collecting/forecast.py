"""Home-visit demand of the zones to the end of the ministry's forecast."""

from collections.abc import Iterator, Sequence

from formats.dates import fiscal_year_short
from indicators.demand import Demand, demand_of
from reports.collecting.ground import Ground, Line
from reports.snapshots import progress as schema
from reports.snapshots.shared import Source

UNIT = "件／月"
NAMED_AT_EACH_END = 3


def forecast_of(demand: Demand, lines: Sequence[Line]) -> schema.Forecast | None:
    """Whole visits a month by zone and year; None where a zone of the report has no forecast."""
    values = {line.name: demand_by_year(demand, line) for line in lines}
    if not demand.years or not values or not all(values.values()):
        return None
    named = set(_named(values))
    return schema.Forecast(
        years=demand.years,
        unit=UNIT,
        rows=tuple(
            schema.ForecastRow(name, numbers, name in named)
            for name, numbers in values.items()
        ),
        total=tuple(map(sum, zip(*values.values(), strict=True))),
    )


def demand_by_year(demand: Demand, line: Line) -> tuple[int, ...]:
    """Rounded to whole visits; empty where the zone has no forecast."""
    found = demand.of(line.area)
    return tuple(round(found[year]) for year in demand.years) if found else ()


def _named(values: dict[str, tuple[int, ...]]) -> Iterator[str]:
    """The zones that rise and fall most, and the one with the most visits."""
    by_growth = sorted(
        values, key=lambda name: values[name][-1] / (values[name][0] or 1)
    )
    yield from by_growth[:NAMED_AT_EACH_END]
    yield from by_growth[-NAMED_AT_EACH_END:]
    yield max(values, key=lambda name: values[name][0])


def read_demand(ground: Ground) -> Demand:
    return demand_of(ground.prefecture.pk)


def demand_source(demand: Demand) -> Iterator[Source]:
    if demand.years:
        first, last = (
            fiscal_year_short(y) for y in (demand.years[0], demand.years[-1])
        )
        years = f"{first}〜{last}年度"
        name = "厚生労働省 将来の在宅（訪問診療）需要推計"
        yield Source("forecast", name, years, years)
