"""Additional demand (追加的需要) by municipality: one row a municipality and fiscal year."""

from decimal import Decimal
from typing import TYPE_CHECKING

from imports.columns import Column
from imports.formats import Context, Planning
from imports.formats.survey import fiscal_year
from imports.keyed_forms import PLACE, SOURCE, KeyedForm
from imports.listing import Listing
from imports.messages import ERROR, declare
from imports.values import Wrong, decimal, text

if TYPE_CHECKING:
    from imports.comparing import Comparison
    from imports.keyed_rows import Store

PARTS = ("home_care", "care_insurance")
MOST = 99_999_999

declare(
    ("people_unreadable", ERROR, "「{value}」は1日当たりの人数として読めません。0以上の数を、小数第1位までで入力してください。", "1日当たりの人数として読めない", "0以上の数を、小数第1位までで入力してください。"),
    ("part_missing", ERROR, "{part}がありません。ない場合は0を入力してください。", "追加的需要の片方が空", "在宅医療と介護サービスの両方を入力してください。"),
    ("parts_disagree", ERROR, "追加的需要（{whole}人／日）が、在宅医療（{home}）と介護サービス（{care}）の和と合いません。数を確かめてください。", "追加的需要が内訳の和と合わない", "数を確かめてください。"),
)  # fmt: skip


def people_a_day(raw: object) -> str:
    """People a day as text, not below zero and to one decimal."""
    try:
        found = Decimal(decimal(raw))
    except Wrong:
        raise Wrong("people_unreadable") from None
    rounded = found.quantize(Decimal("0.1"))
    if found != rounded or not 0 <= found <= MOST:
        raise Wrong("people_unreadable")
    return f"{rounded}".removesuffix(".0")


class AdditionalDemandTable(KeyedForm):
    """The format `additional_demand`. The table of the page on demand is its template: it goes
    out with every municipality, and rows without a number are passed over."""

    key = "additional_demand"
    title = "市区町村別の追加的需要"
    labels = {
        "year": "年度",
        "home_care": "在宅医療で受ける分（人／日）",
        "care_insurance": "介護サービスで受ける分（人／日）",
        "source": "出典",
    }

    def columns(self, context: Context) -> tuple[Column, ...]:
        return (
            *PLACE,
            Column("year", "年度", fiscal_year, ("対象年度", "西暦年度"), filled=True),
            Column("home_care", "在宅医療", people_a_day, ("在宅医療で受ける分", "在宅医療分", "在宅医療の追加的需要")),
            Column("care_insurance", "介護サービス", people_a_day, ("介護サービスで受ける分", "介護サービス分", "介護施設・在宅介護", "介護分")),
            Column("whole", "追加的需要", people_a_day, ("追加的需要の計", "合計", "計"), required=False),
            Column("period", "介護保険事業計画", text(40), ("計画期間",), required=False),
            Column("share", "在宅医療の割合", text(40), required=False),
            SOURCE,
        )  # fmt: skip

    def check_row(self, row, context):
        """Both parts or none, and together the whole where that is given."""
        values = {name: row.values.get(name) for name in (*PARTS, "whole")}
        if any(row.is_wrong(name) for name in values):
            return
        missing = [name for name in PARTS if values[name] is None]
        if len(missing) == 1 or (missing and values["whole"] is not None):
            yield "part_missing", missing[0], {"part": self.labels[missing[0]]}
        elif not missing and values["whole"] is not None:
            home, care = (Decimal(values[name]) for name in PARTS)
            if home + care != Decimal(values["whole"]):
                words = {"whole": values["whole"], "home": home, "care": care}
                yield "parts_disagree", "whole", words

    def plan(self, listing: Listing, planning: Planning) -> "Comparison":
        from imports.area_tables import plan_additional_demand

        return plan_additional_demand(
            listing, planning, self.columns(Context()), self.store()
        )

    def store(self) -> "Store":
        """Where additional demand is kept."""
        from imports.keyed_rows import Store
        from indicators.actions.tables import demand_by_key, record_demand

        return Store(("municipality_id", "year"), demand_by_key, record_demand)


FORMAT = AdditionalDemandTable()
