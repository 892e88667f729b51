"""The files of an edition: the record, and the pictures of its pages."""

from django.db import models

from reports.models.editions import Edition


class EditionFile(models.Model):
    """A file made from an edition's snapshot: the stored bytes are the record."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        """The typeset report."""
        WORKBOOK = "xlsx", "Excel"
        """The same tables, one sheet each."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    kind = models.CharField("種類", max_length=8, choices=Kind)
    content = models.BinaryField("内容")
    size = models.PositiveIntegerField("大きさ（バイト）")
    sha256 = models.CharField("SHA-256", max_length=64)
    pages = models.PositiveIntegerField("ページ数", default=0)
    library_versions = models.JSONField("部品の版", default=dict)
    made_at = models.DateTimeField("作成日時", auto_now_add=True)

    class Meta:
        verbose_name = "報告書のファイル"
        verbose_name_plural = "報告書のファイル"
        ordering = ["edition", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"], name="one_file_a_kind_and_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.kind}"

    @property
    def name(self) -> str:
        return f"{self.edition.file_stem}.{self.kind}"


class EditionPage(models.Model):
    """A small picture of one page of the PDF, for the library. It can be made again at any time."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="page_pictures")
    number = models.PositiveIntegerField("ページ")
    picture = models.BinaryField("PNG")

    class Meta:
        verbose_name = "ページの画像"
        verbose_name_plural = "ページの画像"
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"], name="one_picture_a_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.number}ページ"
