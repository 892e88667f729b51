"""The only writers of the catalogue: adding, changing, confirming, dropping, copying its lines."""

from django.db import transaction
from django.forms.models import model_to_dict

from accounts.audit import record
from accounts.models import User
from indicators.actions.logic import copy_logic
from indicators.errors import BrokenRule
from indicators.kinds import Status
from indicators.models import Indicator, Target
from zones.models import PlanVersion

EDITABLE = (
    "name",
    "level",
    "function",
    "numerator",
    "denominator",
    "unit",
    "value_kind",
    "direction",
    "smallest_area",
    "formula",
    "formula_argument",
    "data_source",
    "caveats",
    "source",
    "doubt",
    "status",
    "order",
)


@transaction.atomic
def add_indicator(
    *, version: PlanVersion, code: str, values: dict[str, object], by: User | None
) -> Indicator:
    """Add a line to the catalogue of a version; ``values`` are fields of ``EDITABLE``."""
    if version.indicators.filter(code=code).exists():
        raise BrokenRule(
            [f"コード{code}の指標はすでにあります。別のコードにしてください。"]
        )
    made = Indicator(version=version, code=code, **_known(values))
    made._history_user = by
    made.save()
    record("add_indicator", by=by, target=made, detail={"code": code})
    return made


@transaction.atomic
def edit_indicator(
    *,
    indicator: Indicator,
    values: dict[str, object],
    reason: str = "",
    by: User | None,
) -> bool:
    """Change fields of a line; gives whether anything changed. Nothing changed writes nothing."""
    before = model_to_dict(indicator, fields=EDITABLE)
    changed = {
        name: value for name, value in _known(values).items() if before[name] != value
    }
    if not changed:
        return False
    for name, value in changed.items():
        setattr(indicator, name, value)
    indicator._history_user = by
    indicator._change_reason = reason[:100] or None
    indicator.save(update_fields=sorted(changed))
    told = {name: {"before": before[name], "after": changed[name]} for name in changed}
    record("edit_indicator", by=by, target=indicator, reason=reason, detail=told)
    return True


def _known(values: dict[str, object]) -> dict[str, object]:
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not fields of an indicator: {sorted(unknown)}")
    return values


@transaction.atomic
def confirm_indicator(*, indicator: Indicator, by: User | None) -> bool:
    """An official confirms the definition; what was in doubt stays in the history."""
    return edit_indicator(
        indicator=indicator, values={"status": Status.CONFIRMED, "doubt": ""}, by=by
    )


@transaction.atomic
def drop_indicator(*, indicator: Indicator, by: User | None) -> bool:
    """Take a line out of use; its values stay. A required national target cannot be dropped."""
    if indicator.required_national_target:
        raise BrokenRule(["国が目標を求める指標は、使わないことにできません。"])
    return edit_indicator(indicator=indicator, values={"status": Status.DROPPED}, by=by)


@transaction.atomic
def copy_catalogue(*, source: PlanVersion, target: PlanVersion, by: User | None) -> int:
    """Copy indicators, targets and the logic model into a new version that has none.

    The interim review begins so; values stay where they are and are found by code. Gives the
    number of indicators.
    """
    if target.indicators.exists():
        raise BrokenRule(["この版にはすでに指標があります。"])
    made = {}
    for one in source.indicators.order_by("order", "code"):
        targets = list(one.targets.order_by("pk"))
        old, one.pk, one.version = one.pk, None, target
        one._state.adding = True
        one._history_user = by
        one.save()
        made[old] = one
        _copy_targets(targets, one, by)
    copy_logic(source, target, made, by)
    record("copy_catalogue", by=by, target=target, detail={"from": source.pk})
    return len(made)


def _copy_targets(targets: list[Target], to: Indicator, by: User | None) -> None:
    for row in targets:
        row.pk, row.indicator = None, to
        row._state.adding = True
        row._history_user = by
        row.save()
