"""The tree of measures of a prefecture, and where each stands in a fiscal year."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from formats.dates import fiscal_year_label
from programs.kinds import Level, NodeType
from programs.models.base import Sourced, Versioned
from programs.querysets import MeasureQuerySet, MeasureStatusQuerySet
from zones.models import Prefecture


class Measure(Sourced, Versioned):
    """A line of the tree: theme, direction, policy area, measure, or a part of one.

    ``implementers`` and ``policy_areas`` hold values of the choices; it runs from
    ``first_fiscal_year`` to ``last_fiscal_year``, both inclusive, empty being open.
    """

    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="measures"
    )
    code = models.CharField("コード", max_length=12)
    order = models.PositiveIntegerField("順", default=0)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="上位",
        related_name="children",
    )
    node_type = models.CharField("種類", max_length=10, choices=NodeType)
    name = models.CharField("名称", max_length=200)
    theme = models.CharField("柱", max_length=20, blank=True)
    policy_areas = models.JSONField("分野", default=list, blank=True)
    group_label = models.CharField("まとまり", max_length=40, blank=True)
    level = models.CharField("単位", max_length=16, choices=Level, blank=True)
    level_label = models.CharField("単位（表記）", max_length=20, blank=True)
    target_profession = models.CharField("対象職種", max_length=40, blank=True)
    implementers = models.JSONField("実施者", default=list, blank=True)
    implementers_inferred = models.BooleanField("実施者は推定", default=False)
    first_fiscal_year = models.PositiveSmallIntegerField("開始年度")
    last_fiscal_year = models.PositiveSmallIntegerField(
        "終了年度", null=True, blank=True
    )

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "施策"
        verbose_name_plural = "施策"
        ordering = ["prefecture", "order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["prefecture", "code"], name="one_measure_a_code"
            ),
            models.CheckConstraint(
                condition=Q(last_fiscal_year=None)
                | Q(last_fiscal_year__gte=F("first_fiscal_year")),
                name="measure_ends_in_or_after_its_first_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:measure", args=[self.pk])


class MeasureStatus(Sourced, Versioned):
    """What is said of a measure in a fiscal year as of a day; the latest said by a day counts.

    ``result_fiscal_year`` is the year whose activities are counted, where it is another one.
    """

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name="施策", related_name="statuses"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    as_of = models.DateField("時点")
    as_of_label = models.CharField("時点（表記）", max_length=30, blank=True)
    text = models.CharField("取組状況", max_length=400, blank=True)
    result_fiscal_year = models.PositiveSmallIntegerField(
        "実績の年度", null=True, blank=True
    )

    objects = MeasureStatusQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "取組状況"
        verbose_name_plural = "取組状況"
        ordering = ["measure", "fiscal_year", "as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "fiscal_year", "as_of"],
                name="one_status_a_measure_year_and_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {fiscal_year_label(self.fiscal_year)}"
