"""What officials write for an edition: foreword, questions to the committee, comments."""

from django.db import models
from simple_history.models import HistoricalRecords

from accounts.models import User
from reports.models.editions import Edition


class EditionText(models.Model):
    """One text of an edition; what stood there before is kept in its history."""

    class About(models.TextChoices):
        FOREWORD = "foreword", "はじめに"
        """Opens the report."""
        QUESTIONS = "questions", "委員会で確認いただきたい事項"
        """One a line."""
        ZONE = "zone", "圏域のコメント"
        """``key`` is the code of the zone."""
        MEASURE = "measure", "施策のコメント"
        """``key`` is the code of the measure."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="texts")
    about = models.CharField("箇所", max_length=12, choices=About)
    key = models.CharField("コード", max_length=40, blank=True)
    text = models.TextField("文章", blank=True)
    written_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name="記入者", related_name="+"
    )
    written_at = models.DateTimeField("記入日時", auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "報告書の文章"
        verbose_name_plural = "報告書の文章"
        ordering = ["edition", "about", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "about", "key"], name="one_text_a_place_and_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.get_about_display()} {self.key}".strip()
