"""Municipal population by age, counted or projected: one row a municipality, year and kind."""

from itertools import pairwise
from typing import TYPE_CHECKING

from imports.columns import Column
from imports.formats import Context, Planning
from imports.keyed_forms import PLACE, SOURCE, KeyedForm
from imports.listing import Listing
from imports.messages import ERROR, declare
from imports.values import choice, compact, whole_number

if TYPE_CHECKING:
    from imports.comparing import Comparison
    from imports.keyed_rows import Store

KINDS = {"住民基本台帳": "resident", "国勢調査": "census", "将来推計": "projection"}
_KINDS_TOO = {
    "住基": "resident",
    "国調": "census",
    "推計": "projection",
    "将来": "projection",
}
COUNTS = ("total", "over65", "over75", "over85")

declare(
    ("ages_disorder", ERROR, "{older}（{more:,}人）が{younger}（{less:,}人）より多くなっています。数を確かめてください。", "年齢別の人数の大小が逆", "数を確かめてください。"),
)  # fmt: skip


_YEAR = whole_number(1920, 2100)


def calendar_year(raw: object) -> int:
    """A year as a western year: 2025, 令和7年, R7."""
    from formats.dates import DateError, parse_calendar_year

    try:
        return _YEAR(parse_calendar_year(compact(raw)))
    except DateError:
        return _YEAR(raw)


class PopulationTable(KeyedForm):
    """The format `population`."""

    key = "population"
    title = "市区町村別の人口"
    labels = {
        "kind": "人口の区分",
        "year": "年",
        "total": "総数（人）",
        "over65": "65歳以上（人）",
        "over75": "75歳以上（人）",
        "over85": "85歳以上（人）",
        "source": "出典",
    }

    def columns(self, context: Context) -> tuple[Column, ...]:
        people = whole_number(0, 20_000_000)
        return (
            *PLACE,
            Column("year", "年", calendar_year, ("西暦", "基準年"), filled=True),
            Column("kind", "人口の区分", choice(KINDS, also=_KINDS_TOO), ("区分", "種別"), filled=True),
            Column("total", "総数", people, ("総人口", "人口", "人口総数")),
            Column("over65", "65歳以上", people, ("65歳以上人口", "高齢者人口")),
            Column("over75", "75歳以上", people, ("75歳以上人口", "後期高齢者人口")),
            Column("over85", "85歳以上", people, ("85歳以上人口",), required=False),
            SOURCE,
        )  # fmt: skip

    def check_row(self, row, context):
        """The older are never more than the younger with them."""
        counted = [(n, row.values[n]) for n in COUNTS if row.values.get(n) is not None]
        if not counted and not any(row.is_wrong(name) for name in COUNTS):
            yield "row_empty", "total", {}
        for (name, less), (older, more) in pairwise(counted):
            if more > less:
                words = {"older": self.labels[older], "younger": self.labels[name]}
                yield "ages_disorder", older, {"more": more, "less": less, **words}

    def plan(self, listing: Listing, planning: Planning) -> "Comparison":
        from imports.area_tables import plan_population

        return plan_population(listing, planning, self.columns(Context()), self.store())

    def store(self) -> "Store":
        """Where populations are kept."""
        from imports.keyed_rows import Store
        from zones.population_actions import populations_of, record_populations

        return Store(
            ("municipality_id", "year", "kind"), populations_of, record_populations
        )


FORMAT = PopulationTable()
