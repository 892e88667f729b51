"""The roadmap of a plan, the year planned for each zone, and the log of decisions."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from zones.models import HomeCareZone, MedicalPlan, Prefecture


class RoadmapTarget(models.Model):
    """How many zones are to get a hub in one fiscal year, from fewest to most."""

    plan = models.ForeignKey(
        MedicalPlan, models.CASCADE, verbose_name="医療計画", related_name="roadmap"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    zones_min = models.PositiveSmallIntegerField("拠点を置く圏域（少なくとも）")
    zones_max = models.PositiveSmallIntegerField("拠点を置く圏域（多くて）")
    active_min = models.PositiveSmallIntegerField("積極的役割（圏域ごと）", default=1)
    priority_zones = models.CharField("重点", max_length=200, blank=True)
    remarks = models.CharField("進め方", max_length=300, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    doubt = models.CharField("未確認の点", max_length=400, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "工程の目標"
        verbose_name_plural = "工程の目標"
        ordering = ["plan", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "fiscal_year"], name="one_roadmap_target_a_year"
            ),
            models.CheckConstraint(
                condition=Q(zones_max__gte=F("zones_min")),
                name="roadmap_target_from_fewest_to_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.fiscal_year}"


class ZoneSchedule(models.Model):
    """The fiscal year in which a zone is planned to get its hub."""

    zone = models.OneToOneField(
        HomeCareZone, models.CASCADE, verbose_name="圏域", related_name="schedule"
    )
    fiscal_year = models.PositiveSmallIntegerField("予定の年度")
    note = models.CharField("備考", max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "圏域の予定年度"
        verbose_name_plural = "圏域の予定年度"
        ordering = ["fiscal_year", "zone"]

    def __str__(self) -> str:
        return f"{self.zone} {self.fiscal_year}"


class Decision(models.Model):
    """One entry of the decision log. ``prefecture`` is empty for the nation's own."""

    prefecture = models.ForeignKey(
        Prefecture,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="都道府県",
        related_name="decisions",
    )
    number = models.PositiveSmallIntegerField("番号")
    date_from = models.CharField("始まり", max_length=10)
    date_until = models.CharField("終わり", max_length=10, blank=True)
    date_label = models.CharField("時期", max_length=60)
    body = models.CharField("決めた機関", max_length=200)
    subject = models.CharField("件名", max_length=200)
    decision = models.CharField("内容", max_length=400, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    doubt = models.CharField("未確認の点", max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "決定の記録"
        verbose_name_plural = "決定の記録"
        ordering = ["-date_from", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_decision_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.date_label} {self.subject}"
