"""Editions for changes in bulk: the meeting of several in preparation, several given up together."""

from collections.abc import Mapping
from typing import Any

from accounts.models import SavedView, User
from accounts.records.kinds import RecordKind, Refused, register
from accounts.roles import Permission
from reports.actions import (
    MEETING,
    WrongState,
    bring_back_edition,
    set_meeting,
    withdraw_edition,
)
from reports.kinds import OPEN, EditionStatus
from reports.models import Edition

WITHDRAWN = EditionStatus.WITHDRAWN


def _write(*, thing: Edition, values: Mapping[str, Any], reason: str, by: User) -> None:
    said = {"edition": thing, "reason": reason, "by": by}
    status = values.get("status")
    try:
        if status and status != WITHDRAWN:
            bring_back_edition(status=status, **said)
        if set(MEETING) & set(values):
            set_meeting(values=values, **said)
        if status == WITHDRAWN:
            if thing.status not in OPEN:
                # A check by a second official is not put back by undoing.
                raise WrongState
            withdraw_edition(**said)
    except WrongState as error:
        raise Refused([_refusal(thing, status)]) from error


def _refusal(edition: Edition, status: str | None) -> str:
    state = edition.get_status_display()
    if status is None:
        return (
            f"「{state}」のため、会議は変えられません。変えられるのは準備中の版です。"
        )
    if status == WITHDRAWN:
        return (
            f"「{state}」のため、まとめては取りやめられません。選択から外してください。"
        )
    return "別の訂正版が作られているか、取りやめではなくなったため、元に戻せません。"


def register_records() -> None:
    register(
        RecordKind(
            key="edition",
            label="報告書",
            model=Edition,
            visible=Edition.objects.visible_to,
            view=Permission.MAKE_REPORTS,
            edit=Permission.MAKE_REPORTS,
            editable=Edition.objects.editable_by,
            write=_write,
            bulk=(*MEETING, "status"),
            choices=lambda user: {"status": [(WITHDRAWN, WITHDRAWN.label)]},
            which=SavedView.List.REPORTS,
        )
    )
