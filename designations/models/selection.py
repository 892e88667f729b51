"""The prefecture's rule for choosing candidates, as ordered steps that officials may edit."""

from django.db import models
from simple_history.models import HistoricalRecords

from designations.kinds import Kind
from designations.querysets import SelectionStepQuerySet
from zones.models import PlanVersion


class SelectionStep(models.Model):
    """One step of the rule: the first that finds anybody answers for a municipality.

    A step looks for filings (``filing_classes``) or for bodies (``operator_kinds``); the consultation
    desk is asked as ``consultation_desk``.
    """

    class Scope(models.TextChoices):
        MUNICIPALITY = "municipality", "同じ市町村"
        """Inside the municipality."""
        NEIGHBOUR = "neighbour_in_secondary_area", "同じ二次医療圏の近隣市町村"
        """In the other municipalities of the secondary area, the nearest first."""
        ZONE = "zone", "同じ在宅医療圏"
        """Anywhere in the zone, or working in the municipality."""

    version = models.ForeignKey(
        PlanVersion,
        models.CASCADE,
        verbose_name="計画の版",
        related_name="selection_steps",
    )
    kind = models.CharField("種類", max_length=10, choices=Kind)
    code = models.CharField("記号", max_length=10)
    order = models.PositiveSmallIntegerField("順")
    label = models.CharField("手順", max_length=20)
    candidate = models.CharField("候補", max_length=100)
    scope = models.CharField("範囲", max_length=30, choices=Scope)
    filing_classes = models.JSONField("届出の類型", default=list, blank=True)
    enhanced_first = models.BooleanField("機能強化型を優先", default=False)
    operator_kinds = models.JSONField("実施主体の種類", default=list, blank=True)
    in_use = models.BooleanField("使う", default=True)
    note = models.CharField("注", max_length=400, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    doubt = models.CharField("未確認の点", max_length=300, blank=True)

    objects = SelectionStepQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "選定の手順"
        verbose_name_plural = "選定の手順"
        ordering = ["version", "kind", "order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"], name="one_selection_step_a_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}{self.candidate}"
