"""Confirming facts that were loaded with a doubt."""

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from programs.actions.writing import (
    audit,
    change,
    refuse,
    require,
    require_editable,
)
from programs.models import (
    Activity,
    CaseElement,
    CaseExample,
    Measure,
    MeasureStatus,
    Program,
    ProgramYear,
)

Fact = (
    Measure
    | MeasureStatus
    | Program
    | ProgramYear
    | Activity
    | CaseExample
    | CaseElement
)


@transaction.atomic
def confirm_fact(*, fact: Fact, version: int, reason: str, by: User) -> None:
    """Take the mark 未確認 off a fact; the ground for it goes into the history."""
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(fact, by)
    if not reason.strip():
        refuse(["何によって確かめたかを入力してください。"])
    if not fact.unconfirmed:
        refuse(["もう確認済みです。"])
    change(
        fact,
        {"unconfirmed": False, "doubt": ""},
        version=version,
        reason=reason,
        by=by,
    )
    audit("confirm_fact", fact, reason=reason, by=by)
