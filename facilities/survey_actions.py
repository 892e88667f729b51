"""The only writers of capacity surveys: answers of many facilities at once, and their way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from facilities.batches import BATCH, batches
from facilities.models import CapacitySurvey

ANSWERS = (
    "patients_now",
    "patients_possible",
    "urgent_visits",
    "end_of_life_cases",
    "round_the_clock",
    "intent",
    "contact_window",
    "contact_hours",
    "contact_person",
)
"""The fields that a survey asks for."""


class StaleSurvey(Exception):
    """Answers were edited since the plan was made."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one facility answers, by field, before and after; ``old`` is None for no answer yet."""

    facility: int
    fiscal_year: int
    old: Mapping[str, Any] | None
    new: Mapping[str, Any]

    @property
    def key(self) -> tuple[int, int]:
        return self.facility, self.fiscal_year


@transaction.atomic
def record_answers(
    *, answers: Sequence[Answer], upload_id: UUID | None, reason: str, by: User | None
) -> None:
    """Add or change answers, with history. Raises ``StaleSurvey``; then nothing is written."""
    standing = _standing(answers)
    new, changed = [], []
    for one in answers:
        row = standing.get(one.key)
        if not _stands(row, one.old):
            raise StaleSurvey
        if row is None:
            row = CapacitySurvey(
                facility_id=one.facility, fiscal_year=one.fiscal_year, version=0
            )
        (changed if one.old is not None else new).append(row)
        _set(row, one.new, upload_id)
    CapacitySurvey.objects.bulk_create(new, batch_size=BATCH)
    _write_history(new, reason, by, update=False)
    _save(changed, reason, by)


@transaction.atomic
def take_answers_back(
    *, answers: Sequence[Answer], reason: str, by: User | None
) -> list[Answer]:
    """Put answers back as they were, new ones away; return those that were edited since."""
    standing = _standing(answers)
    kept, back, gone = [], [], []
    for one in answers:
        row = standing.get(one.key)
        if row is None or not _stands(row, one.new):
            kept.append(one)
        elif one.old is None:
            gone.append(row)
        else:
            _set(row, one.old, None)
            back.append(row)
    _save(back, reason, by)
    for ids in batches(row.pk for row in gone):
        CapacitySurvey.objects.filter(pk__in=ids).delete()
    return kept


def _stands(row: CapacitySurvey | None, values: Mapping[str, Any] | None) -> bool:
    """Whether the answer is still what a plan rests on."""
    if row is None or values is None:
        return row is None and values is None
    return all(getattr(row, name) == value for name, value in values.items())


def _set(
    row: CapacitySurvey, values: Mapping[str, Any], upload_id: UUID | None
) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.upload_id = row.version + 1, upload_id


def _standing(answers: Sequence[Answer]) -> dict[tuple[int, int], CapacitySurvey]:
    years = sorted({one.fiscal_year for one in answers})
    return {
        (row.facility_id, row.fiscal_year): row
        for ids in batches(sorted({one.facility for one in answers}))
        for row in CapacitySurvey.objects.select_for_update()
        .filter(facility__in=ids, fiscal_year__in=years)
        .order_by("pk")
    }


def _save(rows: Sequence[CapacitySurvey], reason: str, by: User | None) -> None:
    names = [*ANSWERS, "version", "upload_id"]
    CapacitySurvey.objects.bulk_update(rows, names, batch_size=BATCH // 10)
    _write_history(rows, reason, by, update=True)


def _write_history(
    rows: Sequence[CapacitySurvey], reason: str, by: User | None, *, update: bool
) -> None:
    CapacitySurvey.history.bulk_history_create(
        rows,
        batch_size=BATCH,
        update=update,
        default_user=by,
        default_change_reason=reason[:100],
    )
