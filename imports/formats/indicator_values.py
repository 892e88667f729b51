"""Indicator values by municipality in long form: one row a municipality, fiscal year and indicator."""

from typing import TYPE_CHECKING, Any

from imports.columns import Column
from imports.formats import Context, Planning
from imports.formats.survey import fiscal_year
from imports.keyed_forms import PLACE, SOURCE, KeyedForm
from imports.listing import Listing
from imports.messages import ERROR, declare
from imports.values import compact, decimal, text

if TYPE_CHECKING:
    from imports.comparing import Comparison
    from imports.keyed_rows import Store

# How sources write a count that is too small to be told.
HIDDEN = {"非公表", "*", "＊", "x", "X", "Ｘ", "χ", "秘匿", "少数"}

declare(
    ("indicator_unknown", ERROR, "指標「{value}」は、いまの計画の版にありません。{nearest}指標のコードか名称を入力してください。", "指標が分からない", "指標のコードか名称を入力してください。"),
    ("indicator_computed", ERROR, "指標「{value}」は登録から計算されるため、値を取り込めません。行を消してください。", "計算される指標", "行を消してください。"),
    ("value_refused", ERROR, "{reason}", "値が決まりに合わない", "値を確かめてください。"),
    ("no_plan", ERROR, "{value}には、いまの医療計画の版がありません。先に計画を登録してください。", "医療計画がない", "先に計画を登録してください。"),
)  # fmt: skip


def value(raw: object) -> dict[str, Any]:
    """A number as text, or that the source hides it."""
    if compact(raw) in HIDDEN:
        return {"value": None, "small_count": True}
    return {"value": decimal(raw), "small_count": False}


class IndicatorValues(KeyedForm):
    """The format `indicator_values`."""

    key = "indicator_values"
    title = "市区町村別の指標の値"
    labels = {
        "year": "年度",
        "value": "値",
        "numerator": "分子",
        "denominator": "分母",
        "small_count": "少数（非公表）",
        "note": "備考",
    }

    def columns(self, context: Context) -> tuple[Column, ...]:
        return (
            *PLACE,
            Column("year", "年度", fiscal_year, ("対象年度", "西暦年度"), filled=True),
            Column("indicator", "指標", text(120), ("指標コード", "指標名", "項目", "指標名称"), filled=True),
            Column("value", "値", value, ("数値", "実績値", "実績"), filled=True),
            Column("numerator", "分子", decimal, required=False),
            Column("denominator", "分母", decimal, required=False),
            SOURCE,
            Column("note", "備考", text(200), ("注",), required=False),
        )  # fmt: skip

    def plan(self, listing: Listing, planning: Planning) -> "Comparison":
        from imports.area_values import plan_values

        return plan_values(listing, planning, self.columns(Context()), self.store())

    def store(self) -> "Store":
        """Where values of municipalities are kept."""
        from imports.keyed_rows import Store
        from indicators.actions.tables import municipal_values, record_values

        names = ("indicator_id", "municipality_id", "year")
        return Store(names, municipal_values, record_values)


FORMAT = IndicatorValues()
