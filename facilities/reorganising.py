"""What was joined and divided in the registry, kept so that it can be taken back."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import User


class Reorganisation(models.Model):
    """Two facilities made one, or one made two. ``events`` is what was done, in order."""

    class Kind(models.TextChoices):
        MERGED = "merged", "統合"
        """Another facility was found to be this one and taken into it."""
        SPLIT = "split", "分離"
        """Another facility was found to be hidden in this one and taken out of it."""

    kind = models.CharField("種類", max_length=6, choices=Kind)
    facility = models.ForeignKey(
        "facilities.Facility",
        models.CASCADE,
        verbose_name="医療機関",
        related_name="reorganisations",
    )
    # Keys as they were then: the other one may not be there, and this one may be taken in later.
    kept = models.BigIntegerField()
    other = models.BigIntegerField(db_index=True)
    other_code = models.CharField("もう一方の番号", max_length=20)
    other_name = models.CharField("もう一方の名称", max_length=200)
    events = models.JSONField("行ったこと", default=list, encoder=DjangoJSONEncoder)
    reason = models.CharField("理由", max_length=100)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField("行った日時", auto_now_add=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField("取り消した日時", null=True, blank=True)

    class Meta:
        verbose_name = "統合・分離"
        verbose_name_plural = "統合・分離"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other_code}"

    @property
    def is_merge(self) -> bool:
        return self.kind == self.Kind.MERGED
