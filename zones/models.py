"""Places with official codes, their people, and who may see them; plans are in ``zones.plans``.

Days are inclusive at both ends; an empty last day means open. Codes are text: prefecture 2
digits, secondary area 4, municipality 5 (its 6th is a check digit and is computed).
"""

from django.db import models
from django.urls import reverse

from accounts.models import User
from formats.codes import municipality_code6
from zones.querysets import (
    HealthCentreQuerySet,
    MunicipalityQuerySet,
    PrefectureQuerySet,
)


class Prefecture(models.Model):
    code = models.CharField("コード", max_length=2, primary_key=True)
    name = models.CharField("名称", max_length=10, unique=True)
    kana = models.CharField("かな", max_length=20, blank=True)
    latitude = models.FloatField("緯度", null=True, blank=True)
    longitude = models.FloatField("経度", null=True, blank=True)

    objects = PrefectureQuerySet.as_manager()

    class Meta:
        verbose_name = "都道府県"
        verbose_name_plural = "都道府県"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class SecondaryArea(models.Model):
    code = models.CharField("コード", max_length=4, primary_key=True)
    name = models.CharField("名称", max_length=40)
    kana = models.CharField("かな", max_length=60, blank=True)
    prefecture = models.ForeignKey(
        Prefecture,
        models.PROTECT,
        verbose_name="都道府県",
        related_name="secondary_areas",
    )

    class Meta:
        verbose_name = "二次医療圏"
        verbose_name_plural = "二次医療圏"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A city, ward, town or village. A ward of a designated city has its city as parent."""

    class Kind(models.TextChoices):
        DESIGNATED_CITY = "designated_city", "政令指定都市"
        CITY = "city", "市"
        WARD = "ward", "区"
        SPECIAL_WARD = "special_ward", "特別区"
        TOWN = "town", "町"
        VILLAGE = "village", "村"

    code = models.CharField("コード", max_length=5, primary_key=True)
    name = models.CharField("名称", max_length=40)
    kana = models.CharField("かな", max_length=80, blank=True)
    county = models.CharField("郡", max_length=20, blank=True)
    kind = models.CharField("区分", max_length=20, choices=Kind)
    prefecture = models.ForeignKey(
        Prefecture,
        models.PROTECT,
        verbose_name="都道府県",
        related_name="municipalities",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="市",
        related_name="wards",
    )
    secondary_area = models.ForeignKey(
        SecondaryArea,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="二次医療圏",
        related_name="municipalities",
    )
    latitude = models.FloatField("緯度", null=True, blank=True)
    longitude = models.FloatField("経度", null=True, blank=True)
    northern_territory = models.BooleanField("北方領土", default=False)
    valid_from = models.DateField("設置日", null=True, blank=True)
    valid_until = models.DateField("廃止日", null=True, blank=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = "市区町村"
        verbose_name_plural = "市区町村"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("zones:municipality", args=[self.pk])

    @property
    def code6(self) -> str:
        """The official 6-digit code, with its check digit."""
        return municipality_code6(self.code)

    @property
    def full_name(self) -> str:
        """With its county, as an address begins."""
        return f"{self.county}{self.name}"


class Population(models.Model):
    """People of a municipality in one year, by age. Empty counts were not published."""

    class Kind(models.TextChoices):
        RESIDENT = "resident", "住民基本台帳"
        """Registered residents on 1 January of the year."""
        CENSUS = "census", "国勢調査"
        """Counted on 1 October of the year."""
        PROJECTION = "projection", "将来推計"
        """Projected for 1 October of the year."""

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        verbose_name="市区町村",
        related_name="populations",
    )
    year = models.PositiveSmallIntegerField("年")
    kind = models.CharField("区分", max_length=12, choices=Kind)
    total = models.PositiveIntegerField("総数（人）", null=True, blank=True)
    over65 = models.PositiveIntegerField("65歳以上（人）", null=True, blank=True)
    over75 = models.PositiveIntegerField("75歳以上（人）", null=True, blank=True)
    over85 = models.PositiveIntegerField("85歳以上（人）", null=True, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)

    class Meta:
        verbose_name = "人口"
        verbose_name_plural = "人口"
        ordering = ["municipality", "kind", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "year"],
                name="one_population_a_year_and_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year}年"


class HealthCentre(models.Model):
    class Kind(models.TextChoices):
        PREFECTURAL = "prefectural", "道県立"
        """Run by the prefecture."""
        MUNICIPAL = "municipal", "市立"
        """Run by a city of its own."""

    code = models.CharField("コード", max_length=10, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField(
        "区分", max_length=12, choices=Kind, default=Kind.PREFECTURAL
    )
    prefecture = models.ForeignKey(
        Prefecture,
        models.PROTECT,
        verbose_name="都道府県",
        related_name="health_centres",
    )
    municipalities = models.ManyToManyField(
        Municipality, verbose_name="管轄", related_name="health_centres", blank=True
    )
    fictional = models.BooleanField("試験用", default=False)

    objects = HealthCentreQuerySet.as_manager()

    class Meta:
        verbose_name = "保健所"
        verbose_name_plural = "保健所"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class RegionGrant(models.Model):
    """The region of a person: a whole prefecture, or the area of one health centre of it."""

    user = models.ForeignKey(
        User, models.CASCADE, verbose_name="利用者", related_name="regions"
    )
    prefecture = models.ForeignKey(Prefecture, models.CASCADE, verbose_name="都道府県")
    health_centre = models.ForeignKey(
        HealthCentre, models.CASCADE, null=True, blank=True, verbose_name="保健所"
    )

    class Meta:
        verbose_name = "担当地域"
        verbose_name_plural = "担当地域"
        ordering = ["user", "prefecture", "health_centre"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "prefecture", "health_centre"],
                name="one_grant_a_health_centre",
            ),
            models.UniqueConstraint(
                fields=["user", "prefecture"],
                condition=models.Q(health_centre=None),
                name="one_grant_a_whole_prefecture",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.health_centre or self.prefecture}"


# Kept in files of their own; Django finds the models of an app here.
from zones.borders import Border  # noqa: E402, F401
from zones.plans import (  # noqa: E402, F401
    HomeCareZone,
    MedicalPlan,
    PlanVersion,
    ZoneMembership,
)
