"""The only writers of values, targets and additional demand."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from accounts.audit import record
from accounts.models import User
from indicators import rules
from indicators.errors import BrokenRule
from indicators.kinds import TargetKind
from indicators.models import AdditionalDemand, Indicator, IndicatorValue, Target
from zones.models import Municipality


@transaction.atomic
def record_value(
    *,
    indicator: Indicator,
    area_kind: str,
    area_code: str,
    year: int,
    value: Decimal | None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    as_of: date | None = None,
    source: str = "",
    small_count: bool = False,
    note: str = "",
    reason: str = "",
    by: User | None,
) -> IndicatorValue | None:
    """Enter the value of an area and fiscal year, or change it; None where it stood so already.

    A count of people below the threshold is marked as small. Raises ``BrokenRule``.
    """
    found = (
        rules.i1_value_is_given(value, small_count=small_count)
        + rules.i2_share_is_per_cent(value, indicator.value_kind)
        + rules.i3_numerator_fits(numerator, denominator)
        + rules.i4_area_is_large_enough(area_kind, indicator.smallest_area)
    )
    if found:
        raise BrokenRule(found)
    fields = {
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
        "as_of": as_of,
        "source": source,
        "note": note,
        "small_count": small_count or is_small(indicator, value, numerator),
    }
    place = {"area_kind": area_kind, "area_code": area_code, "year": year}
    key = {"indicator": indicator, **place}
    return _put(IndicatorValue, key, fields, "record_value", reason, by)


def is_small(
    indicator: Indicator, value: Decimal | None, numerator: Decimal | None
) -> bool:
    """Whether the count of people behind a value is too small to leave the office."""
    if not indicator.counts_people:
        return False
    number = numerator if numerator is not None else value
    return number is not None and 0 < number < settings.SMALL_COUNT_THRESHOLD


@transaction.atomic
def set_target(
    *,
    indicator: Indicator,
    area_kind: str,
    area_code: str,
    year: int,
    value: Decimal,
    kind: str = TargetKind.TARGET,
    note: str = "",
    reason: str = "",
    by: User | None,
) -> Target | None:
    """Set the baseline or a yearly target of an area; None where it stood so already."""
    place = {"indicator": indicator, "area_kind": area_kind, "area_code": area_code}
    baseline = Target.objects.filter(**place, kind=TargetKind.BASELINE).first()
    found = rules.i2_share_is_per_cent(value, indicator.value_kind)
    found += rules.i4_area_is_large_enough(area_kind, indicator.smallest_area)
    if kind == TargetKind.TARGET:
        plan = indicator.version.plan
        found += rules.i5_target_lies_in_the_plan(
            year,
            first=plan.first_fiscal_year,
            last=plan.last_fiscal_year,
            baseline=baseline.year if baseline else None,
        )
    if found:
        raise BrokenRule(found)
    if kind == TargetKind.BASELINE:
        # An area has one baseline: a new year moves it.
        key = {**place, "kind": kind}
        fields = {"year": year, "value": value, "note": note}
        return _put(Target, key, fields, "set_target", reason, by)
    key = {**place, "kind": kind, "year": year}
    fields = {"value": value, "note": note}
    return _put(Target, key, fields, "set_target", reason, by)


@transaction.atomic
def remove_target(*, target: Target, by: User | None) -> None:
    record(
        "remove_target",
        by=by,
        target=target,
        detail={"value": str(target.value), "kind": target.kind},
    )
    target.delete()


@transaction.atomic
def set_additional_demand(
    *,
    municipality: Municipality,
    year: int,
    home_care: Decimal,
    care_insurance: Decimal,
    source: str = "",
    by: User | None,
) -> AdditionalDemand | None:
    """Set how 追加的需要 of a municipality is apportioned in a fiscal year (people a day)."""
    if home_care < 0 or care_insurance < 0:
        raise BrokenRule(["追加的需要は0以上で入力してください。"])
    fields = {"home_care": home_care, "care_insurance": care_insurance}
    return _put(
        AdditionalDemand,
        {"municipality": municipality, "year": year},
        {**fields, "source": source},
        "set_additional_demand",
        "",
        by,
    )


def _put(
    model: type, key: dict, fields: dict, action: str, reason: str, by: User | None
) -> object | None:
    """Insert or change one row with history; None, and nothing written, where it stood so."""
    row = model.objects.select_for_update().filter(**key).first()
    before = {name: getattr(row, name) for name in fields} if row else None
    if before == fields:
        return None
    row = row or model(**key)
    for name, value in fields.items():
        setattr(row, name, value)
    row._history_user, row._change_reason = by, reason[:100] or None
    row.save(update_fields=sorted(fields) if before is not None else None)
    told = {name: _told(value) for name, value in fields.items()}
    was = {name: _told(value) for name, value in (before or {}).items()}
    detail = {"before": was, "after": told}
    record(action, by=by, target=row, reason=reason, detail=detail)
    return row


def _told(value: object) -> object:
    return str(value) if isinstance(value, Decimal | date) else value
