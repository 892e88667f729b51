"""Writing measures and what is said of them."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from programs.actions.writing import (
    audit,
    change,
    create,
    refuse,
    require,
    require_editable,
)
from programs.models import Measure, MeasureStatus
from zones.models import Prefecture


@transaction.atomic
def add_measure(
    *, prefecture: Prefecture, values: dict[str, object], by: User
) -> Measure:
    """Add a line to the tree; its code is new in the prefecture."""
    require(by, Permission.EDIT_PROGRAMS)
    if Measure.objects.filter(prefecture=prefecture, code=values["code"]).exists():
        refuse(
            [
                f"コード「{values['code']}」の施策はもうあります。別のコードにしてください。"
            ]
        )
    last = Measure.objects.of(prefecture.pk).order_by("-order").first()
    measure = Measure(
        prefecture=prefecture, order=last.order + 1 if last else 0, **values
    )
    create(measure, by=by)
    audit("add_measure", measure, by=by)
    return measure


@transaction.atomic
def edit_measure(
    *, measure: Measure, version: int, values: dict[str, object], reason: str, by: User
) -> bool:
    """Change a measure; a person who edits it vouches for its words."""
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(measure, by)
    changed = change(measure, values, version=version, reason=reason, by=by)
    if changed:
        audit("edit_measure", measure, reason=reason, by=by)
    return changed


@transaction.atomic
def record_status(
    *,
    measure: Measure,
    fiscal_year: int,
    as_of: date,
    text: str,
    result_fiscal_year: int | None = None,
    by: User,
) -> MeasureStatus:
    """Say where a measure stands in a fiscal year as of a day; the same day is rewritten."""
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(measure, by)
    values = {
        "text": text,
        "result_fiscal_year": result_fiscal_year,
        "unconfirmed": False,
        "doubt": "",
    }
    key = {"measure": measure, "fiscal_year": fiscal_year, "as_of": as_of}
    status = MeasureStatus.objects.filter(**key).first()
    if status is None:
        status = MeasureStatus(**key, **values)
        create(status, by=by)
    else:
        change(status, values, by=by)
    audit("record_status", status, by=by)
    return status
