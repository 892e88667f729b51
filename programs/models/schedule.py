"""Milestones of a fiscal year by layer, and who does what in each layer."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from programs.kinds import Layer
from programs.models.base import Sourced, Versioned
from programs.models.measures import Measure
from programs.querysets import MilestoneQuerySet
from zones.models import HealthCentre, HomeCareZone, Prefecture


class Milestone(Versioned):
    """Something that a layer has to do by a day of a fiscal year. A single day starts and ends
    on it."""

    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="milestones"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    layer = models.CharField("担い手", max_length=16, choices=Layer)
    title = models.CharField("予定", max_length=120)
    starts_on = models.DateField("開始日")
    due_on = models.DateField("期限")
    done_on = models.DateField("完了日", null=True, blank=True)
    zone = models.ForeignKey(
        HomeCareZone,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="在宅医療圏",
        related_name="milestones",
    )
    health_centre = models.ForeignKey(
        HealthCentre,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="保健所",
        related_name="milestones",
    )
    measure = models.ForeignKey(
        Measure,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="施策",
        related_name="milestones",
    )
    note = models.CharField("備考", max_length=300, blank=True)
    copied_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="前年度の予定",
        related_name="copies",
    )

    objects = MilestoneQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "年間予定"
        verbose_name_plural = "年間予定"
        ordering = ["prefecture", "fiscal_year", "starts_on", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")),
                name="milestone_is_due_on_or_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        query = f"?prefecture={self.prefecture_id}&year={self.fiscal_year}"
        return reverse("programs:schedule") + query


class RoleDuty(Sourced):
    """What an actor of a layer does, before and after the third layer, as the papers say."""

    code = models.CharField("コード", max_length=8, unique=True)
    scope = models.CharField("範囲", max_length=20)
    period = models.CharField("時期", max_length=20)
    layer = models.CharField("段階", max_length=20, blank=True)
    unit = models.CharField("単位", max_length=20)
    actor = models.CharField("担い手", max_length=60)
    duty_type = models.CharField("種類", max_length=20)
    duty = models.CharField("役割", max_length=200)
    partner = models.CharField("相手", max_length=80, blank=True)

    class Meta:
        verbose_name = "役割"
        verbose_name_plural = "役割"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.duty
