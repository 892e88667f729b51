"""Values of indicators that come in as tables: many at once, with history."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from indicators.kinds import AreaKind
from indicators.models import IndicatorValue

FIELDS = ("value", "numerator", "denominator", "small_count", "source", "note")
"""The fields that a table may write."""
Key = tuple[int, str, int]
"""Indicator id, municipality, fiscal year."""
_NUMBERS = ("value", "numerator", "denominator")
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


@transaction.atomic
def record_values(
    rows: Mapping[Key, Mapping[str, Any] | None], reason: str, by: User | None
) -> None:
    """Set plain values of municipalities, with history; a row that is None is taken away.

    Fields that are not given stay. Rules are asked before, where the sender can be told the cell.
    """
    standing = _rows(set(rows))
    new, changed = [], []
    for key, values in rows.items():
        if values is None:
            continue
        indicator, code, year = key
        row = standing.get(key)
        if row is None:
            row = IndicatorValue(
                indicator_id=indicator,
                area_kind=AreaKind.MUNICIPALITY,
                area_code=code,
                year=year,
            )
            new.append(row)
        else:
            changed.append(row)
        for name, value in values.items():
            is_number = name in _NUMBERS and value is not None
            setattr(row, name, Decimal(value) if is_number else value)
    IndicatorValue.objects.bulk_create(new, batch_size=BATCH)
    IndicatorValue.objects.bulk_update(changed, FIELDS, batch_size=BATCH // 10)
    for made, update in ((new, False), (changed, True)):
        IndicatorValue.history.bulk_history_create(
            made,
            batch_size=BATCH,
            update=update,
            default_user=by,
            default_change_reason=reason[:100],
        )
    gone = [row.pk for key, row in standing.items() if rows[key] is None]
    for start in range(0, len(gone), BATCH):
        IndicatorValue.objects.filter(pk__in=gone[start : start + BATCH]).delete()
