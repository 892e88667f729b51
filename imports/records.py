"""Uploads for changes in bulk: those that wait are put aside together, and brought back."""

from collections.abc import Mapping
from typing import Any

from accounts.models import SavedView, User
from accounts.records.kinds import RecordKind, Refused, register
from accounts.roles import Permission
from imports.actions import bring_back_upload, discard_upload
from imports.errors import NotReady
from imports.models import Upload

DISCARDED = Upload.Status.DISCARDED


def _write(*, thing: Upload, values: Mapping[str, Any], reason: str, by: User) -> None:
    status = values["status"]
    try:
        if status == DISCARDED:
            discard_upload(upload=thing, reason=reason, by=by)
        else:
            bring_back_upload(upload=thing, status=status, reason=reason, by=by)
    except NotReady as error:
        state = thing.get_status_display()
        words = f"「{state}」のため、取りやめられません。選択から外してください。"
        raise Refused([words]) from error


def register_records() -> None:
    register(
        RecordKind(
            key="upload",
            label="名簿の取込",
            model=Upload,
            visible=Upload.objects.visible_to,
            view=Permission.UPLOAD_LISTS,
            edit=Permission.UPLOAD_LISTS,
            editable=Upload.objects.visible_to,
            write=_write,
            bulk=("status",),
            choices=lambda user: {"status": [(DISCARDED, DISCARDED.label)]},
            which=SavedView.List.UPLOADS,
        )
    )
