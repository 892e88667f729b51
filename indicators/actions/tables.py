"""Values of indicators and additional demand that come in as tables: many at once, with history."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from indicators.kinds import AreaKind
from indicators.models import AdditionalDemand, IndicatorValue

FIELDS = ("value", "numerator", "denominator", "small_count", "source", "note")
"""The fields that a table may write."""
Key = tuple[int, str, int]
"""Indicator id, municipality, fiscal year."""
DEMAND_FIELDS = ("home_care", "care_insurance", "source")
"""The same for additional demand."""
DemandKey = tuple[str, int]
"""Municipality, fiscal year."""
_NUMBERS = {"value", "numerator", "denominator", "home_care", "care_insurance"}
BATCH = 1000


def plain(value: Any) -> Any:
    """A value as JSON keeps it; numbers as text without idle zeros."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def municipal_values(keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
    """The plain values that stand for municipalities, by key."""
    return {
        key: {name: plain(getattr(row, name)) for name in FIELDS}
        for key, row in _rows(set(keys)).items()
    }


def _rows(wanted: set[Key]) -> dict[Key, IndicatorValue]:
    rows = IndicatorValue.objects.filter(
        area_kind=AreaKind.MUNICIPALITY,
        indicator__in=sorted({one for one, _, _ in wanted}),
        area_code__in=sorted({code for _, code, _ in wanted}),
        year__in=sorted({year for _, _, year in wanted}),
    )
    by_key = {(row.indicator_id, row.area_code, row.year): row for row in rows}
    return {key: row for key, row in by_key.items() if key in wanted}


def demand_by_key(keys: Iterable[DemandKey]) -> dict[DemandKey, dict[str, Any]]:
    """The plain parts of additional demand that stand, by key."""
    return {
        key: {name: plain(getattr(row, name)) for name in DEMAND_FIELDS}
        for key, row in _demand_rows(set(keys)).items()
    }


def _demand_rows(wanted: set[DemandKey]) -> dict[DemandKey, AdditionalDemand]:
    rows = AdditionalDemand.objects.filter(
        municipality__in=sorted({code for code, _ in wanted}),
        year__in=sorted({year for _, year in wanted}),
    )
    by_key = {(row.municipality_id, row.year): row for row in rows}
    return {key: row for key, row in by_key.items() if key in wanted}


@transaction.atomic
def record_values(
    rows: Mapping[Key, Mapping[str, Any] | None], reason: str, by: User | None
) -> None:
    """Set plain values of municipalities, with history; a row that is None is taken away.

    Fields that are not given stay. Rules are asked before, where the sender can be told the cell.
    """

    def new(key: Key) -> IndicatorValue:
        indicator, code, year = key
        return IndicatorValue(
            indicator_id=indicator,
            area_kind=AreaKind.MUNICIPALITY,
            area_code=code,
            year=year,
        )

    _write(_Kept(IndicatorValue, FIELDS, new, _rows(set(rows))), rows, reason, by)


@transaction.atomic
def record_demand(
    rows: Mapping[DemandKey, Mapping[str, Any] | None], reason: str, by: User | None
) -> None:
    """Set the parts of additional demand, with history; a row that is None is taken away."""

    def new(key: DemandKey) -> AdditionalDemand:
        return AdditionalDemand(municipality_id=key[0], year=key[1])

    standing = _demand_rows(set(rows))
    _write(_Kept(AdditionalDemand, DEMAND_FIELDS, new, standing), rows, reason, by)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Rows of one model: the fields that a table writes, how a row begins, and what stands."""

    model: type[Model]
    fields: tuple[str, ...]
    new: Callable[[Any], Model]
    standing: Mapping[Any, Model]


def _write(
    kept: _Kept,
    rows: Mapping[Any, Mapping[str, Any] | None],
    reason: str,
    by: User | None,
) -> None:
    new, changed = [], []
    for key, values in rows.items():
        if values is None:
            continue
        row = kept.standing.get(key)
        if row is None:
            row = kept.new(key)
            new.append(row)
        else:
            changed.append(row)
        for name, value in values.items():
            is_number = name in _NUMBERS and value is not None
            setattr(row, name, Decimal(value) if is_number else value)
    kept.model.objects.bulk_create(new, batch_size=BATCH)
    kept.model.objects.bulk_update(changed, kept.fields, batch_size=BATCH // 10)
    for made, update in ((new, False), (changed, True)):
        kept.model.history.bulk_history_create(
            made,
            batch_size=BATCH,
            update=update,
            default_user=by,
            default_change_reason=reason[:100],
        )
    gone = [row.pk for key, row in kept.standing.items() if rows[key] is None]
    for start in range(0, len(gone), BATCH):
        kept.model.objects.filter(pk__in=gone[start : start + BATCH]).delete()
