"""Tables of the pages of a zone and of a municipality, as they go to Excel and CSV."""

from collections.abc import Mapping

from facilities.counted import Figures
from facilities.figures import FiguresByMunicipality
from facilities.kinds import CareFunction, FacilityClass, FacilityKind
from formats.tables import Column, Table
from zones.models import HomeCareZone
from zones.page import ZoneOnDay, ZonesOnDay

LISTS = "届出受理医療機関名簿"
NO_LIST = "名簿なし"


def functions_table(
    subject: ZoneOnDay, figures: Figures, groups: dict[str, str]
) -> Table:
    """Function × group of providers; ``groups`` maps the words of a column to its group."""
    rows = [
        [
            one.label,
            *(_told(figures.providing(one, group)) for group in groups.values()),
        ]
        for one in CareFunction
    ]
    columns = [Column("医療機能"), *(Column(word, kind="integer") for word in groups)]
    return Table("4つの医療機能を担う機関", columns, rows, LISTS, as_of=subject.day)


def zones_table(subject: ZonesOnDay, figures: Mapping[HomeCareZone, Figures]) -> Table:
    """Zone × function: providers, and the functions that nobody provides."""
    rows = []
    for zone, counts in figures.items():
        numbers = {one: counts.providing(one) for one in CareFunction}
        missing = [one.label for one, number in numbers.items() if number == 0]
        told = [_told(number) for number in numbers.values()]
        rows.append([zone.code, zone.name, *told, "、".join(missing)])
    columns = [
        Column("圏域コード", kind="code"),
        Column("圏域"),
        *(Column(one.label, kind="integer") for one in CareFunction),
        Column("担い手のいない機能"),
    ]
    title = f"{subject.thing}の圏域ごとの4つの医療機能"
    return Table(title, columns, rows, LISTS, as_of=subject.day)


def kinds_table(subject: ZoneOnDay, figures: Figures) -> Table:
    rows = [[kind.label, _told(figures.of_kind(kind))] for kind in FacilityKind]
    columns = [Column("種別"), Column("機関", kind="integer")]
    return Table("種別ごとの機関", columns, rows, LISTS, as_of=subject.day)


def towns_table(subject: ZoneOnDay, counted: FiguresByMunicipality) -> Table:
    """People and institutions of each municipality of a zone, its wards included."""
    rows = []
    for town, codes in subject.towns(subject.zone):
        figures, people = counted.of(codes), subject.people.of(codes)
        rows.append(
            [
                town.pk,
                town.full_name,
                people.over65,
                people.over75,
                people.over85,
                *(_told(figures.of_class(one)) for one in FacilityClass),
                _told(figures.home_care),
            ]
        )
    columns = [
        Column("市区町村コード", kind="code"),
        Column("市区町村"),
        *(Column(f"{age}歳以上", "人", "integer") for age in (65, 75, 85)),
        *(Column(one.label, kind="integer") for one in FacilityClass),
        Column("在医総管", kind="integer"),
    ]
    source = f"{subject.people.source}、{LISTS}"
    return Table("市区町村ごとの数", columns, rows, source, as_of=subject.day)


def _told(number: int | None) -> int | str:
    return NO_LIST if number is None else number
