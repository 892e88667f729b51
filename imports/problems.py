"""What is wrong in an uploaded file, each with its place."""

from django.db import models


class UploadProblem(models.Model):
    """One error or warning, with the place in the sender's file."""

    class Level(models.TextChoices):
        ERROR = "error", "誤り"
        """Must be mended before the upload can be applied."""
        WARNING = "warning", "注意"
        """Told; nothing is refused."""

    upload = models.ForeignKey(
        "imports.Upload", models.CASCADE, related_name="problems"
    )
    level = models.CharField("区分", max_length=8, choices=Level)
    code = models.CharField("種類", max_length=40)
    sheet = models.CharField("シート", max_length=60, blank=True)
    row = models.PositiveIntegerField("行", null=True, blank=True)
    column = models.CharField("列", max_length=60, blank=True)
    address = models.CharField("セル", max_length=12, blank=True)
    message = models.TextField("説明")

    class Meta:
        verbose_name = "取込の問題"
        verbose_name_plural = "取込の問題"
        ordering = ["upload", "level", "pk"]

    def __str__(self) -> str:
        return self.message
