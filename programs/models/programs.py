"""Programs (補助事業) and what each fiscal year brings: budget, sites, results, evaluation, sheet.

Amounts are in thousand yen.
"""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.lists.search import Searchable
from formats.dates import fiscal_year_label
from programs.kinds import (
    Achievement,
    Funding,
    FundKind,
    RecordType,
    ResultKind,
    SheetSection,
)
from programs.models.base import Sourced, Versioned
from programs.models.measures import Measure
from programs.querysets import (
    ProgramQuerySet,
    ProgramYearQuerySet,
    SheetLineQuerySet,
)
from zones.models import Prefecture


class Program(Searchable, Sourced, Versioned):
    """A program over its years. Without a prefecture it is one of the nation."""

    prefecture = models.ForeignKey(
        Prefecture,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="都道府県",
        related_name="programs",
    )
    region_label = models.CharField("地域（表記）", max_length=20, blank=True)
    code = models.CharField("コード", max_length=12)
    record_type = models.CharField(
        "区分", max_length=10, choices=RecordType, default=RecordType.PROGRAM
    )
    name = models.CharField("事業名", max_length=120)
    short_name = models.CharField("略称", max_length=60, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="総称",
        related_name="children",
    )
    measures = models.ManyToManyField(
        Measure, verbose_name="施策", related_name="programs", blank=True
    )
    implementing_bodies = models.JSONField("実施主体", default=list, blank=True)
    target_professions = models.JSONField("対象職種", default=list, blank=True)
    policy_areas = models.JSONField("分野", default=list, blank=True)
    funding = models.CharField(
        "財源", max_length=12, choices=Funding, default=Funding.NOT_STATED
    )
    fund_kind = models.CharField(
        "基金の区分", max_length=2, choices=FundKind, blank=True
    )
    standard_project = models.CharField("標準事業例", max_length=120, blank=True)
    starts_on = models.DateField("開始日", null=True, blank=True)
    ends_on = models.DateField("終了日", null=True, blank=True)

    objects = ProgramQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = "補助事業"
        verbose_name_plural = "補助事業"
        ordering = ["prefecture", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["prefecture", "code"], name="one_program_a_code"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(prefecture=None),
                name="one_national_program_a_code",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | Q(starts_on=None)
                | Q(ends_on__gte=F("starts_on")),
                name="program_ends_on_or_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:detail", args=[self.pk])

    def search_parts(self) -> Iterable[object]:
        return (self.name, self.code)

    @property
    def region(self) -> str:
        """The region in words, with the mark of an inferred one."""
        return self.region_label or (self.prefecture.name if self.prefecture else "")


class ProgramYear(Sourced, Versioned):
    """One fiscal year of a program. The three shares are given together or not at all."""

    program = models.ForeignKey(
        Program, models.CASCADE, verbose_name="補助事業", related_name="years"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    budget_first = models.PositiveIntegerField(
        "当初予算額（千円）", null=True, blank=True
    )
    budget_supplementary = models.IntegerField("補正額（千円）", default=0)
    settled = models.PositiveIntegerField("決算額（千円）", null=True, blank=True)
    national_share = models.PositiveIntegerField("国費（千円）", null=True, blank=True)
    prefecture_share = models.PositiveIntegerField(
        "都道府県費（千円）", null=True, blank=True
    )
    other_share = models.PositiveIntegerField("その他（千円）", default=0)
    sites_planned = models.PositiveIntegerField("計画数", null=True, blank=True)
    sites_actual = models.PositiveIntegerField("実施数", null=True, blank=True)
    sites_unit = models.CharField("単位", max_length=12, default="か所")
    status_text = models.CharField("取組状況", max_length=400, blank=True)
    as_of = models.DateField("時点", null=True, blank=True)
    as_of_label = models.CharField("時点（表記）", max_length=30, blank=True)
    achievement = models.CharField(
        "達成の状況", max_length=12, choices=Achievement, blank=True
    )
    evaluation = models.TextField("評価の理由", blank=True)
    next_year = models.TextField("次年度に向けて", blank=True)
    evaluated_on = models.DateField("評価日", null=True, blank=True)

    objects = ProgramYearQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "年度別実績"
        verbose_name_plural = "年度別実績"
        ordering = ["program", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "fiscal_year"], name="one_year_of_a_program"
            ),
            models.CheckConstraint(
                condition=Q(national_share=None, prefecture_share=None)
                | Q(national_share__isnull=False, prefecture_share__isnull=False),
                name="shares_are_given_together",
            ),
            models.CheckConstraint(
                condition=Q(national_share=None)
                | Q(
                    national_share=F("budget_first")
                    + F("budget_supplementary")
                    - F("prefecture_share")
                    - F("other_share")
                ),
                name="shares_add_up_to_the_budget",
            ),
            models.CheckConstraint(
                condition=Q(budget_first=None)
                | Q(budget_supplementary__gte=-F("budget_first")),
                name="budget_is_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(achievement="") | Q(evaluated_on__isnull=False),
                name="evaluation_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} {fiscal_year_label(self.fiscal_year)}"

    def get_absolute_url(self) -> str:
        return (
            reverse("programs:detail", args=[self.program_id])
            + f"?year={self.fiscal_year}"
        )

    @property
    def budget(self) -> int | None:
        """First and supplementary budget together, in thousand yen."""
        if self.budget_first is None:
            return None
        return self.budget_first + self.budget_supplementary


class ProgramResult(models.Model):
    """An output or outcome indicator of a program in a year; ``out_of`` is its base."""

    year = models.ForeignKey(
        ProgramYear, models.CASCADE, verbose_name="年度", related_name="results"
    )
    kind = models.CharField("種類", max_length=8, choices=ResultKind)
    order = models.PositiveSmallIntegerField("順", default=0)
    name = models.CharField("指標", max_length=120)
    unit = models.CharField("単位", max_length=20, blank=True)
    planned = models.DecimalField(
        "計画", max_digits=14, decimal_places=2, null=True, blank=True
    )
    actual = models.DecimalField(
        "実績", max_digits=14, decimal_places=2, null=True, blank=True
    )
    out_of = models.PositiveIntegerField("母数", null=True, blank=True)

    class Meta:
        verbose_name = "事業の指標"
        verbose_name_plural = "事業の指標"
        ordering = ["year", "-kind", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "name"], name="one_result_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SheetLine(Sourced):
    """One line of the sheet of a program in a year."""

    year = models.ForeignKey(
        ProgramYear, models.CASCADE, verbose_name="年度", related_name="lines"
    )
    section = models.CharField("項目", max_length=12, choices=SheetSection)
    order = models.PositiveSmallIntegerField("順")
    text = models.CharField("内容", max_length=400)

    objects = SheetLineQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "個票の行"
        verbose_name_plural = "個票の行"
        ordering = ["year", "section", "order", "pk"]

    def __str__(self) -> str:
        return self.text
