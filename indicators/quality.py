"""What is wrong or old in the data of a region, as a list of checks that each open.

Rooms further up add their own checks (``register_check``) when they start, so that this page can
hold what it may not import.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from facilities.kinds import FacilityKind, Sector
from facilities.models import Facility, OfficialList
from facilities.querysets import FacilityQuerySet
from formats.dates import fiscal_year, fiscal_year_label, wareki_short
from formats.tables import Column
from formats.text import private_use
from indicators.kinds import AreaKind, Status
from indicators.reach import Reach
from indicators.reading import Readings, is_computed
from indicators.sheets import Cell, Sheet

UNCONFIRMED_AFTER = timedelta(days=365)
STALE_AFTER = timedelta(days=180)

FACILITY = [Column("医療機関"), Column("コード", kind="code"), Column("市区町村")]


@dataclass(frozen=True, slots=True)
class Check:
    """``rows`` gives the table of what was found; ``advice`` says what to do about it."""

    key: str
    title: str
    advice: str
    columns: list[Column]
    rows: Callable[[Reach], list[list[object]]]
    unit: str = "件"

    def sheet(self, reach: Reach) -> Sheet:
        return Sheet(
            self.key,
            self.title,
            self.columns,
            self.rows(reach),
            note=self.advice,
            as_of=reach.day,
            empty="該当するものはありません",
        )


CHECKS: dict[str, Check] = {}


def register_check(check: Check) -> None:
    CHECKS[check.key] = check


def found_by_all(reach: Reach) -> dict[str, list[list[object]]]:
    """The rows of every check, by key, in the order of registration."""
    return {key: check.rows(reach) for key, check in CHECKS.items()}


def facilities_of(reach: Reach) -> FacilityQuerySet:
    """The open facilities of the prefecture that the person may see."""
    visible = Facility.objects.visible_to(reach.user)
    return visible.filter(prefecture=reach.prefecture.pk).open_on(reach.day)


def facility_cells(facility: Facility) -> list[object]:
    """What names a facility in a table."""
    return [
        Cell(facility.shown_name, url=facility.get_absolute_url()),
        facility.code,
        str(facility.municipality or "不明"),
    ]


def _named(rows: FacilityQuerySet) -> Iterable[Facility]:
    return rows.select_related("municipality").order_by("municipality", "code", "pk")


def unconfirmed(reach: Reach) -> list[list[object]]:
    """Facilities that neither a list nor a person confirmed within a year."""
    limit = reach.day - UNCONFIRMED_AFTER
    old = facilities_of(reach).filter(
        Q(last_seen_on=None) | Q(last_seen_on__lt=limit),
        Q(last_confirmed_on=None) | Q(last_confirmed_on__lt=limit),
    )
    return [
        [*facility_cells(one), one.last_seen_on, one.last_confirmed_on]
        for one in _named(old)
    ]


def unknown_kind(reach: Reach) -> list[list[object]]:
    """Institutions of which the list does not tell whether they are hospitals."""
    found = facilities_of(reach).filter(kind=FacilityKind.MEDICAL)
    return [[*facility_cells(one), one.beds] for one in _named(found)]


def unresolved(reach: Reach) -> list[list[object]]:
    """Facilities whose address names no municipality."""
    found = facilities_of(reach).filter(municipality=None)
    return [[*facility_cells(one), one.address] for one in _named(found)]


def private_characters(reach: Reach) -> list[list[object]]:
    """Names with characters that only their sender's machine can show."""
    names = facilities_of(reach).filter(corrected_name="")
    marked = [pk for pk, name in names.values_list("pk", "name") if private_use(name)]
    found = _named(Facility.objects.filter(pk__in=marked))
    return [[*facility_cells(one), "、".join(_code_points(one.name))] for one in found]


def _code_points(name: str) -> list[str]:
    return [f"U+{ord(character):04X}" for character in private_use(name)]


def stale_lists(reach: Reach) -> list[list[object]]:
    """Health centres whose area no list has reached for half a year."""
    lists = OfficialList.objects.filter(
        prefecture=reach.prefecture.pk, sector=Sector.MEDICAL, as_of__lte=reach.day
    )
    rows = list(lists.values_list("complete", "municipalities", "as_of"))
    found = []
    for area in reach.areas(AreaKind.HEALTH_CENTRE):
        newest = max(
            (
                as_of
                for complete, codes, as_of in rows
                if complete or set(area.members) <= set(codes)
            ),
            default=None,
        )
        if newest is None or newest < reach.day - STALE_AFTER:
            found.append([area.name, area.code, newest, _age(newest, reach.day)])
    return found


def _age(newest: date | None, day: date) -> str:
    if newest is None:
        return "名簿なし"
    return f"{(day - newest).days}日前（{wareki_short(newest)}現在）"


def missing_values(reach: Reach) -> list[list[object]]:
    """Entered indicators without a value for the last fiscal year that has ended.

    Asked of the confirmed lines, for the prefecture and for every zone that has a target.
    """
    year = fiscal_year(reach.day) - 1
    asked = [
        one
        for one in reach.catalogue
        if one.status == Status.CONFIRMED and not is_computed(one)
    ]
    may_edit = reach.may_edit
    found = []
    for kind in (AreaKind.PREFECTURE, AreaKind.ZONE):
        readings = Readings(asked, kind, reach.picture)
        for one in asked:
            for area in reach.areas(kind):
                if kind == AreaKind.ZONE and not readings.targets(one, area):
                    continue
                if not readings.missing_years(one, area, year):
                    continue
                last = readings.now(one, area)
                url = reverse("indicators:value-record", args=[one.pk])
                query = reach.query(area=f"{kind.value}:{area.code}", year=year)
                found.append(
                    [
                        Cell(one.name, url=url + query)
                        if may_edit
                        else Cell(one.name, url=one.get_absolute_url()),
                        area.name,
                        fiscal_year_label(year),
                        fiscal_year_label(last.year) if last and last.year else "なし",
                    ]
                )
    return found


for _check in (
    Check(
        "values",
        "前年度の値がない指標",
        "資料が公表されたら値を登録してください。指標の名前を押すと登録の画面が開きます。",
        [Column("指標"), Column("地域"), Column("年度"), Column("最後の値")],
        missing_values,
    ),
    Check(
        "lists",
        "半年以上、名簿が届いていない保健所",
        "地方厚生局の新しい名簿を取り込んでください。",
        [
            Column("保健所"),
            Column("コード", kind="code"),
            Column("最後の名簿", kind="date"),
            Column("経過"),
        ],
        stale_lists,
        "か所",
    ),
    Check(
        "unconfirmed",
        "1年以上、確認していない医療機関",
        "名簿にも載らず、職員も確認していません。開いているかを確かめてください。",
        [
            *FACILITY,
            Column("名簿に最後に載った日", kind="date"),
            Column("最終確認日", kind="date"),
        ],
        unconfirmed,
        "機関",
    ),
    Check(
        "kind",
        "病院か診療所か分からない医療機関",
        "病床数の記載から区別できません。種別を確かめて直してください。",
        [*FACILITY, Column("病床数", "床", "integer")],
        unknown_kind,
        "機関",
    ),
    Check(
        "address",
        "市区町村が分からない医療機関",
        "住所を確かめ、市区町村を選んでください。圏域別の数に入っていません。",
        [*FACILITY, Column("住所")],
        unresolved,
        "機関",
    ),
    Check(
        "characters",
        "表示できない文字（外字）がある名称",
        "画面と報告書では「〓」になります。正しい字で名称（訂正）を入力してください。",
        [*FACILITY, Column("文字コード")],
        private_characters,
        "機関",
    ),
):
    register_check(_check)
