"""The record of what was done and refused, and the seal of each of its events."""

from django.db import models


class AuditEvent(models.Model):
    """One thing that somebody did or was refused.

    It holds words and ids, not foreign keys, so the record outlives what it speaks of.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "実行"
        """It happened."""
        REFUSED = "refused", "拒否"
        """It was asked for and refused."""

    at = models.DateTimeField("日時", auto_now_add=True, db_index=True)
    actor_id = models.CharField("利用者番号", max_length=40, blank=True)
    actor = models.CharField("利用者", max_length=160, blank=True)
    role = models.CharField("役割", max_length=20, blank=True)
    address = models.GenericIPAddressField("接続元", null=True, blank=True)
    action = models.CharField("操作", max_length=60)
    outcome = models.CharField(
        "結果", max_length=10, choices=Outcome, default=Outcome.DONE
    )
    target_kind = models.CharField("対象の種類", max_length=60, blank=True)
    target_id = models.CharField("対象の番号", max_length=60, blank=True)
    target = models.CharField("対象", max_length=300, blank=True)
    reason = models.CharField("理由", max_length=400, blank=True)
    detail = models.JSONField("内容", default=dict, blank=True)
    # The same number stands on the error page and in the log line of the request.
    reference = models.CharField("照会番号", max_length=20, blank=True)

    class Meta:
        verbose_name = "操作の記録"
        verbose_name_plural = "操作の記録"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action}"


class AuditSeal(models.Model):
    """The link of one event in the chain that shows any later change; see ``accounts.chain``."""

    number = models.BigIntegerField("番号", primary_key=True)
    # Without a constraint: a seal must be able to tell that its event is gone.
    event = models.OneToOneField(
        AuditEvent, models.DO_NOTHING, related_name="seal", db_constraint=False
    )
    hash = models.CharField("封印", max_length=64)

    class Meta:
        verbose_name = "記録の封印"
        verbose_name_plural = "記録の封印"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
