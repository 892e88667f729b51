"""One change of several acts at once, with what stood before, so that it can be undone."""

from django.db import models

from accounts.undoable import UndoableChange
from zones.models import Prefecture


class BulkEdit(UndoableChange):
    """Of each act, ``after`` has the version too.

    Undoing puts back the fields of acts that nobody changed since.
    """

    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="+"
    )

    class Meta:
        verbose_name = "一括の変更"
        verbose_name_plural = "一括の変更"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undoing_has_person_and_time",
            )
        ]
