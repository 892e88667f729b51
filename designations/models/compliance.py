"""What the compliance check opened for an official to settle."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from designations.models.acts import Designation
from designations.querysets import ComplianceTaskQuerySet
from zones.models import HomeCareZone, Prefecture


class ComplianceTask(models.Model):
    """One finding that waits for an official. It closes when a later check no longer finds it.

    ``key`` says what was found where, so that the same finding is opened once.
    """

    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="+"
    )
    key = models.CharField("目印", max_length=120)
    code = models.CharField("規則", max_length=6)
    zone = models.ForeignKey(
        HomeCareZone,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="圏域",
        related_name="+",
    )
    designation = models.ForeignKey(
        Designation,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="指定",
        related_name="compliance_tasks",
    )
    message = models.CharField("内容", max_length=400)
    as_of = models.DateField("基準日")
    cause = models.CharField("きっかけ", max_length=100, blank=True)
    responsible = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="担当",
        related_name="+",
    )
    opened_at = models.DateTimeField("始まり", auto_now_add=True)
    closed_at = models.DateTimeField("終わり", null=True, blank=True)

    objects = ComplianceTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "適合確認の課題"
        verbose_name_plural = "適合確認の課題"
        ordering = ["prefecture", "code", "zone", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["prefecture", "key"],
                condition=Q(closed_at__isnull=True),
                name="one_open_task_a_finding",
            )
        ]

    def __str__(self) -> str:
        return self.message
