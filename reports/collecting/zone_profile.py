"""From the database to the zone profiles: all zones of the plan, or those chosen."""

from collections.abc import Iterator
from dataclasses import replace

from designations.compliance import Finding, findings_on
from designations.models import Designation
from facilities.counted import Figures
from facilities.kinds import CareFunction, FacilityClass, FacilityKind
from formats.dates import wareki_short
from formats.maps import Designated
from indicators.areas import Area
from indicators.reading import digits
from reports.collecting.acts import (
    frozen,
    in_force,
    name_of,
    requirement_counts,
    seat_of,
)
from reports.collecting.asked import Asked
from reports.collecting.forecast import demand_by_year, demand_source, read_demand
from reports.collecting.ground import Ground, Line
from reports.collecting.indicators import (
    Catalogue,
    indicator_source,
    rounded,
    when,
    year_words,
)
from reports.collecting.issues import INTERNAL
from reports.collecting.maps import BORDERS, frozen_map, map_content
from reports.collecting.profile_filings import ZoneFilings
from reports.collecting.profile_gaps import gaps_of
from reports.collecting.profile_people import Doings
from reports.collecting.zones import totals_of, zone_rows
from reports.snapshots import zone_profile as schema
from reports.snapshots.shared import Map, Source
from reports.wording import plus_both, whole_of

TITLE = "在宅医療圏の現状と課題 圏域カルテ"
CAVEATS = (
    "在支診・在支病・後方支援病院は、基準日に効力のある届出を医療機関ごとに1回数えた。",
    "機能強化型は、届出の受理記号の１（単独）と２（連携）をいう。",
    "訪問診療の需要は構想区域の推計を、市区町村の75歳以上人口で按分した。",
    "一つの機関が複数の機能を担うため、機能の間で合計しない。",
    "指標のうち少数の人に係る値は、非公表とした。",
)
BOUNDS = (1.0, 3.0, 10.0)
MARKS = {
    "hub": "六角形は拠点の所在地",
    "active": "四角形は積極的役割を担う医療機関の所在地",
}
GROUPS = {
    "hospital": (FacilityKind.HOSPITAL,),
    "clinic": (FacilityKind.CLINIC, FacilityKind.MEDICAL),
    "dental": (FacilityKind.DENTAL_CLINIC,),
    "pharmacy": (FacilityKind.PHARMACY,),
    "nursing": (FacilityKind.NURSING_STATION,),
}
OTHERS = (
    FacilityKind.CARE_MANAGER,
    FacilityKind.SUPPORT_CENTRE,
    FacilityKind.SHORT_STAY,
    FacilityKind.CONSULTATION,
    FacilityKind.OTHER,
)


def collect_zone_profile(asked: Asked) -> schema.ZoneProfiles:
    """Freeze the profiles. Raises ``NoPlan`` where no plan is in force."""
    ground = Ground(asked)
    collected = _Profiles(ground)
    zones = tuple(collected.of(line) for line in ground.lines)
    everywhere = Ground(Asked(asked.prefecture, asked.as_of))

    def sources() -> Iterator[Source]:
        yield ground.filings()
        yield from ground.population()
        yield from ground.projection()
        if collected.demand.years:
            yield from demand_source(collected.demand)
        if any(zone.map and not zone.map.schematic for zone in zones):
            yield BORDERS
        yield ground.registry()
        yield ground.designations()
        yield from indicator_source(tuple(i for z in zones for i in z.indicators))
        if any(zone.activities for zone in zones):
            name = f"{ground.prefecture.name}の取組実績の記録"
            yield Source("activities", name, "", "", processed=False)

    return schema.ZoneProfiles(
        **ground.common(TITLE),
        sources=tuple(sources()),
        caveats=(*CAVEATS, *ground.unlisted()),
        zones=zones,
        totals=totals_of(
            zone_rows(everywhere), everywhere.lines, in_force(everywhere.lines)
        ),
        everywhere=whole_of(ground.prefecture.name),
    )


class _Profiles:
    """What all zones share is read once."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.demand = read_demand(ground)
        self.catalogue = Catalogue(ground)
        self.filings = ZoneFilings(ground)
        self.doings = Doings(ground)
        self.counts = requirement_counts(in_force(ground.lines))
        found = findings_on(ground.prefecture.pk, ground.as_of)
        self.findings = [one for one in found if one.code not in INTERNAL]
        past = Designation.objects.filter(prefecture=ground.prefecture)
        ordered = past.past_on(ground.as_of).with_parts()
        self.past = list(ordered.order_by("-effective_until", "case_number"))

    def of(self, line: Line) -> schema.ProfileZone:
        figures, people = line.figures, line.area.people
        towns = [
            (town, self.ground.picture.figures(town))
            for town in self.ground.picture.members(line.area)
        ]
        acts = [*line.register.hubs, *line.register.actives]
        rows = tuple(_town(area, counts) for area, counts in towns)
        functions = tuple(_function(f, figures, towns) for f in CareFunction)
        return schema.ProfileZone(
            code=line.code,
            name=line.name,
            total=people.total,
            population75=people.over75,
            population85=people.over85,
            zaishishin=figures.zaishishin,
            enhanced=figures.enhanced_of(FacilityClass.ZAISHISHIN),
            zaishibyo=figures.zaishibyo,
            enhanced_hospitals=figures.enhanced_of(FacilityClass.ZAISHIBYO),
            backup=figures.backup_hospital,
            hubs=len(line.register.hubs),
            active=len(line.register.actives),
            towns=rows,
            functions=functions,
            population=self._population(line),
            demand=self._demand(line),
            institutions=self.filings.institutions(line),
            filings=self.filings.points(line),
            started=self.filings.started(line),
            designations=tuple(
                frozen(act, self.ground, self.counts, None) for act in acts
            ),
            ended=tuple(self._ended(line)),
            indicators=tuple(self._indicators(line)),
            activities=self.doings.done(line),
            coming=self.doings.coming(line),
            gaps=gaps_of(line, rows, functions, self._found(line)),
            contacts=self.doings.contacts(line),
            map=_map(line, towns, acts),
        )

    def _population(self, line: Line) -> tuple[schema.YearValue, ...]:
        found = self.demand.people_of(line.area, "over75")
        return tuple(
            schema.YearValue(year, value)
            for year, value in sorted(found.items())
            if value is not None
        )

    def _demand(self, line: Line) -> tuple[schema.YearValue, ...]:
        values = demand_by_year(self.demand, line)
        if not values:
            return ()
        return tuple(map(schema.YearValue, self.demand.years, values))

    def _found(self, line: Line) -> list[Finding]:
        """What the compliance check says of the zone or of one of its bodies."""
        pk = line.register.zone.pk
        found = []
        for one in self.findings:
            parts = one.designation.parts.all() if one.designation else ()
            if (one.zone and one.zone.pk == pk) or any(p.zone_id == pk for p in parts):
                found.append(one)
        return found

    def _ended(self, line: Line) -> Iterator[str]:
        for act in self.past:
            if any(part.zone_id == line.register.zone.pk for part in act.parts.all()):
                words = act.get_end_kind_display() or "期間満了"
                day = wareki_short(act.effective_until)
                yield f"{act.case_number}　{name_of(act)}（{words}、{day}まで）"

    def _indicators(self, line: Line) -> Iterator[schema.ZoneIndicator]:
        """Those with a value in the zone; the target is the zone's own, else none is compared."""
        catalogue, everywhere = self.catalogue, self.ground.everywhere
        for one in catalogue.indicators:
            now = catalogue.zones.now(one, line.area)
            targets = catalogue.zones.targets(one, line.area)
            value = catalogue.words(one, line.area, now)
            if not value and not targets:
                continue
            whole = catalogue.whole.now(one, everywhere)
            last = max(targets, default=None)
            yield schema.ZoneIndicator(
                name=one.name,
                unit=one.unit,
                value=value,
                whole=catalogue.words(one, everywhere, whole),
                when=when(now) if now else "",
                target=rounded(targets[last], digits(one)) if last else "",
                target_when=year_words(last) if last else "",
            )


def _town(area: Area, figures: Figures) -> schema.Town:
    return schema.Town(
        area.name,
        area.people.over75,
        figures.zaishishin,
        figures.enhanced_of(FacilityClass.ZAISHISHIN),
        figures.zaishibyo,
    )


def _function(
    function: CareFunction, figures: Figures, towns: list[tuple[Area, Figures]]
) -> schema.FunctionRow:
    def counted(kinds: tuple[FacilityKind, ...]) -> int | None:
        numbers = [figures.providing(function, kind) for kind in kinds]
        return None if None in numbers else sum(numbers)

    without = [area.name for area, one in towns if one.providing(function) == 0]
    return schema.FunctionRow(
        key=function.value,
        **{name: counted(kinds) for name, kinds in GROUPS.items()},
        other=counted(OTHERS) or 0,
        without=tuple(without) if figures.is_listed() else None,
    )


def _map(
    line: Line, towns: list[tuple[Area, Figures]], acts: list[Designation]
) -> Map | None:
    """Clinics and hospitals by municipality, with the seats of hubs and institutions."""
    values = {}
    for area, figures in towns:
        number = plus_both(figures.zaishishin, figures.zaishibyo)
        values[area.code] = (area.name, None if number is None else float(number))
    town_of = {code: area.code for area, _ in towns for code in area.codes}
    seats: dict[tuple[str, str], int] = {}
    for act in acts:
        seat = seat_of(act)
        if seat and seat.pk in town_of:
            key = (town_of[seat.pk], act.kind)
            seats[key] = seats.get(key, 0) + 1
    content = map_content(
        f"{line.name}の市区町村別の在支診・在支病の数",
        "在支診・在支病",
        values,
        [Designated(code, kind, n) for (code, kind), n in seats.items()],
        bounds=BOUNDS,
        area="市区町村",
        has_legend=False,
    )
    members = {area.code: sorted(area.codes) for area, _ in towns}
    drawn = frozen_map(
        content, members, "市区町村別の在支診・在支病の数（機関）", width=340
    )
    if drawn is None:
        return None
    marks = [MARKS[kind] for kind in MARKS if any(k == kind for _, k in seats)]
    note = "。".join(filter(None, (drawn.note, "、".join(marks))))
    return replace(drawn, note=note)
