"""Rules of indicators, values and targets, as pure functions. Each returns messages."""

from decimal import Decimal

from formats.dates import fiscal_year_label
from indicators.kinds import AREA_ORDER, AreaKind, ValueKind


def i1_value_is_given(value: Decimal | None, *, small_count: bool) -> list[str]:
    """I1. A value is empty only where the source hides a small count."""
    if value is None and not small_count:
        return ["値を入力してください。出典で非公表のときは「少数」を選んでください。"]
    return []


def i2_share_is_per_cent(value: Decimal | None, value_kind: str) -> list[str]:
    """I2. A count is not negative, and a share is not more than 100 per cent."""
    if value is not None and value < 0:
        return [f"値が{value}です。0以上で入力してください。"]
    if value is not None and value_kind == ValueKind.SHARE and value > 100:
        return [f"割合が{value}%です。100以下で入力してください。"]
    return []


def i3_numerator_fits(
    numerator: Decimal | None, denominator: Decimal | None
) -> list[str]:
    """I3. A numerator and a denominator come together, and the latter is more than nothing."""
    if denominator is not None and denominator <= 0:
        return ["分母は0より大きい数で入力してください。"]
    if denominator is not None and numerator is None:
        return ["分母を入力したときは、分子も入力してください。"]
    return []


def i4_area_is_large_enough(area_kind: str, smallest: str) -> list[str]:
    """I4. A value can be had for the indicator's smallest kind of area and larger ones."""
    order = [kind.value for kind in AREA_ORDER]
    if order.index(area_kind) < order.index(smallest):
        named = AreaKind(smallest).label
        return [
            f"この指標は{named}より小さい地域の値がありません。{named}以上を選んでください。"
        ]
    return []


def i5_target_lies_in_the_plan(
    year: int, *, first: int, last: int, baseline: int | None
) -> list[str]:
    """I5. A target is for a year of the plan, after the baseline."""
    if not first <= year <= last:
        return [
            f"目標は計画の期間（{fiscal_year_label(first)}から{fiscal_year_label(last)}）の年度で入力してください。"
        ]
    if baseline is not None and year <= baseline:
        return [
            f"目標は基準値の年度（{fiscal_year_label(baseline)}）より後の年度で入力してください。"
        ]
    return []


def i6_link_goes_up(stage: str, leads_to: list[str]) -> list[str]:
    """I6. An activity leads to intermediate outcomes, an intermediate outcome to final ones."""
    allowed = {"activity": "intermediate", "intermediate": "final"}.get(stage)
    if any(other != allowed for other in leads_to):
        return ["つながる先は、1つ上の段階の項目から選んでください。"]
    return []
