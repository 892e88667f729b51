"""One prefecture, or the nation, on one day: its areas with their figures, each read only once.

Figures of all zones and municipalities take five queries, whatever the number of facilities;
what only single indicators need is read when it is asked for.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from django.db.models import Count

from designations.models import Designation, DesignationZone
from facilities.counted import Figures
from facilities.figures import FiguresByMunicipality, figures_on
from facilities.kinds import Sector
from facilities.models import Facility, Filing, FilingKind, OfficialList
from indicators.areas import Area, Place, areas_of, places_on
from indicators.kinds import AreaKind
from zones.models import PlanVersion

# The code table of filings names sectors as the lists print them.
SECTORS = {sector.label: sector for sector in Sector} | {"訪看": Sector.NURSING}


class Picture:
    """Everything that figures and indicators of a day are computed from."""

    def __init__(
        self, day: date, prefecture: str = "", *, version: PlanVersion | None = None
    ) -> None:
        self.day = day
        self.prefecture = prefecture
        # A draft of zones, to be seen beside those in force.
        self.version = version
        self._areas: dict[AreaKind, list[Area]] = {}
        self._figures: dict[tuple[AreaKind, str], Figures] = {}
        self._filings: dict[tuple[str, ...], Counter[str]] = {}

    def drawn_up(self, version: PlanVersion) -> "Picture":
        """The same day with the zones of a version; the registry is not counted again."""
        other = Picture(self.day, self.prefecture, version=version)
        other.registry = self.registry
        return other

    @cached_property
    def places(self) -> list[Place]:
        return places_on(self.day, self.prefecture, self.version)

    @cached_property
    def registry(self) -> FiguresByMunicipality:
        towns = [(p.prefecture, p.code) for p in self.places if not p.northern]
        return figures_on(self.day, prefecture=self.prefecture, towns=towns)

    def areas(self, kind: AreaKind) -> list[Area]:
        """The areas of a kind, by code."""
        if kind not in self._areas:
            found = areas_of(kind, self.places)
            if self.version is not None and kind == AreaKind.ZONE:
                found = [replace(area, proposed=True) for area in found]
            self._areas[kind] = found
        return self._areas[kind]

    def area(self, kind: AreaKind, code: str) -> Area | None:
        return next((area for area in self.areas(kind) if area.code == code), None)

    def members(self, area: Area) -> list[Area]:
        """The municipalities of an area, each with its wards."""
        return [self._towns[code] for code in area.members if code in self._towns]

    @cached_property
    def _towns(self) -> dict[str, Area]:
        return {area.code: area for area in self.areas(AreaKind.MUNICIPALITY)}

    def figures(self, area: Area) -> Figures:
        """Counts of the registry; a prefecture's hold facilities of no known municipality too."""
        key = (area.kind, area.code)
        if key not in self._figures:
            if area.kind == AreaKind.PREFECTURE:
                self._figures[key] = self.registry.of_prefecture(area.code)
            else:
                self._figures[key] = self.registry.of(area.codes)
        return self._figures[key]

    def unlisted(self, towns: Sequence[Area]) -> list[Area]:
        """Those that no official list reaches by the day, where one reaches others: sums of an
        area leave them out."""
        without = [one for one in towns if not self.figures(one).is_listed()]
        return without if len(without) < len(towns) else []

    def with_filing(self, symbols: Sequence[str], area: Area) -> int | None:
        """Facilities with at least one filing of these symbols; None where no list reaches."""
        if not self._is_listed(symbols, area):
            return None
        key = tuple(sorted(symbols))
        if key not in self._filings:
            self._filings[key] = self._count_filings(key)
        counts = self._filings[key]
        if area.kind == AreaKind.PREFECTURE:
            return sum(n for code, n in counts.items() if code[:2] == area.code)
        return sum(counts[code] for code in area.codes)

    def _is_listed(self, symbols: Sequence[str], area: Area) -> bool:
        sectors = {self._sector_of_symbol.get(symbol) for symbol in symbols}
        figures = self.figures(area)
        return any(sector and figures.is_listed(sector) for sector in sectors)

    @cached_property
    def _sector_of_symbol(self) -> dict[str, Sector]:
        rows = FilingKind.objects.order_by("pk").values_list("symbol", "sector")
        return {symbol: SECTORS[name] for symbol, name in rows if name in SECTORS}

    def _count_filings(self, symbols: Sequence[str]) -> Counter[str]:
        having = Filing.objects.in_force_on(self.day).filter(kind__symbol__in=symbols)
        found = Facility.objects.open_on(self.day).filter(
            pk__in=having.values("facility")
        )
        if self.prefecture:
            found = found.filter(prefecture=self.prefecture)
        rows = found.order_by().values_list("prefecture", "municipality")
        counts: Counter[str] = Counter()
        for prefecture, municipality, number in rows.annotate(number=Count("pk")):
            counts[municipality or f"{prefecture}---"] += number
        return counts

    @cached_property
    def designated(self) -> dict[tuple[int, str], list[Designation]]:
        """The acts in force by zone and kind. One query."""
        parts = DesignationZone.objects.effective_on(self.day)
        if self.prefecture:
            parts = parts.filter(designation__prefecture=self.prefecture)
        found: dict[tuple[int, str], list[Designation]] = {}
        rows = parts.select_related("designation__operator__facility")
        for part in rows.order_by("effective_from", "pk"):
            acts = found.setdefault((part.zone_id, part.kind), [])
            acts.append(part.designation)
        return found

    def designated_zones(self, kind: str) -> frozenset[int]:
        """Ids of the zones that have an act of the kind in force."""
        return frozenset(zone for zone, named in self.designated if named == kind)

    @cached_property
    def listed_on(self) -> date | None:
        """The day of the newest official list that the figures rest on."""
        lists = OfficialList.objects.filter(as_of__lte=self.day)
        if self.prefecture:
            lists = lists.filter(prefecture=self.prefecture)
        newest = lists.filter(sector=Sector.MEDICAL).order_by("-as_of", "-pk").first()
        return newest.as_of if newest else None
