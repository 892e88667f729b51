"""What other people say about a preview before it is applied."""

from django.db import models

from accounts.models import User


class UploadRemark(models.Model):
    """A comment on a preview, or its approval by somebody who did not bring it."""

    class Kind(models.TextChoices):
        COMMENT = "comment", "コメント"
        """Something to know or to look at."""
        APPROVAL = "approval", "承認"
        """Looked at by a second person, who finds it right."""

    upload = models.ForeignKey("imports.Upload", models.CASCADE, related_name="remarks")
    kind = models.CharField("種類", max_length=8, choices=Kind)
    text = models.TextField("内容", blank=True, max_length=1000)
    # The preview that was looked at.
    prepared_at = models.DateTimeField("確認した時点", null=True)
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    said_at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = "コメントと承認"
        verbose_name_plural = "コメントと承認"
        ordering = ["upload", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "said_by", "prepared_at"],
                condition=models.Q(kind="approval"),
                name="one_approval_a_person_and_preview",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text[:40]}"
