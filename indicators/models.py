"""Indicators of a plan with their values and targets, demand for home visits, and the logic model.

Everything of the catalogue belongs to one version of a plan; values are read across versions by
the indicator's code. Years are fiscal years (2024 is 2024-04-01 to 2025-03-31).
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from indicators.demand_rows import AdditionalDemand, VisitDemand
from indicators.kinds import (
    FUNCTION_CHOICES,
    AreaKind,
    Direction,
    Level,
    LogicStage,
    Status,
    TargetKind,
    ValueKind,
)
from indicators.querysets import (
    AreaRowQuerySet,
    CatalogueQuerySet,
    IndicatorQuerySet,
)
from programs.models import Measure, Program
from zones.models import PlanVersion

__all__ = [
    "AdditionalDemand",
    "Caveat",
    "Indicator",
    "IndicatorValue",
    "LogicItem",
    "Target",
    "VisitDemand",
]


class Caveat(models.Model):
    """What must be said beside figures of one source."""

    code = models.CharField("コード", max_length=10, primary_key=True)
    data_source = models.CharField("資料", max_length=100)
    applies_to = models.CharField("対象", max_length=200, blank=True)
    text = models.CharField("注意", max_length=300)
    effect = models.CharField("影響", max_length=200, blank=True)
    as_of = models.CharField("時点", max_length=20, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    doubt = models.CharField("未確認の点", max_length=300, blank=True)

    class Meta:
        verbose_name = "資料の注意"
        verbose_name_plural = "資料の注意"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.text


class Indicator(models.Model):
    """One line of the catalogue. Where ``formula`` names a computation, the registry gives the
    value for any area and day; elsewhere values are entered or imported."""

    version = models.ForeignKey(
        PlanVersion,
        models.CASCADE,
        verbose_name="計画の版",
        related_name="indicators",
    )
    code = models.CharField("コード", max_length=10)
    order = models.PositiveSmallIntegerField("順", default=0)
    name = models.CharField("名称", max_length=120)
    level = models.CharField("区分", max_length=12, choices=Level)
    function = models.CharField("医療機能", max_length=12, choices=FUNCTION_CHOICES)
    numerator = models.CharField("分子", max_length=200)
    denominator = models.CharField("分母", max_length=200, blank=True)
    unit = models.CharField("単位", max_length=20)
    value_kind = models.CharField("値の種類", max_length=10, choices=ValueKind)
    direction = models.CharField("望ましい向き", max_length=10, choices=Direction)
    smallest_area = models.CharField(
        "最小の地域", max_length=16, choices=AreaKind, default=AreaKind.PREFECTURE
    )
    formula = models.CharField("計算の方法", max_length=40, blank=True)
    formula_argument = models.CharField("計算の対象", max_length=200, blank=True)
    data_source = models.CharField("資料", max_length=200, blank=True)
    caveats = models.JSONField("注意のコード", default=list, blank=True)
    required_national_target = models.BooleanField(
        "国が目標を求める指標", default=False
    )
    status = models.CharField(
        "状態", max_length=12, choices=Status, default=Status.UNCONFIRMED
    )
    source = models.CharField("出典", max_length=200, blank=True)
    doubt = models.CharField("未確認の点", max_length=300, blank=True)

    objects = IndicatorQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "指標"
        verbose_name_plural = "指標"
        ordering = ["version", "order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"], name="one_indicator_a_code_in_a_version"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:detail", args=[self.pk])

    @property
    def is_computed(self) -> bool:
        return bool(self.formula)

    @property
    def counts_people(self) -> bool:
        """Whether it counts patients or deaths: small counts of them stay in the office, while
        what there is of institutions and staff is public."""
        return self.level != Level.STRUCTURE


class AreaRow(models.Model):
    """What values and targets share: an indicator, an area and a fiscal year."""

    area_kind = models.CharField("地域の種類", max_length=16, choices=AreaKind)
    area_code = models.CharField("地域コード", max_length=10)
    year = models.PositiveSmallIntegerField("年度")
    value = models.DecimalField(
        "値", max_digits=16, decimal_places=3, null=True, blank=True
    )

    objects = AreaRowQuerySet.as_manager()

    class Meta:
        abstract = True


class IndicatorValue(AreaRow):
    """A value that was entered or imported. ``small_count`` says that the source hides it, or
    that it is small enough to point at people."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name="指標", related_name="values"
    )
    numerator = models.DecimalField(
        "分子", max_digits=16, decimal_places=3, null=True, blank=True
    )
    denominator = models.DecimalField(
        "分母", max_digits=16, decimal_places=3, null=True, blank=True
    )
    as_of = models.DateField("時点", null=True, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    small_count = models.BooleanField("少数", default=False)
    note = models.CharField("備考", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "実績値"
        verbose_name_plural = "実績値"
        ordering = ["indicator", "area_kind", "area_code", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area_kind", "area_code", "year"],
                name="one_value_an_indicator_area_and_year",
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gt=0),
                name="a_denominator_is_more_than_nothing",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(small_count=True),
                name="a_value_is_empty_only_where_it_is_a_small_count",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area_code} {self.year}年度"


class Target(AreaRow):
    """The baseline of an area, or what it is to reach by the end of a fiscal year."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name="指標", related_name="targets"
    )
    kind = models.CharField(
        "種類", max_length=10, choices=TargetKind, default=TargetKind.TARGET
    )
    note = models.CharField("備考", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "目標値"
        verbose_name_plural = "目標値"
        ordering = ["indicator", "area_kind", "area_code", "year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area_kind", "area_code", "year", "kind"],
                name="one_target_an_indicator_area_and_year",
            ),
            models.UniqueConstraint(
                fields=["indicator", "area_kind", "area_code"],
                condition=Q(kind="baseline"),
                name="one_baseline_an_indicator_and_area",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False), name="a_target_has_a_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area_code} {self.year}年度"


class LogicItem(models.Model):
    """One box of the logic model of a version of the plan, and what it leads to.

    Only an activity (施策・事業) points at measures and programs.
    """

    version = models.ForeignKey(
        PlanVersion,
        models.CASCADE,
        verbose_name="計画の版",
        related_name="logic_items",
    )
    stage = models.CharField("段階", max_length=12, choices=LogicStage)
    order = models.PositiveSmallIntegerField("順", default=0)
    title = models.CharField("内容", max_length=120)
    text = models.CharField("説明", max_length=300, blank=True)
    measures = models.ManyToManyField(
        Measure, verbose_name="施策", related_name="logic_items", blank=True
    )
    programs = models.ManyToManyField(
        Program, verbose_name="補助事業", related_name="logic_items", blank=True
    )
    indicators = models.ManyToManyField(
        Indicator, verbose_name="指標", related_name="logic_items", blank=True
    )
    leads_to = models.ManyToManyField(
        "self",
        verbose_name="つながる先",
        related_name="led_by",
        symmetrical=False,
        blank=True,
    )

    objects = CatalogueQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "ロジックモデルの項目"
        verbose_name_plural = "ロジックモデルの項目"
        ordering = ["version", "stage", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "stage", "title"],
                name="one_logic_item_a_title_in_a_stage",
            )
        ]

    def __str__(self) -> str:
        return self.title
