"""From the database to the snapshot of a progress report, for one prefecture and one day."""

from collections.abc import Iterable, Sequence
from datetime import date

from designations.kinds import Kind
from designations.models import Designation
from designations.register import Register, ZoneRegister, register_on
from facilities.figures import Figures, FiguresByMunicipality, figures_on
from facilities.kinds import FacilityClass, Sector
from facilities.models import OfficialList
from formats.dates import fiscal_year_short, wareki, wareki_short
from indicators.areas import Area, areas_of, places_on
from indicators.kinds import AreaKind
from reports.snapshots import progress as schema
from zones.models import MedicalPlan, Population, Prefecture

TITLE = "在宅医療推進の取組 進捗報告書"
CAVEATS = (
    "在支診・在支病・後方支援病院は、基準日に効力のある届出を医療機関ごとに1回数えた。",
    "2つの類型の届出がある医療機関は、算定開始の新しい方で数えた。",
    "機能強化型は、届出の受理記号の１（単独）と２（連携）をいう。",
    "医療機関の所在地は、名簿の住所から市区町村を定めた。",
)


class NoPlan(Exception):
    """The prefecture has no plan in force on the day; the message says so."""


def collect_progress(
    prefecture: Prefecture,
    as_of: date,
    *,
    zone_codes: Iterable[str] = (),
    meeting: schema.Meeting | None = None,
    edition: schema.Edition | None = None,
    title: str = TITLE,
) -> schema.Progress:
    """Freeze all that the report prints. ``zone_codes`` narrows it to some zones.

    Raises ``NoPlan`` where no plan is in force.
    """
    register = register_on(prefecture.code, as_of)
    if register.version is None:
        raise NoPlan(
            f"{prefecture}には{wareki(as_of)}に適用される医療計画がありません。"
            "計画と在宅医療圏を登録してください。"
        )
    places = places_on(as_of, prefecture.code)
    areas = {area.pk: area for area in areas_of(AreaKind.ZONE, places)}
    figures = figures_on(as_of, prefecture=prefecture.code)
    wanted = set(zone_codes)
    lines = [z for z in register.zones if not wanted or z.zone.code in wanted]
    zones = tuple(_zone(line, areas[line.zone.pk], figures) for line in lines)
    acts = _acts(lines)
    totals = _totals(zones, lines, acts)
    plan = register.version.plan
    return schema.Progress(
        title=title,
        prefecture=prefecture.name,
        prefecture_code=prefecture.code,
        plan=_plan_words(plan),
        as_of=as_of,
        scope=_scope_words(prefecture, plan, len(zones)),
        zones=zones,
        totals=totals,
        summary=_summary(zones, totals),
        sources=tuple(_sources(prefecture, as_of)),
        meeting=meeting,
        edition=edition,
        notice="試験用のデータによる。指定の内容は架空である。"
        if plan.demonstration
        else "",
        designations=tuple(_designation(act, register, as_of) for act in acts),
        caveats=CAVEATS,
    )


def _zone(
    line: ZoneRegister, area: Area, figures: FiguresByMunicipality
) -> schema.Zone:
    counted = figures.of(area.codes)
    hubs = tuple(_hubs(line))
    active = tuple(_name(act) for act in line.actives)
    counts = {
        "zaishishin": counted.zaishishin,
        "zaishibyo": counted.zaishibyo,
        "backup": counted.backup_hospital,
    }
    return schema.Zone(
        code=line.zone.code,
        name=line.zone.name,
        group="",
        population75=area.people.over75,
        enhanced=_enhanced_clinics(counted),
        **counts,
        hubs=hubs,
        active=active,
        gaps=tuple(_gaps(line, counts)),
    )


def _enhanced_clinics(counted: Figures) -> int | None:
    return counted.enhanced_of(FacilityClass.ZAISHISHIN)


def _hubs(line: ZoneRegister) -> Iterable[schema.ZoneHub]:
    for act in line.hubs:
        yield schema.ZoneHub("in_force", _name(act), act.effective_from)
    if not line.hubs:
        for act in line.in_progress:
            if act.kind == Kind.HUB:
                yield schema.ZoneHub("coordinating", _name(act))


def _name(act: Designation) -> str:
    return act.published_name or str(act.operator)


def _gaps(line: ZoneRegister, counts: dict[str, int | None]) -> Iterable[str]:
    if line.lacks_hub:
        yield "拠点"
    if line.lacks_active:
        yield "積極的"
    words = {"zaishishin": "在支診", "zaishibyo": "在支病", "backup": "後方"}
    for key, word in words.items():
        if counts[key] == 0:
            yield word


def _acts(lines: Sequence[ZoneRegister]) -> list[Designation]:
    """Acts in force, each once: hubs first, then active institutions."""
    found: dict[object, Designation] = {}
    for side in ("hubs", "actives"):
        for line in lines:
            for act in getattr(line, side):
                found.setdefault(act.pk, act)
    return list(found.values())


def _add(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _totals(
    zones: Sequence[schema.Zone],
    lines: Sequence[ZoneRegister],
    acts: Sequence[Designation],
) -> schema.Totals:
    counted = ("population75", "zaishishin", "enhanced", "zaishibyo", "backup")
    return schema.Totals(
        **{name: _add(getattr(z, name) for z in zones) for name in counted},
        hubs=sum(act.kind == Kind.HUB for act in acts),
        hub_zones=sum(not line.lacks_hub for line in lines),
        active=sum(act.kind == Kind.ACTIVE for act in acts),
        active_zones=sum(not line.lacks_active for line in lines),
    )


def _summary(
    zones: Sequence[schema.Zone], totals: schema.Totals
) -> tuple[schema.SummaryFigure, ...]:
    without = [z.name for z in zones if z.zaishishin == 0]
    listed = totals.zaishishin is not None
    return (
        schema.SummaryFigure("hub_zones", totals.hub_zones),
        schema.SummaryFigure(
            "active", totals.active, notes=(f"{totals.active_zones}圏域に所在",)
        ),
        schema.SummaryFigure(
            "zaishishin",
            totals.zaishishin,
            notes=(f"うち機能強化型{totals.enhanced:,}",) if listed else (),
        ),
        schema.SummaryFigure(
            "zaishibyo",
            totals.zaishibyo,
            notes=(f"ほかに後方支援病院{totals.backup:,}",) if listed else (),
        ),
        schema.SummaryFigure(
            "zones_without_clinic",
            len(without) if listed else None,
            notes=("、".join(without),) if without else (),
        ),
    )


def _designation(
    act: Designation, register: Register, as_of: date
) -> schema.Designation:
    names = {line.zone.pk: line.zone.name for line in register.zones}
    zones = [names[part.zone_id] for part in act.parts.all() if part.zone_id in names]
    municipality = act.operator.municipality
    return schema.Designation(
        number=act.case_number,
        kind=act.kind,
        name=_name(act),
        operator_kind=act.operator.get_kind_display(),
        location=municipality.name if municipality else "",
        zones=tuple(zones),
        decided_on=act.decided_on,
        effective_from=act.effective_from,
        effective_until=act.effective_until,
        document_number=act.document_number,
        legal_basis=act.legal_basis,
    )


def _plan_words(plan: MedicalPlan) -> str:
    first = fiscal_year_short(plan.first_fiscal_year).removeprefix("R")
    last = fiscal_year_short(plan.last_fiscal_year).removeprefix("R")
    return f"{plan.name}（令和{first}〜{last}年度）在宅医療の提供体制"


def _scope_words(prefecture: Prefecture, plan: MedicalPlan, zones: int) -> str:
    note = "（試験用に定めた在宅医療圏による）" if plan.demonstration else ""
    return f"{prefecture.name}の在宅医療圏{zones}圏域{note}"


def _sources(prefecture: Prefecture, as_of: date) -> Iterable[schema.Source]:
    latest = (
        OfficialList.objects.filter(
            prefecture=prefecture, sector=Sector.MEDICAL, as_of__lte=as_of
        )
        .order_by("-as_of")
        .first()
    )
    yield schema.Source(
        "filings",
        "地方厚生局 届出受理医療機関名簿（医科）",
        f"{wareki(latest.as_of)}現在" if latest else "名簿なし",
        f"{wareki_short(latest.as_of)}現在" if latest else "名簿なし",
    )
    people = Population.objects.filter(
        municipality__prefecture=prefecture,
        kind=Population.Kind.RESIDENT,
        year__lte=as_of.year,
    )
    year = people.order_by("-year").values_list("year", flat=True).first()
    if year:
        day = date(year, 1, 1)
        yield schema.Source(
            "population",
            "総務省 住民基本台帳に基づく人口",
            f"{wareki(day)}現在",
            f"{wareki_short(day)}現在",
        )
    yield schema.Source(
        "designations",
        f"{prefecture.name}の指定の記録",
        f"{wareki(as_of)}現在",
        f"{wareki_short(as_of)}現在",
        processed=False,
    )
