"""The figures of all areas of one kind as a table, each number opening the facilities behind it."""

from collections.abc import Callable
from datetime import date

from formats.dates import wareki
from formats.tables import Column, number
from indicators.areas import Area
from indicators.figures import FIGURES, Figure, Group, of_group
from indicators.formulas import compute
from indicators.kinds import AreaKind
from indicators.links import facilities_of, may_open, zone_url
from indicators.models import Caveat
from indicators.presenters.places import Narrowed, places_url
from indicators.reach import Reach
from indicators.sheets import Cell, Sheet
from indicators.wording import NO_LIST

SOURCE = "地方厚生局 届出受理医療機関名簿、住民基本台帳人口"


# Why there is no value, where it is not that no list came.
MISSING = {Group.PEOPLE: "―", Group.CAPACITY: "回答なし"}
SURVEY_NOTE = "回答した機関だけの合計で、地域のすべてではない。"
SURVEY = "訪問診療の実態調査（各機関の最新の回答）"


def column(figure: Figure) -> Column:
    kind = "decimal" if figure.digits else "integer"
    return Column(figure.label, figure.unit, kind, digits=figure.digits)


def figures_sheet(reach: Reach, kind: AreaKind, group: Group, only: Narrowed) -> Sheet:
    """One row an area; the prefecture stands first, to compare with."""
    shown = of_group(group)
    areas = only.of(reach, reach.areas(kind))
    if only.area is None and kind != AreaKind.PREFECTURE and reach.whole:
        areas = [reach.whole, *areas]
    return Sheet(
        group.value,
        f"{only.words or reach.prefecture}の{group.label}（{kind.label}別）",
        [Column("地域"), Column("コード", kind="code"), *map(column, shown)],
        [_row(reach, area, shown) for area in areas],
        source=SURVEY if group == Group.CAPACITY else SOURCE,
        note=SURVEY_NOTE if group == Group.CAPACITY else basis(reach),
        as_of=reach.day,
        empty="当たる市町村はありません"
        if only.area
        else "この種類の地域が登録されていません",
    )


def basis(reach: Reach) -> str:
    """What the numbers rest on: the day of the list, and the register of residents."""
    listed = reach.picture.listed_on
    words = f"{wareki(listed)}現在の名簿" if listed else "名簿なし"
    people = reach.whole.people.year if reach.whole else None
    residents = ""
    if people:
        residents = f"、人口は{wareki(date(people, 1, 1))}の住民基本台帳"
    return f"届出は{words}による{residents}。名簿が届いていない日と地域は「{NO_LIST}」と示す。"


def _row(reach: Reach, area: Area, shown: list[Figure]) -> list[object]:
    name = Cell(area.name, url=area_url(reach, area))
    return [name, area.code, *(_cell(reach, area, figure) for figure in shown)]


def _cell(reach: Reach, area: Area, figure: Figure) -> Cell:
    value = figure.value(reach.picture, area)
    if value is None:
        return Cell(None, words=MISSING.get(figure.group, NO_LIST))
    words = number(value, figure.digits)
    return Cell(value, url=opens(reach, area, figure), words=words)


def opens(reach: Reach, area: Area, figure: Figure) -> str:
    """The list of facilities behind a number; a clerk's list ends at the own area."""
    if not may_open(reach, area):
        return ""
    if figure.key in _OF_PLACES:
        return places_url(reach, area, without=_OF_PLACES[figure.key])
    if figure.opens is None:
        return ""
    return facilities_of(area, reach.day, **figure.opens)


# Figures that count municipalities, and whether only those with neither 在支診 nor 在支病.
_OF_PLACES = {
    "municipalities": False,
    "municipalities_without": True,
    "share_municipalities_without": True,
}


def area_url(reach: Reach, area: Area) -> str:
    """The page of a zone; other areas have none."""
    if area.kind != AreaKind.ZONE or area.pk is None or area.proposed:
        return ""
    return zone_url(area.pk, reach.day.isoformat())


def caveats(group: Group) -> list[Caveat]:
    codes = {code for figure in of_group(group) for code in figure.caveats}
    return list(Caveat.objects.filter(pk__in=sorted(codes)).order_by("pk"))


def choices(
    reach: Reach, kind: AreaKind, group: Group
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Chips for the kinds of area and for the groups of figures."""
    kinds = [
        {
            "label": one.label,
            "url": reach.query(by=one.value, group=group.value),
            "current": one == kind,
        }
        for one in AreaKind
    ]
    groups = [
        {
            "label": one.label,
            "url": reach.query(by=kind.value, group=one.value),
            "current": one == group,
        }
        for one in Group
    ]
    return kinds, groups


def headline(reach: Reach) -> list[dict[str, object]]:
    """The five numbers of the whole prefecture that come first."""
    if reach.whole is None:
        return []
    items = []
    for key, label, note in HEADLINE:
        figure = FIGURES[key]
        value = figure.value(reach.picture, reach.whole)
        items.append(
            {
                "label": label,
                "value": NO_LIST if value is None else number(value, figure.digits),
                "unit": "" if value is None else figure.unit,
                "url": opens(reach, reach.whole, figure) if value is not None else "",
                "note": note(reach),
            }
        )
    return items


def _share(reach: Reach) -> str:
    whole = compute("share_municipalities_without", reach.picture, reach.whole)
    if whole.value is None:
        return ""
    return f"{whole.denominator:.0f}市町村の{number(whole.value, 1)}%"


def _enhanced(key: str) -> Callable[[Reach], str]:
    def words(reach: Reach) -> str:
        value = FIGURES[key].value(reach.picture, reach.whole)
        return "" if value is None else f"機能強化型 {number(value)}"

    return words


HEADLINE = [
    ("zaishishin", "在支診", _enhanced("enhanced_zaishishin")),
    ("zaishibyo", "在支病", _enhanced("enhanced_zaishibyo")),
    ("backup_hospital", "後方支援病院", lambda reach: ""),
    (
        "supporting_per_1000_over75",
        "75歳以上千人当たり",
        lambda reach: "在支診と在支病",
    ),
    ("municipalities_without", "どちらもない市町村", _share),
]
