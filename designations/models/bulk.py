"""One change of several acts at once, with what stood before, so that it can be undone."""

from django.db import models

from accounts.models import User
from zones.models import Prefecture


class BulkEdit(models.Model):
    """``before`` and ``after`` map the id of each act to its fields; ``after`` has its version too.

    Undoing puts back the fields of acts that nobody changed since.
    """

    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="+"
    )
    words = models.CharField("内容", max_length=300)
    reason = models.CharField("理由", max_length=400)
    before = models.JSONField("前", default=dict)
    after = models.JSONField("後", default=dict)
    by = models.ForeignKey(User, models.PROTECT, verbose_name="人", related_name="+")
    at = models.DateTimeField("日時", auto_now_add=True)
    undone_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    undone_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="取り消した人",
        related_name="+",
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

    def __str__(self) -> str:
        return f"{self.words}（{len(self.after)}件）"
