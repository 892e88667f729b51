"""What is asked of a designated body, by version of the plan, and how each act stands to it."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import User
from designations.kinds import CheckState, Kind
from designations.models.acts import Designation
from designations.querysets import RequirementQuerySet
from zones.models import PlanVersion


class Requirement(models.Model):
    """One requirement of a version, in our own short words.

    ``set`` tells the items of the national guideline from a prefecture's own narrower ones; an act
    is judged by one set. ``applies_if`` names when the item applies: ``has_beds`` or always.
    """

    class Set(models.TextChoices):
        GUIDELINE = "guideline", "国の指針の事項"
        """As in the national guideline."""
        PREFECTURE = "prefecture", "都道府県が定めた事項"
        """As the prefecture narrowed them."""

    version = models.ForeignKey(
        PlanVersion,
        models.CASCADE,
        verbose_name="計画の版",
        related_name="requirements",
    )
    set = models.CharField("組", max_length=12, choices=Set, default=Set.GUIDELINE)
    kind = models.CharField("種類", max_length=10, choices=Kind)
    code = models.CharField("記号", max_length=10)
    order = models.PositiveSmallIntegerField("順")
    label = models.CharField("短い名", max_length=60)
    description = models.CharField("内容", max_length=300)
    mandatory = models.BooleanField("必須", default=True)
    applies_if = models.CharField("条件", max_length=20, blank=True)
    related_code = models.CharField("対応する事項", max_length=10, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    doubt = models.CharField("未確認の点", max_length=300, blank=True)

    objects = RequirementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "求められる事項"
        verbose_name_plural = "求められる事項"
        ordering = ["version", "kind", "set", "order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"], name="one_requirement_a_code_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class RequirementCheck(models.Model):
    """How one act stands to one requirement. A waiver is given with a reason."""

    designation = models.ForeignKey(
        Designation, models.CASCADE, verbose_name="指定", related_name="checks"
    )
    requirement = models.ForeignKey(
        Requirement,
        models.PROTECT,
        verbose_name="求められる事項",
        related_name="checks",
    )
    state = models.CharField(
        "状態", max_length=16, choices=CheckState, default=CheckState.NOT_MET
    )
    evidence = models.CharField("根拠", max_length=400, blank=True)
    planned_until = models.DateField("予定の期限", null=True, blank=True)
    waiver_reason = models.CharField("適用除外の理由", max_length=300, blank=True)
    checked_on = models.DateField("確認日", null=True, blank=True)
    checked_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="確認した人",
        related_name="+",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "求められる事項の確認"
        verbose_name_plural = "求められる事項の確認"
        ordering = ["designation", "requirement"]
        constraints = [
            models.UniqueConstraint(
                fields=["designation", "requirement"],
                name="one_check_a_requirement",
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.MET) | ~Q(evidence=""),
                name="met_has_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.PLANNED) | Q(planned_until__isnull=False),
                name="planned_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} {self.get_state_display()}"

    @property
    def is_waived(self) -> bool:
        return bool(self.waiver_reason)
