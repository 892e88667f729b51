"""The values of indicators for areas: computed from the registry on the day, or as entered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from formats.dates import fiscal_year
from indicators.areas import Area
from indicators.formulas import FORMULAS, compute
from indicators.kinds import AREA_ORDER, AreaKind, TargetKind
from indicators.models import Indicator, IndicatorValue, Target
from indicators.picture import Picture
from indicators.progress import Point, Progress, judge, moment

Key = tuple[str, str]
"""An indicator's code and an area's code."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value of an area. Computed ones belong to a day, entered ones to a fiscal year."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    at: Decimal
    year: int | None = None
    day: date | None = None
    source: str = ""
    small: bool = False


def reaches(indicator: Indicator, kind: AreaKind) -> bool:
    """Whether the indicator has values for areas of a kind."""
    return AREA_ORDER.index(kind) >= AREA_ORDER.index(AreaKind(indicator.smallest_area))


def is_computed(indicator: Indicator) -> bool:
    return indicator.formula in FORMULAS


def digits(indicator: Indicator) -> int:
    """Decimals that a page shows of a value."""
    if is_computed(indicator):
        return FORMULAS[indicator.formula].digits
    return 0 if indicator.value_kind in {"count", "sum"} else 1


class Readings:
    """Readings and targets of a catalogue for the areas of one kind, in two queries."""

    def __init__(
        self, indicators: Iterable[Indicator], kind: AreaKind, picture: Picture
    ) -> None:
        self.picture = picture
        self.kind = kind
        self.indicators = {one.code: one for one in indicators}
        self._entered = self._read(IndicatorValue)
        self._targets = self._read(Target)

    def _read(self, model: type) -> dict[Key, list]:
        """Rows by indicator and area, those of the catalogue's own version after older ones."""
        some = next(iter(self.indicators.values()), None)
        if some is None:
            return {}
        rows = model.objects.filter(
            indicator__code__in=sorted(self.indicators), area_kind=self.kind
        )
        if model is Target:
            rows = rows.filter(indicator__version=some.version_id)
        else:
            prefecture = some.version.plan.prefecture_id
            rows = rows.filter(indicator__version__plan__prefecture=prefecture)
        found: dict[Key, list] = {}
        ordered = rows.select_related("indicator").order_by(
            "year", "indicator__version__effective_from", "pk"
        )
        for row in ordered:
            found.setdefault((row.indicator.code, row.area_code), []).append(row)
        return found

    def series(self, indicator: Indicator, area: Area) -> list[Reading]:
        """Entered values by year up to the day, then the computed value of the day."""
        last = fiscal_year(self.picture.day)
        by_year = {
            row.year: _entered(row)
            for row in self._entered.get((indicator.code, area.code), [])
            if row.year <= last
        }
        series = [by_year[year] for year in sorted(by_year)]
        if is_computed(indicator) and reaches(indicator, self.kind):
            now = self.computed(indicator, area)
            if now.value is not None:
                series = [one for one in series if one.at < now.at]
            if now.value is not None or not series:
                series.append(now)
        return series

    def computed(self, indicator: Indicator, area: Area) -> Reading:
        found = compute(
            indicator.formula, self.picture, area, indicator.formula_argument
        )
        return Reading(
            found.value,
            found.numerator,
            found.denominator,
            moment(self.picture.day),
            day=self.picture.day,
            source=indicator.data_source,
        )

    def now(self, indicator: Indicator, area: Area) -> Reading | None:
        series = self.series(indicator, area)
        return series[-1] if series else None

    def targets(self, indicator: Indicator, area: Area) -> dict[int, Decimal]:
        rows = self._targets.get((indicator.code, area.code), [])
        return {row.year: row.value for row in rows if row.kind == TargetKind.TARGET}

    def baseline(self, indicator: Indicator, area: Area) -> Point | None:
        for row in self._targets.get((indicator.code, area.code), []):
            if row.kind == TargetKind.BASELINE:
                return Point(Decimal(row.year), row.value)
        return None

    def progress(self, indicator: Indicator, area: Area) -> Progress | None:
        points = [
            Point(one.at, one.value)
            for one in self.series(indicator, area)
            if one.value is not None
        ]
        return judge(
            self.baseline(indicator, area),
            self.targets(indicator, area),
            points,
            indicator.direction,
        )

    def missing_years(self, indicator: Indicator, area: Area, since: int) -> list[int]:
        """Fiscal years from one on, up to the year before the day's, without a value."""
        have = {row.year for row in self._entered.get((indicator.code, area.code), [])}
        return [y for y in range(since, fiscal_year(self.picture.day)) if y not in have]


def _entered(row: IndicatorValue) -> Reading:
    return Reading(
        row.value,
        row.numerator,
        row.denominator,
        Decimal(row.year),
        year=row.year,
        day=row.as_of,
        source=row.source,
        small=row.small_count,
    )
