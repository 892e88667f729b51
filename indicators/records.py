"""The lines of the catalogue, for their histories."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from accounts.records.kinds import RecordKind, Refused, register
from accounts.roles import Permission
from indicators.actions import edit_indicator
from indicators.errors import BrokenRule
from indicators.models import Indicator


def _write(
    *, thing: Indicator, values: Mapping[str, Any], reason: str, by: User
) -> None:
    try:
        edit_indicator(indicator=thing, values=dict(values), by=by)
    except BrokenRule as error:
        raise Refused(list(error.messages)) from error


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
