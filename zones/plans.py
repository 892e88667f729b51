"""The plans of a prefecture, their versions, and the home-care zones of each version."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from zones.querysets import HomeCareZoneQuerySet, PlanVersionQuerySet


class MedicalPlan(models.Model):
    """A prefecture's medical plan, with the rules that it sets for designations."""

    class HubsPerZone(models.TextChoices):
        ONE = "one", "1圏域に1か所"
        """A zone has at most one hub in force."""
        MANY = "many", "1圏域に複数可"
        """A zone may have several hubs."""

    prefecture = models.ForeignKey(
        "zones.Prefecture",
        models.PROTECT,
        verbose_name="都道府県",
        related_name="plans",
    )
    name = models.CharField("名称", max_length=80)
    first_fiscal_year = models.PositiveSmallIntegerField("開始年度")
    last_fiscal_year = models.PositiveSmallIntegerField("終了年度")
    hubs_per_zone = models.CharField(
        "拠点の数", max_length=8, choices=HubsPerZone, default=HubsPerZone.MANY
    )
    places_wards = models.BooleanField("区ごとに圏域を定める", default=False)
    non_medical_active = models.BooleanField(
        "病院・診療所以外の積極的役割を認める", default=False
    )
    demonstration = models.BooleanField("試験用", default=False)

    class Meta:
        verbose_name = "医療計画"
        verbose_name_plural = "医療計画"
        ordering = ["prefecture", "first_fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["prefecture", "first_fiscal_year"],
                name="one_plan_a_prefecture_and_start",
            ),
            models.CheckConstraint(
                condition=models.Q(last_fiscal_year__gte=models.F("first_fiscal_year")),
                name="plan_ends_in_or_after_its_first_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanVersion(models.Model):
    """One version of a plan, in force from its first day until the next version begins.

    A version without a first day is a draft: nothing rests on it.
    """

    plan = models.ForeignKey(
        MedicalPlan, models.CASCADE, verbose_name="医療計画", related_name="versions"
    )
    number = models.PositiveSmallIntegerField("版")
    name = models.CharField("名称", max_length=60)
    effective_from = models.DateField("適用開始日", null=True, blank=True)
    note = models.TextField("備考", blank=True)

    objects = PlanVersionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "計画の版"
        verbose_name_plural = "計画の版"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="one_version_a_number"
            ),
            models.UniqueConstraint(
                fields=["plan", "effective_from"], name="one_version_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.name}"


class HomeCareZone(models.Model):
    """A home-care zone. It keeps its identity over the versions of its plan; its municipalities
    are those of the version in force."""

    plan = models.ForeignKey(
        MedicalPlan, models.CASCADE, verbose_name="医療計画", related_name="zones"
    )
    code = models.CharField("コード", max_length=10)
    name = models.CharField("名称", max_length=40)
    kana = models.CharField("かな", max_length=60, blank=True)
    basis = models.CharField("設定の考え方", max_length=200, blank=True)
    demonstration = models.BooleanField("試験用", default=False)

    objects = HomeCareZoneQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "在宅医療圏"
        verbose_name_plural = "在宅医療圏"
        ordering = ["plan", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"], name="one_zone_a_code_in_a_plan"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("zones:detail", args=[self.pk])


class ZoneMembership(models.Model):
    """In one version of a plan a municipality is in exactly one zone."""

    version = models.ForeignKey(
        PlanVersion, models.CASCADE, verbose_name="計画の版", related_name="memberships"
    )
    zone = models.ForeignKey(
        HomeCareZone,
        models.CASCADE,
        verbose_name="在宅医療圏",
        related_name="memberships",
    )
    municipality = models.ForeignKey(
        "zones.Municipality",
        models.PROTECT,
        verbose_name="市区町村",
        related_name="zone_memberships",
    )

    class Meta:
        verbose_name = "圏域の市区町村"
        verbose_name_plural = "圏域の市区町村"
        ordering = ["version", "zone", "municipality"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "municipality"],
                name="a_municipality_is_in_one_zone_a_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.municipality}"
