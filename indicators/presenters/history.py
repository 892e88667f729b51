"""What changed of an indicator: its definition, its values and its targets."""

from django.db.models import Model

from accounts.records.history import Change, changes_of, with_restoring
from accounts.records.kinds import RECORDS
from formats.dates import fiscal_year_short
from indicators.kinds import AreaKind
from indicators.models import Indicator, IndicatorValue, Target
from indicators.reach import Reach

CHANGES = 20


def history_of(reach: Reach, indicator: Indicator) -> list[Change]:
    """What changed of the definition, and for who may edit of values and targets, newest first."""
    things: list[tuple[str, list[Model]]] = [("indicator", [indicator])]
    if reach.may_edit:
        things += [
            ("value", _changed(IndicatorValue, indicator, reach)),
            ("target", _changed(Target, indicator, reach)),
        ]
    found: list[Change] = []
    for key, rows in things:
        about = None if key == "indicator" else (lambda row: _about(reach, row))
        changes = changes_of(*rows, limit=CHANGES, about=about, reader=reach.user)
        found += with_restoring(changes, RECORDS[key]) if reach.may_edit else changes
    found.sort(key=lambda change: change.at, reverse=True)
    return found[:CHANGES]


def _changed(
    model: type[IndicatorValue | Target], indicator: Indicator, reach: Reach
) -> list[Model]:
    """The rows of an indicator that were changed last; those that stand as entered are left out."""
    states = model.history.filter(indicator=indicator, history_type="~")
    newest = states.order_by("-history_date", "-history_id").values_list(
        "id", flat=True
    )
    rows = model.objects.visible_to(reach.user).filter(pk__in=list(newest[:CHANGES]))
    return list(rows.order_by("pk"))


def _about(reach: Reach, row: IndicatorValue | Target) -> str:
    areas = {area.code: area.name for area in reach.areas(AreaKind(row.area_kind))}
    return (
        f"{areas.get(row.area_code, row.area_code)} {fiscal_year_short(row.year)}年度"
    )
