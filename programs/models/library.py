"""Cases to share, the hub program of FY2012 as a data set, and notes on kinds and items."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from programs.kinds import ActivityKind
from programs.models.base import Sourced, Versioned
from programs.querysets import CaseElementQuerySet, CaseQuerySet
from zones.models import HomeCareZone, Prefecture


class CaseExample(Sourced, Versioned):
    """A case worth sharing (先進事例). A released one is read by the staff of every region."""

    code = models.CharField("コード", max_length=12, blank=True)
    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="cases"
    )
    region_label = models.CharField("地域（表記）", max_length=20, blank=True)
    place = models.CharField("市区町村", max_length=40, blank=True)
    zone = models.ForeignKey(
        HomeCareZone,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="在宅医療圏",
        related_name="cases",
    )
    organisation = models.CharField("取り組んだ団体", max_length=120)
    title = models.CharField("題名", max_length=120)
    summary = models.TextField("概要", blank=True)
    functions = models.JSONField("医療機能", default=list, blank=True)
    released = models.BooleanField("公開", default=False)

    objects = CaseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "事例"
        verbose_name_plural = "事例"
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="one_case_a_code"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programs:case", args=[self.pk])


class CaseElement(Sourced, Versioned):
    """One element of a case, with the kind of activity that it belongs to."""

    case = models.ForeignKey(
        CaseExample, models.CASCADE, verbose_name="事例", related_name="elements"
    )
    order = models.PositiveSmallIntegerField("順")
    name = models.CharField("要素", max_length=80)
    aspect = models.CharField("側面", max_length=20, blank=True)
    text = models.CharField("内容", max_length=400)
    count = models.PositiveIntegerField("数", null=True, blank=True)
    unit = models.CharField("単位", max_length=20, blank=True)
    kind = models.CharField(
        "取組の種類", max_length=16, choices=ActivityKind, blank=True
    )

    objects = CaseElementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "事例の要素"
        verbose_name_plural = "事例の要素"
        ordering = ["case", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "order"], name="one_element_a_place"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.case.get_absolute_url()


class HubSite2012(Sourced):
    """A municipality of the hub program of FY2012; ``sites`` hubs stood there.

    The site of 佐賀県 was printed as a dash: it has no number and no municipality. Codes are
    those of 2012.
    """

    number = models.PositiveSmallIntegerField("番号", null=True, blank=True)
    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="+"
    )
    municipality = models.CharField("市区町村", max_length=40, blank=True)
    municipality_code = models.CharField("市区町村コード", max_length=5, blank=True)
    county = models.CharField("郡", max_length=20, blank=True)
    parent_city = models.CharField("市", max_length=20, blank=True)
    sites = models.PositiveSmallIntegerField("拠点数（か所）")

    class Meta:
        verbose_name = "平成24年度の拠点"
        verbose_name_plural = "平成24年度の拠点"
        ordering = ["prefecture", "number"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_site_2012_a_number"),
            models.UniqueConstraint(
                fields=["prefecture"],
                condition=models.Q(number=None),
                name="one_unnumbered_site_2012_a_prefecture",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefecture} {self.municipality or '―'}"


class OperatorCount2012(Sourced):
    """How many hubs of FY2012 a kind of operator ran; a part stands under its whole."""

    code = models.CharField("コード", max_length=6, unique=True)
    name = models.CharField("実施主体", max_length=40)
    whole = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="うち",
        related_name="parts",
    )
    sites = models.PositiveSmallIntegerField("拠点数（か所）")

    class Meta:
        verbose_name = "平成24年度の実施主体"
        verbose_name_plural = "平成24年度の実施主体"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Outcome2012(Sourced):
    """A result, background figure or closing statement of the program of FY2012."""

    code = models.CharField("コード", max_length=6, unique=True)
    nature = models.CharField("性質", max_length=20)
    kind = models.CharField(
        "取組の種類", max_length=16, choices=ActivityKind, blank=True
    )
    subject = models.CharField("主題", max_length=40)
    indicator = models.CharField("指標", max_length=80)
    comparator = models.CharField("比較", max_length=10, blank=True)
    value = models.PositiveIntegerField("値", null=True, blank=True)
    unit = models.CharField("単位", max_length=20, blank=True)
    text = models.CharField("内容", max_length=300, blank=True)

    class Meta:
        verbose_name = "平成24年度の成果"
        verbose_name_plural = "平成24年度の成果"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.indicator


class KindNote(Sourced):
    """What the papers say of a kind of activity (K1–K7) or an item of the municipal scheme."""

    code = models.CharField("コード", max_length=4, unique=True)
    order = models.PositiveSmallIntegerField("順")
    name = models.CharField("名称", max_length=80)
    short_label = models.CharField("略称", max_length=40)
    kind = models.CharField(
        "取組の種類", max_length=16, choices=ActivityKind, blank=True
    )
    examples = models.JSONField("取組の例", default=list, blank=True)
    effects = models.JSONField("効果", default=list, blank=True)
    handled_by = models.CharField("実施者", max_length=60, blank=True)

    class Meta:
        verbose_name = "種類の説明"
        verbose_name_plural = "種類の説明"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
