"""The columns of the list of facilities, and how each sorts. Every order ends in a unique key."""

from datetime import date

import django_tables2 as tables
from django.db.models import Case, F, OuterRef, Subquery, Value, When

from accounts.lists.table import PICK, PickColumn
from facilities.kinds import CareFunction, FacilityClass
from facilities.models import Facility, Filing
from facilities.paging import PlacedFacilities
from facilities.panels import LIST_MARKS
from facilities.querysets import FacilityQuerySet
from zones.region import Region

NUMBER = {"cell": {"class": "num"}}
MIDDLE = {"cell": {"class": "mid"}}
FUNCTION_WORDS = {
    CareFunction.DISCHARGE: "退院",
    CareFunction.DAILY: "療養",
    CareFunction.ACUTE: "急変",
    CareFunction.EOL: "看取",
}
FUNCTION_NAMES = dict(CareFunction.choices)
DEFAULT_COLUMNS = ("zone", "municipality", "filing", "starts", "beds", *CareFunction)


class FacilityTable(tables.Table):
    """Sorting and paging over bare facilities; the rows come from ``presenters.facility_rows``."""

    name = tables.Column("名称", attrs={"cell": {"class": "wide"}})
    zone = tables.Column("圏域")
    municipality = tables.Column("市区町村")
    kind = tables.Column("種別")
    filing = tables.Column("届出", orderable=False)
    starts = tables.Column("算定開始", attrs=NUMBER)
    beds = tables.Column("病床", attrs=NUMBER)
    discharge = tables.Column(
        FUNCTION_WORDS["discharge"], attrs=MIDDLE, orderable=False
    )
    daily = tables.Column(FUNCTION_WORDS["daily"], attrs=MIDDLE, orderable=False)
    acute = tables.Column(FUNCTION_WORDS["acute"], attrs=MIDDLE, orderable=False)
    eol = tables.Column(FUNCTION_WORDS["eol"], attrs=MIDDLE, orderable=False)
    code = tables.Column("医療機関コード", attrs=NUMBER)
    phone = tables.Column("電話番号", orderable=False)
    address = tables.Column("住所", orderable=False)
    confirmed = tables.Column("最終確認日", attrs=NUMBER)

    caption = "医療機関の一覧"
    dense = stack = True
    row_header = "name"
    empty_help = "条件を減らすか、基準日を確かめてください。"

    class Meta:
        model = Facility
        fields: list[str] = []
        template_name = "facilities/table.html"
        empty_text = "条件に合う医療機関はありません"
        order_by = ("municipality",)

    def __init__(
        self,
        data: FacilityQuerySet,
        *,
        day: date,
        region: Region,
        shown: set[str],
        pick: PickColumn | None = None,
    ) -> None:
        self.day, self.region = day, region
        hidden = [c for c in self.base_columns if c not in shown and c != "name"]
        marks = [
            (mark.name, tables.Column(mark.label, orderable=False))
            for mark in LIST_MARKS.values()
            if mark.name in shown
        ]
        first = [(PICK, pick)] if pick else []
        super().__init__(
            # The usual order, also where its column is not shown.
            PlacedFacilities(_ordered(data, "municipality_id", False, "code")),
            exclude=hidden,
            extra_columns=[*marks, *first],
            sequence=(PICK, "...") if pick else None,
        )

    def order_name(
        self, rows: FacilityQuerySet, descending: bool
    ) -> tuple[FacilityQuerySet, bool]:
        return _ordered(rows, "search_key", descending), True

    def order_zone(
        self, rows: FacilityQuerySet, descending: bool
    ) -> tuple[FacilityQuerySet, bool]:
        ranks = [
            When(municipality__in=self.region.within_zone(zone), then=Value(rank))
            for zone, rank in self.region.zone_rank.items()
        ]
        rank = Case(*ranks, default=Value(len(ranks))) if ranks else Value(0)
        rows = rows.annotate(zone_rank=rank)
        return _ordered(rows, "zone_rank", descending, "municipality_id", "code"), True

    def order_municipality(
        self, rows: FacilityQuerySet, descending: bool
    ) -> tuple[FacilityQuerySet, bool]:
        return _ordered(rows, "municipality_id", descending, "code"), True

    def order_kind(
        self, rows: FacilityQuerySet, descending: bool
    ) -> tuple[FacilityQuerySet, bool]:
        return _ordered(rows, "kind", descending, "municipality_id", "code"), True

    def order_starts(
        self, rows: FacilityQuerySet, descending: bool
    ) -> tuple[FacilityQuerySet, bool]:
        deciding = (
            Filing.objects.of_class()
            .in_force_on(self.day)
            .filter(facility=OuterRef("pk"))
            .exclude(kind__facility_class=FacilityClass.BACKUP_HOSPITAL)
            .order_by("-starts_on")
        )
        rows = rows.annotate(class_starts=Subquery(deciding.values("starts_on")[:1]))
        return _ordered(rows, "class_starts", descending), True

    def order_beds(
        self, rows: FacilityQuerySet, descending: bool
    ) -> tuple[FacilityQuerySet, bool]:
        return _ordered(rows, "beds", descending), True

    def order_code(
        self, rows: FacilityQuerySet, descending: bool
    ) -> tuple[FacilityQuerySet, bool]:
        return _ordered(rows, "code", descending), True

    def order_confirmed(
        self, rows: FacilityQuerySet, descending: bool
    ) -> tuple[FacilityQuerySet, bool]:
        return _ordered(rows, "last_confirmed_on", descending), True


def column_choice(asked: list[str]) -> tuple[set[str], list[dict[str, object]]]:
    """The names of the columns to show, and all of them for the menu that chooses."""
    known = {name: str(c.header) for name, c in FacilityTable.base_columns.items()}
    known = {n: FUNCTION_NAMES.get(n, label) for n, label in known.items()}
    known |= {mark.name: mark.label for mark in LIST_MARKS.values()}
    del known["name"]
    shown = {name for name in asked if name in known} or {*DEFAULT_COLUMNS, *LIST_MARKS}
    menu = [
        {"name": name, "label": label, "shown": name in shown}
        for name, label in known.items()
    ]
    return shown, menu


def _ordered(
    rows: FacilityQuerySet, first: str, descending: bool, *then: str
) -> FacilityQuerySet:
    """Sort by a column, what is unknown last; then by the others and by the unique key."""
    column = F(first)
    order = column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
    return rows.order_by(order, *then, "pk")
