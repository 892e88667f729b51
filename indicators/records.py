"""The lines of the catalogue, values and targets, for their histories."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.records.kinds import RecordKind, Refused, register, register_read_only
from accounts.roles import Permission
from indicators.actions import edit_indicator, record_value, set_target
from indicators.errors import BrokenRule
from indicators.models import (
    AdditionalDemand,
    Indicator,
    IndicatorValue,
    LogicItem,
    Target,
)
from zones.models import Municipality

# What may be put back.
VALUE = ("value", "numerator", "denominator", "as_of", "source", "note")
TARGET = ("value", "note")


def _write(
    *, thing: Indicator, values: Mapping[str, Any], reason: str, by: User
) -> None:
    try:
        edit_indicator(indicator=thing, values=dict(values), reason=reason, by=by)
    except BrokenRule as error:
        raise Refused(list(error.messages)) from error


def _write_value(
    *, thing: IndicatorValue, values: Mapping[str, Any], reason: str, by: User
) -> None:
    whole = {name: getattr(thing, name) for name in (*VALUE, "small_count")}
    try:
        record_value(**_place(thing), **(whole | dict(values)), reason=reason, by=by)
    except BrokenRule as error:
        raise Refused(list(error.messages)) from error


def _write_target(
    *, thing: Target, values: Mapping[str, Any], reason: str, by: User
) -> None:
    whole = {name: getattr(thing, name) for name in (*TARGET, "kind")}
    try:
        set_target(**_place(thing), **(whole | dict(values)), reason=reason, by=by)
    except BrokenRule as error:
        raise Refused(list(error.messages)) from error


def _place(row: IndicatorValue | Target) -> dict[str, Any]:
    names = ("indicator", "area_kind", "area_code", "year")
    return {name: getattr(row, name) for name in names}


def _demand(user: User) -> QuerySet[AdditionalDemand]:
    towns = Municipality.objects.visible_to(user)
    return AdditionalDemand.objects.filter(municipality__in=towns.values("pk"))


def register_records() -> None:
    register(
        RecordKind(
            key="indicator",
            label="指標",
            model=Indicator,
            visible=lambda user: Indicator.objects.visible_to(user),
            edit=Permission.EDIT_INDICATORS,
            editable=lambda user: Indicator.objects.editable_by(user),
            write=_write,
            restorable=(
                "name",
                "numerator",
                "denominator",
                "unit",
                "caveats",
                "source",
                "doubt",
            ),
        )
    )
    # Small counts stay with those who enter them.
    register(
        RecordKind(
            key="value",
            label="実績値",
            model=IndicatorValue,
            visible=lambda user: IndicatorValue.objects.visible_to(user),
            view=Permission.EDIT_INDICATORS,
            edit=Permission.EDIT_INDICATORS,
            editable=lambda user: IndicatorValue.objects.editable_by(user),
            write=_write_value,
            restorable=VALUE,
        )
    )
    register(
        RecordKind(
            key="target",
            label="目標値",
            model=Target,
            visible=lambda user: Target.objects.visible_to(user),
            edit=Permission.EDIT_INDICATORS,
            editable=lambda user: Target.objects.editable_by(user),
            write=_write_target,
            restorable=TARGET,
        )
    )
    for key, label, model, visible in (
        ("additional-demand", "追加的需要", AdditionalDemand, _demand),
        ("logic-item", "ロジックモデルの項目", LogicItem, LogicItem.objects.visible_to),
    ):
        register_read_only(key, label, model, visible)
