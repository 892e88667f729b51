"""The municipalities that an act covers, with the figures that help to judge it."""

from dataclasses import dataclass
from datetime import date

from designations.models import Designation
from facilities.figures import Figures, figures_on, total
from facilities.kinds import FacilityKind
from zones.models import Municipality, Population
from zones.placement import placement


@dataclass(frozen=True, slots=True)
class TownRow:
    """One municipality of an act; a figure is None where no list or count reaches."""

    name: str
    zone: str
    over75: int | None
    home_care: int | None
    nursing: int | None
    covered: bool

    @property
    def scope(self) -> str:
        return "全域" if self.covered else "対象外"


@dataclass(frozen=True, slots=True)
class TownTable:
    rows: tuple[TownRow, ...]
    sum: TownRow | None
    year: int | None


def zone_table(designation: Designation, day: date) -> TownTable:
    """All municipalities of the act's zones on the day, and the sum of those covered."""
    placed = placement(designation.prefecture_id, day)
    wards: dict[str, list[str]] = {}
    towns = {}
    for town in Municipality.objects.filter(
        prefecture=designation.prefecture_id
    ).order_by("pk"):
        towns[town.pk] = town
        wards.setdefault(town.parent_id or town.pk, []).append(town.pk)
    figures = figures_on(day, prefecture=designation.prefecture_id)
    people, year = _over75(designation.prefecture_id, day)
    rows, counted = [], []
    for part in designation.parts.all():
        chosen = {town.pk for town in part.municipalities.all()}
        for code in placed.members(part.zone):
            # Wards are counted with their city, unless the plan places them by themselves.
            parent = towns[code].parent_id
            if parent and placed.by_municipality.get(parent) == part.zone_id:
                continue
            found = figures.of({code, *wards.get(code, [])})
            covered = not chosen or code in chosen
            rows.append(
                _row(towns[code].name, part.zone.name, people.get(code), found, covered)
            )
            if covered:
                counted.append((people.get(code), found))
    known = [n for n, _ in counted if n is not None]
    summed = _row(
        f"{len(counted)}市町村",
        "",
        sum(known) if known else None,
        total(f for _, f in counted),
        covered=True,
    )
    return TownTable(tuple(rows), summed if rows else None, year)


def _row(
    name: str, zone: str, over75: int | None, figures: Figures, covered: bool
) -> TownRow:
    shishin, shibyo = figures.zaishishin, figures.zaishibyo
    return TownRow(
        name=name,
        zone=zone,
        over75=over75,
        home_care=None if shishin is None or shibyo is None else shishin + shibyo,
        nursing=figures.of_kind(FacilityKind.NURSING_STATION),
        covered=covered,
    )


def _over75(prefecture: str, day: date) -> tuple[dict[str, int], int | None]:
    """People of 75 and over by municipality, of the latest year up to the day."""
    rows = Population.objects.filter(
        municipality__prefecture=prefecture,
        kind=Population.Kind.RESIDENT,
        year__lte=day.year,
    )
    year = rows.order_by("-year").values_list("year", flat=True).first()
    found = rows.filter(year=year).values_list("municipality", "over75")
    return {code: over75 for code, over75 in found if over75 is not None}, year
