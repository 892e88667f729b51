"""What a new version of a plan takes over: the requirements and the steps of the selection rule."""

from typing import Any

from django.db import transaction

from accounts.models import User
from designations.models import Requirement, SelectionStep
from zones.models import PlanVersion


@transaction.atomic
def copy_rules(*, source: PlanVersion, draft: PlanVersion, by: User | None) -> None:
    """Copy what holds in a version into a draft that has none, to be edited there."""
    for model in (Requirement, SelectionStep):
        if model.objects.filter(version=draft).exists():
            continue
        for row in model.objects.of_version(source).order_by("pk"):
            row.pk, row.version = None, draft
            row._state.adding = True
            row._history_user = by
            row._change_reason = "前の版から写した"
            row.save()


def copied(
    sender: type, source: PlanVersion, draft: PlanVersion, by: User | None, **_: Any
) -> None:
    """Receives ``zones.signals.version_drafted``."""
    copy_rules(source=source, draft=draft, by=by)
