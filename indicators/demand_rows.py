"""What an area needs: home visits as the ministry projects them, and additional demand (追加的需要)."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from indicators.kinds import DemandKind
from zones.models import Municipality, Prefecture


class VisitDemand(models.Model):
    """Home visits a month that an area needs in a fiscal year, as the ministry projects them."""

    prefecture = models.ForeignKey(
        Prefecture, models.CASCADE, verbose_name="都道府県", related_name="demand"
    )
    area_code = models.CharField("構想区域コード", max_length=4)
    area_name = models.CharField("構想区域", max_length=40)
    fiscal_year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("種類", max_length=12, choices=DemandKind)
    visits_per_month = models.DecimalField(
        "訪問診療（件／月）", max_digits=12, decimal_places=2
    )
    source = models.CharField("出典", max_length=200, blank=True)

    class Meta:
        verbose_name = "訪問診療の需要"
        verbose_name_plural = "訪問診療の需要"
        ordering = ["area_code", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "fiscal_year"],
                name="one_demand_an_area_and_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_name} {self.fiscal_year}年度"


class AdditionalDemand(models.Model):
    """追加的需要 of a municipality in a fiscal year: people a day who will need care at home as
    beds are put to other use, apportioned between home care and care-insurance services."""

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        verbose_name="市町村",
        related_name="additional_demand",
    )
    year = models.PositiveSmallIntegerField("年度")
    home_care = models.DecimalField(
        "在宅医療で受ける分（人／日）", max_digits=9, decimal_places=1
    )
    care_insurance = models.DecimalField(
        "介護サービスで受ける分（人／日）", max_digits=9, decimal_places=1
    )
    source = models.CharField("出典", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "追加的需要"
        verbose_name_plural = "追加的需要"
        ordering = ["municipality", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year"],
                name="one_additional_demand_a_municipality_and_year",
            ),
            models.CheckConstraint(
                condition=Q(home_care__gte=0, care_insurance__gte=0),
                name="additional_demand_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year}年度"

    @property
    def total(self) -> Decimal:
        """The two parts together, as the prefecture and the municipality agreed."""
        return self.home_care + self.care_insurance
