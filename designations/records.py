"""Designations, for their histories: they change by acts only, so nothing is put back from here."""

from accounts.records.kinds import RecordKind, register
from designations.models import Designation


def register_records() -> None:
    register(
        RecordKind(
            key="designation",
            label="指定",
            model=Designation,
            visible=lambda user: Designation.objects.visible_to(user),
        )
    )
