"""Papers that belong to an act: consent, minutes. They are kept in the database."""

import uuid

from django.db import models
from django.urls import reverse

from accounts.models import User
from designations.models.acts import Designation


class Attachment(models.Model):
    """One file. ``sha256`` is of its bytes; a file that was taken off keeps its line without them."""

    class Kind(models.TextChoices):
        CONSENT = "consent", "同意書"
        """The operator agrees."""
        MINUTES = "minutes", "会議の記録"
        """Minutes of a coordinating meeting."""
        DOCUMENT = "document", "決定の文書"
        """The paper of the act itself."""
        OTHER = "other", "その他"
        """Anything else that supports the case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    designation = models.ForeignKey(
        Designation, models.CASCADE, verbose_name="指定", related_name="attachments"
    )
    kind = models.CharField("種類", max_length=10, choices=Kind)
    name = models.CharField("ファイル名", max_length=200)
    media_type = models.CharField("形式", max_length=40)
    size = models.PositiveIntegerField("大きさ（バイト）")
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField("内容")
    added_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="加えた人", related_name="+"
    )
    added_at = models.DateTimeField("加えた日時", auto_now_add=True)
    removed_at = models.DateTimeField("外した日時", null=True, blank=True)
    removed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="外した人",
        related_name="+",
    )

    class Meta:
        verbose_name = "添付"
        verbose_name_plural = "添付"
        ordering = ["designation", "added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="removal_has_person_and_time",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("designations:attachment", args=[self.designation_id, self.pk])
