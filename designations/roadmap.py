"""The roadmap of a plan: targets by fiscal year, what is done and planned, and where the present
rate leads. Zones are counted by their hub."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil

from designations.kinds import Kind
from designations.models import DesignationZone, RoadmapTarget, ZoneSchedule
from designations.register import Register, register_on
from formats.charts import Chart, YearColumn, column_chart
from formats.dates import fiscal_year, fiscal_year_short, wareki
from zones.models import HomeCareZone, MedicalPlan

DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class RoadmapYear:
    """One fiscal year. ``done`` got their hub in it; ``going`` have a case on its way; ``planned``
    are scheduled for it. Cumulative targets never exceed the number of zones."""

    fiscal_year: int
    target: RoadmapTarget
    cumulative_min: int
    cumulative_max: int
    done: tuple[HomeCareZone, ...]
    going: tuple[HomeCareZone, ...]
    planned: tuple[HomeCareZone, ...]
    cumulative: float
    is_future: bool
    is_present: bool

    @property
    def target_words(self) -> str:
        low, high = self.target.zones_min, self.target.zones_max
        return f"目標 {low}圏域" if low == high else f"目標 {low}〜{high}圏域"


@dataclass(frozen=True, slots=True)
class Roadmap:
    """``rate`` is zones a year since the plan began; ``complete_by`` is the fiscal year in which all
    zones have a hub at that rate, None while nothing is done."""

    plan: MedicalPlan
    day: date
    zones: int
    done: int
    with_both: int
    years: tuple[RoadmapYear, ...]
    unscheduled: tuple[HomeCareZone, ...]
    rate: float
    complete_by: int | None

    @property
    def is_late(self) -> bool:
        """Whether the present rate misses the last year of the roadmap."""
        last = self.years[-1].fiscal_year if self.years else self.plan.last_fiscal_year
        return self.complete_by is None or self.complete_by > last


def roadmap_on(
    prefecture: str, day: date, *, register: Register | None = None
) -> Roadmap | None:
    """The roadmap of the plan in force on a day; None where there is no plan.

    A page that has the whole register of the day already gives it.
    """
    register = register or register_on(prefecture, day)
    if register.version is None:
        return None
    plan = register.version.plan
    targets = list(plan.roadmap.order_by("fiscal_year"))
    begun = _hub_years(plan, day)
    with_hub = {line.zone.pk for line in register.zones if line.hubs}
    going = {line.zone.pk for line in register.zones if _is_going(line, with_hub)}
    going |= set(_decided_later(plan, day)) - with_hub
    schedule = dict(
        ZoneSchedule.objects.filter(zone__plan=plan).values_list("zone", "fiscal_year")
    )
    total, done = len(register.zones), len(with_hub)
    rate = _rate(plan, day, done)
    years = tuple(
        _years(targets, register, begun, going, schedule, with_hub, rate, day)
    )
    placed = {zone.pk for year in years for zone in (*year.going, *year.planned)}
    return Roadmap(
        plan=plan,
        day=day,
        zones=total,
        done=done,
        with_both=register.with_both,
        years=years,
        unscheduled=tuple(
            line.zone
            for line in register.zones
            if line.zone.pk not in with_hub and line.zone.pk not in placed
        ),
        rate=rate,
        complete_by=_complete_by(day, total, done, rate),
    )


def _is_going(line: object, with_hub: set[int]) -> bool:
    cases = (act for act in line.in_progress if act.kind == Kind.HUB)
    return line.zone.pk not in with_hub and any(cases)


def _hub_years(plan: MedicalPlan, day: date) -> dict[int, int]:
    """The fiscal year in which each zone got its first hub, up to the day."""
    rows = DesignationZone.objects.counting().filter(
        zone__plan=plan, kind=Kind.HUB, effective_from__lte=day
    )
    found: dict[int, int] = {}
    for zone, first in rows.order_by("-effective_from").values_list(
        "zone", "effective_from"
    ):
        found[zone] = fiscal_year(first)
    return found


def _decided_later(plan: MedicalPlan, day: date) -> list[int]:
    """Zones whose hub is decided and begins after the day."""
    rows = DesignationZone.objects.counting().filter(
        zone__plan=plan, kind=Kind.HUB, effective_from__gt=day
    )
    return list(rows.values_list("zone", flat=True))


def _rate(plan: MedicalPlan, day: date, done: int) -> float:
    """Zones a year from the first day of the plan's first fiscal year to the day."""
    first = date(plan.first_fiscal_year, 4, 1)
    elapsed = max((day - first).days, 1) / DAYS_A_YEAR
    return done / elapsed


def _complete_by(day: date, total: int, done: int, rate: float) -> int | None:
    if done >= total:
        return fiscal_year(day)
    if not rate:
        return None
    months = ceil((total - done) / rate * 12)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year if month + 1 >= 4 else year - 1


def _years(
    targets: list[RoadmapTarget],
    register: Register,
    begun: dict[int, int],
    going: set[int],
    schedule: dict[int, int],
    with_hub: set[int],
    rate: float,
    day: date,
) -> Iterator[RoadmapYear]:
    present = fiscal_year(day)
    zones = {line.zone.pk: line.zone for line in register.zones}
    low = high = reached = 0
    for target in targets:
        year = target.fiscal_year
        low, high = low + target.zones_min, high + target.zones_max
        done = [pk for pk in zones if pk in with_hub and begun.get(pk) == year]
        reached += len(done)
        # What began before the roadmap's first year counts from its beginning.
        if target is targets[0]:
            reached += sum(
                pk in with_hub and begun.get(pk, year) < year for pk in zones
            )
        ahead = max((date(year + 1, 3, 31) - day).days, 0) / DAYS_A_YEAR
        expected = min(len(zones), len(with_hub) + rate * ahead)
        yield RoadmapYear(
            fiscal_year=year,
            target=target,
            cumulative_min=min(low, len(zones)),
            cumulative_max=min(high, len(zones)),
            done=tuple(zones[pk] for pk in done),
            going=tuple(
                zones[pk]
                for pk in zones
                if pk in going and max(schedule.get(pk, present), present) == year
            ),
            planned=tuple(
                zones[pk]
                for pk in zones
                if pk not in with_hub and pk not in going and schedule.get(pk) == year
            ),
            cumulative=reached if year <= present else expected,
            is_future=year > present,
            is_present=year == present,
        )


def board(roadmap: Roadmap) -> list[dict[str, object]]:
    """The board by year, in the shape of the list of parts ``years``."""
    items = []
    for year in roadmap.years:
        names = "、".join(zone.name for zone in year.done)
        waiting = [zone.name for zone in (*year.going, *year.planned)]
        overdue = waiting and year.fiscal_year < fiscal_year(roadmap.day)
        items.append(
            {
                "year": year.fiscal_year,
                "target": year.target_words,
                "done": len(year.done),
                "going": len(year.going),
                "planned": len(year.planned),
                "text": names,
                "note": "、".join(waiting) + ("（遅れ）" if overdue else ""),
                "current": year.is_present,
            }
        )
    return items


def chart(roadmap: Roadmap) -> Chart | None:
    """Zones with a hub at the end of each fiscal year: reached, then expected at the present rate."""
    if not roadmap.years:
        return None
    return column_chart(
        "拠点のある圏域の累計",
        [
            YearColumn(
                fiscal_year_short(year.fiscal_year),
                round(year.cumulative),
                year.cumulative_min,
                year.cumulative_max,
                is_planned=year.is_future,
            )
            for year in roadmap.years
        ],
        unit="圏域",
        width=640,
        source="在宅医療計画ポータルの指定の登録、工程表",
        note=f"{wareki(roadmap.day)}の時点。白抜きは、いまの進みによる見込み。",
    )
