"""People who use the portal, and the record of what they did."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from accounts.roles import LABELS, Permission, Role


class User(AbstractUser):
    """A person with one role; the group of the same name carries the permissions."""

    display_name = models.CharField("氏名", max_length=60, blank=True)
    department = models.CharField("所属", max_length=100, blank=True)
    role = models.CharField("役割", max_length=20, choices=Role, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = "利用者"
        verbose_name_plural = "利用者"
        permissions = [(p.value, LABELS[p]) for p in Permission]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    def may(self, permission: Permission) -> bool:
        """Whether the role of this person carries the named permission."""
        return self.has_perm(permission.full)


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

    class Meta:
        verbose_name = "操作の記録"
        verbose_name_plural = "操作の記録"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action}"
