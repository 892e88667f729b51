"""What many records of this room share: where a fact comes from, and a version against lost updates."""

from django.db import models


class Sourced(models.Model):
    """A fact with its source. ``unconfirmed`` is shown on screen with its ``doubt``."""

    source = models.CharField("出典", max_length=300, blank=True)
    unconfirmed = models.BooleanField("未確認", default=False)
    doubt = models.CharField("未確認の理由", max_length=400, blank=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """``version`` grows with each change, so that the second of two edits is noticed."""

    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    class Meta:
        abstract = True
