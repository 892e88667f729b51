"""The indicators of the plan with values, targets, trend and grade, and the targets to be compared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.conf import settings

from formats.dates import fiscal_year, fiscal_year_short, wareki_short
from indicators.areas import Area
from indicators.kinds import AreaKind, Status, ValueKind
from indicators.masking import is_small
from indicators.models import Indicator
from indicators.progress import RULE, Point, is_better
from indicators.public import HIDDEN, PublicValues
from indicators.reading import Reading, Readings, digits
from reports.collecting.ground import Ground
from reports.snapshots import progress as schema
from reports.snapshots.facts import Aim
from reports.snapshots.shared import Source

EARLIER = 3


@dataclass
class Catalogue:
    """The indicators of the version in force, read for the prefecture and for its zones.

    A report leaves the office, so small counts of people never enter its snapshot.
    """

    ground: Ground
    _public: dict[str, PublicValues] = field(default_factory=dict)

    @cached_property
    def indicators(self) -> list[Indicator]:
        rows = Indicator.objects.filter(version=self.ground.register.version)
        return list(rows.exclude(status=Status.DROPPED).order_by("order", "code"))

    @cached_property
    def whole(self) -> Readings:
        return Readings(self.indicators, AreaKind.PREFECTURE, self.ground.picture)

    @cached_property
    def zones(self) -> Readings:
        return Readings(self.indicators, AreaKind.ZONE, self.ground.picture)

    def rows(self) -> tuple[tuple[schema.Indicator, ...], tuple[str, ...]]:
        """Indicators with a value or a target for the prefecture, and notes on the rest."""
        area, found, empty = self.ground.everywhere, [], 0
        for one in self.indicators:
            now = self.whole.now(one, area)
            if (now and (now.value is not None or now.small)) or self.whole.targets(
                one, area
            ):
                found.append(self._row(one, area, now))
            else:
                empty += 1
        notes = [f"評価は、{RULE}。"] if any(row.grade for row in found) else []
        if empty:
            notes.append(f"ほかに、値も目標もまだない指標が{empty}ある。")
        return tuple(found), tuple(notes)

    def _row(self, one: Indicator, area: Area, now: Reading | None) -> schema.Indicator:
        readings, places = self.whole, digits(one)
        targets, baseline = readings.targets(one, area), readings.baseline(one, area)
        bare = self._keeps_baseline(one, area, baseline)
        # A grade, a ratio and a forecast would tell the counts that they are made of.
        series = readings.series(one, area)
        veiled = bare or any(self.hides(one, area, r) for r in series)
        judged = None if veiled else readings.progress(one, area)
        last = max(targets, default=None)
        earlier = [r for r in series[:-1] if r.value is not None]
        return schema.Indicator(
            code=one.code,
            name=one.name,
            level=one.get_level_display(),
            unit=one.unit,
            baseline=_baseline(baseline, places, hidden=bare),
            baseline_when=year_words(int(baseline.at)) if baseline else "",
            trend=tuple(
                schema.TrendPoint(when(r), self.words(one, area, r))
                for r in earlier[-EARLIER:]
            ),
            value=self.words(one, area, now),
            when=when(now) if now else "",
            target=rounded(targets[last], places) if last else "",
            target_when=year_words(last) if last else "",
            ratio=rounded(judged.ratio, 1)
            if judged and judged.ratio is not None
            else "",
            forecast=rounded(judged.forecast, places)
            if judged and judged.forecast is not None
            else "",
            grade=judged.grade.value if judged else "",
        )

    def aims(self) -> Iterator[Aim]:
        """All targets of the prefecture and the zones of the report, and whether they are reached."""
        yield from self._aims_of(self.whole, self.ground.everywhere)
        for line in self.ground.lines:
            yield from self._aims_of(self.zones, line.area)

    def _aims_of(self, readings: Readings, area: Area) -> Iterator[Aim]:
        for one in self.indicators:
            targets = readings.targets(one, area)
            if not targets:
                continue
            now = readings.now(one, area)
            hidden = now is None or self.hides(one, area, now)
            value = None if hidden else now.value
            for year, target in sorted(targets.items()):
                yield Aim(
                    key=f"{one.code}:{area.code}",
                    indicator=one.name,
                    area=area.name,
                    year=year_words(year),
                    target=rounded(target, digits(one)),
                    value=self.words(one, area, now),
                    state=self._state(one, value, target, year),
                )

    def _state(
        self, one: Indicator, value: Decimal | None, target: Decimal, year: int
    ) -> str:
        if value is None:
            return "unknown"
        if not is_better(target, value, one.direction):
            return "reached"
        return "missed" if year < fiscal_year(self.ground.as_of) else "open"

    def hides(self, one: Indicator, area: Area, reading: Reading | None) -> bool:
        """Whether a value points at so few people that it stays in the office."""
        if reading is None or not one.counts_people:
            return False
        return reading.small or self._values(one).is_hidden(area, reading.year)

    def _keeps_baseline(
        self, one: Indicator, area: Area, baseline: Point | None
    ) -> bool:
        """Whether the baseline stays in the office: it is a value of its year like any other."""
        if baseline is None or not one.counts_people:
            return False
        counted = one.value_kind in {ValueKind.COUNT, ValueKind.SUM}
        if counted and is_small(int(baseline.value), settings.SMALL_COUNT_THRESHOLD):
            return True
        return self._values(one).is_hidden(area, int(baseline.at))

    def _values(self, one: Indicator) -> PublicValues:
        if one.code not in self._public:
            self._public[one.code] = PublicValues(one, self.ground.picture)
        return self._public[one.code]

    def words(self, one: Indicator, area: Area, reading: Reading | None) -> str:
        """The value as it is printed; 非公表 where it is hidden, empty where there is none."""
        if self.hides(one, area, reading):
            return HIDDEN
        known = reading is not None and reading.value is not None
        return rounded(reading.value, digits(one)) if known else ""


def _baseline(baseline: Point | None, places: int, *, hidden: bool) -> str:
    if baseline is None:
        return ""
    return HIDDEN if hidden else rounded(baseline.value, places)


def indicator_source(rows: tuple[schema.Indicator, ...]) -> Iterator[Source]:
    if rows:
        yield Source("indicators", "医療計画の指標に用いる各資料", "", "")


def rounded(value: Decimal, places: int) -> str:
    """The number as it is printed: thousands, so many decimals, half up, true minus."""
    step = Decimal(1).scaleb(-places)
    return f"{value.quantize(step, ROUND_HALF_UP):,}".replace("-", "−")


def when(reading: Reading) -> str:
    """R7.10.1 for a value of a day, R6年度 for one of a year."""
    if reading.year is not None:
        return year_words(reading.year)
    return wareki_short(reading.day) if reading.day else ""


def year_words(year: int) -> str:
    """R11年度."""
    return f"{fiscal_year_short(year)}年度"
