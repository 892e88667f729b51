"""Filings of the zones: on the days of the official lists, by the year they began, and who holds them."""

from collections import Counter
from functools import cached_property

from facilities.figures import FiguresByMunicipality, figures_on
from facilities.kinds import ENHANCED, FacilityClass, Sector
from facilities.models import Facility, Filing, OfficialList
from formats.dates import fiscal_year
from reports.collecting.facts import states_on
from reports.collecting.ground import Ground, Line
from reports.snapshots import zone_profile as schema

LISTS = 6
YEARS = 8


class ZoneFilings:
    """Filings of the whole prefecture, read once and handed out zone by zone."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    @cached_property
    def _lists(self) -> list[FiguresByMunicipality]:
        """The figures on the days of the newest lists, the oldest first."""
        ground = self.ground
        lists = OfficialList.objects.filter(
            prefecture=ground.prefecture,
            sector=Sector.MEDICAL,
            as_of__lte=ground.as_of,
        )
        days = sorted(set(lists.values_list("as_of", flat=True)))[-LISTS:]
        return [figures_on(day, prefecture=ground.prefecture.pk) for day in days]

    @cached_property
    def _held(self) -> list[tuple[Filing, str, str]]:
        """The filings that decide a class, with the facility's name and municipality of the day."""
        day = self.ground.as_of
        inside = Facility.objects.filter(prefecture=self.ground.prefecture)
        rows = Filing.objects.deciding_on(day).filter(
            facility__in=inside.open_on(day).values("pk")
        )
        ordered = rows.select_related("kind", "facility").order_by(
            "kind__symbol", "facility__municipality", "facility__kana",
            "facility__name", "pk",
        )  # fmt: skip
        filings = list(ordered)
        then = states_on({f.facility_id: None for f in filings}, day)
        return [
            (f, *then.get(f.facility_id, (f.facility.shown_name, f.facility.municipality_id)))
            for f in filings
        ]  # fmt: skip

    def points(self, line: Line) -> tuple[schema.FilingPoint, ...]:
        found = []
        for figures in self._lists:
            here = figures.of(line.area.codes)
            found.append(
                schema.FilingPoint(
                    figures.day,
                    here.zaishishin,
                    here.enhanced_of(FacilityClass.ZAISHISHIN),
                    here.zaishibyo,
                )
            )
        return tuple(found)

    def started(self, line: Line) -> tuple[schema.YearValue, ...]:
        """Clinics and hospitals by the fiscal year of 算定開始; all before the first year in it."""
        last = fiscal_year(self.ground.as_of)
        first = last - YEARS + 1
        counts = Counter(
            max(fiscal_year(filing.starts_on), first)
            for filing, _, town in self._held
            if town in line.area.codes
            and filing.kind.facility_class != FacilityClass.BACKUP_HOSPITAL
        )
        if not counts:
            return ()
        return tuple(
            schema.YearValue(year, counts[year]) for year in range(first, last + 1)
        )

    def institutions(self, line: Line) -> tuple[schema.Institution, ...]:
        """在支病, 後方支援病院 and the enhanced 在支診: those that others lean on."""
        names = {place.code: place.name for place in self.ground.picture.places}
        found = []
        for filing, name, town in self._held:
            if town not in line.area.codes:
                continue
            named = filing.kind.facility_class
            plain_clinic = (
                named == FacilityClass.ZAISHISHIN
                and filing.kind.enhancement not in ENHANCED
            )
            if not plain_clinic:
                order = (list(ORDER).index(named), filing.kind.symbol, town)
                found.append(
                    (
                        order,
                        schema.Institution(
                            filing.kind.symbol_as_printed,
                            name,
                            names.get(town, ""),
                            named == FacilityClass.BACKUP_HOSPITAL,
                        ),
                    )
                )
        return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


ORDER = (
    FacilityClass.ZAISHIBYO,
    FacilityClass.BACKUP_HOSPITAL,
    FacilityClass.ZAISHISHIN,
)
