"""Indicators with their values and targets."""

from decimal import Decimal
from itertools import count

from indicators.kinds import AreaKind, TargetKind
from indicators.models import Indicator, IndicatorValue, LogicItem, Target
from zones.models import PlanVersion

_numbers = count(1)


def indicator(version: PlanVersion, code: str = "", **more: object) -> Indicator:
    """An entered count of patients that can be had for every area, unless told otherwise."""
    number = next(_numbers)
    values = {
        "code": code or f"ZP{number:02}",
        "order": number,
        "name": f"試験の指標{number}",
        "level": "process",
        "function": "daily",
        "numerator": "試験の患者の数",
        "unit": "人",
        "value_kind": "count",
        "direction": "higher",
        "smallest_area": AreaKind.MUNICIPALITY,
        **more,
    }
    return Indicator.objects.create(version=version, **values)


def computed(version: PlanVersion, formula: str, **more: object) -> Indicator:
    """An indicator that the registry gives."""
    values = {"unit": "施設", "level": "structure", "formula": formula, **more}
    return indicator(version, **values)


def value(
    of: Indicator,
    number: int | str | None,
    *,
    year: int = 2024,
    kind: str = AreaKind.PREFECTURE,
    code: str = "01",
    **more: object,
) -> IndicatorValue:
    return IndicatorValue.objects.create(
        indicator=of,
        area_kind=kind,
        area_code=code,
        year=year,
        value=None if number is None else Decimal(number),
        **more,
    )


def target(
    of: Indicator,
    number: int | str,
    *,
    year: int = 2029,
    kind: str = AreaKind.PREFECTURE,
    code: str = "01",
    baseline: bool = False,
) -> Target:
    return Target.objects.create(
        indicator=of,
        area_kind=kind,
        area_code=code,
        year=year,
        value=Decimal(number),
        kind=TargetKind.BASELINE if baseline else TargetKind.TARGET,
    )


def logic_item(version: PlanVersion, stage: str, title: str) -> LogicItem:
    return LogicItem.objects.create(version=version, stage=stage, title=title)
