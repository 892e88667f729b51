"""Files that belong to a grant or to the rules of a zone, kept as they came."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from programs.models.grants import Grant
from programs.models.municipal import DischargeRule


class Document(models.Model):
    """One file of exactly one owner."""

    grant = models.ForeignKey(
        Grant, models.CASCADE, null=True, blank=True, related_name="documents"
    )
    rule = models.ForeignKey(
        DischargeRule, models.CASCADE, null=True, blank=True, related_name="documents"
    )
    title = models.CharField("件名", max_length=120)
    number = models.CharField("文書番号", max_length=60, blank=True)
    dated_on = models.DateField("文書の日付", null=True, blank=True)
    file_name = models.CharField("ファイル名", max_length=200)
    content = models.BinaryField()
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("大きさ（バイト）")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name="登録した人", related_name="+"
    )
    at = models.DateTimeField("登録日時", auto_now_add=True)

    class Meta:
        verbose_name = "添付文書"
        verbose_name_plural = "添付文書"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grant__isnull=False, rule=None)
                | Q(grant=None, rule__isnull=False),
                name="document_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.title
