"""What every change of several records at once keeps, so that it can be undone."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils import timezone

from formats.dates import wareki

MOST_NAMES = 20


class UndoableChange(models.Model):
    """``before`` and ``after`` map the id of each record to its fields."""

    words = models.CharField("内容", max_length=300)
    reason = models.CharField("理由", max_length=400)
    before = models.JSONField("前", default=dict)
    after = models.JSONField("後", default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="人", related_name="+"
    )
    at = models.DateTimeField("日時", auto_now_add=True)
    undone_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="取り消した人",
        related_name="+",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.words}（{len(self.after)}件）"


def undo_facts(change: UndoableChange, names: Sequence[str]) -> list[dict[str, str]]:
    """What the page says that asks before a change is undone: whose it was, why, and of what."""
    left = len(names) - MOST_NAMES
    more = f"ほか{left}件" if left > 0 else ""
    at = timezone.localtime(change.at)
    return [
        {"label": "対象", "value": "、".join(names[:MOST_NAMES]), "note": more},
        {
            "label": "変えた人",
            "value": str(change.by),
            "note": f"{wareki(at.date())} {at:%H:%M}",
        },
        {"label": "変えた理由", "value": change.reason},
    ]
