"""The kinds of reports and the states of an edition."""

from django.db import models


class ReportKind(models.TextChoices):
    PROGRESS = "progress", "進捗報告書"
    """For the committee: where the zones stand, what changed, what comes next."""


class EditionStatus(models.TextChoices):
    RENDERING = "rendering", "作成中"
    """Frozen; the worker is typesetting it."""
    DRAFT = "draft", "下書き"
    """Made, seen by officials only."""
    PUBLISHED = "published", "公表"
    """Visible to the committee; never altered any more."""
    FAILED = "failed", "失敗"
    """Typesetting broke off; it can be started again."""
    WITHDRAWN = "withdrawn", "取りやめ"
    """A draft that was given up."""
