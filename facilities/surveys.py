"""The capacity survey (実態調査): what an institution can do, wants to do, and whom to call."""

from django.core.validators import MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from facilities.kinds import RoundTheClock, SurveyIntent
from formats.dates import fiscal_year_label
from zones.access import RegionScopedQuerySet


class CapacitySurveyQuerySet(RegionScopedQuerySet):
    region_paths = {
        "prefecture": "facility__prefecture",
        "municipality": "facility__municipality",
    }

    def latest_by(self, fiscal_year: int) -> "CapacitySurveyQuerySet":
        """The latest answer of each facility up to a fiscal year, inclusive."""
        later = self.model.objects.filter(
            facility=models.OuterRef("facility"),
            fiscal_year__gt=models.OuterRef("fiscal_year"),
            fiscal_year__lte=fiscal_year,
        )
        return self.filter(fiscal_year__lte=fiscal_year).exclude(models.Exists(later))


class CapacitySurvey(models.Model):
    """The answers of one facility for one fiscal year. An empty count was not answered.

    Patients are those of home visits (訪問診療); cases are of the whole year.
    """

    facility = models.ForeignKey(
        "facilities.Facility",
        models.CASCADE,
        verbose_name="医療機関",
        related_name="surveys",
    )
    fiscal_year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(2000)]
    )
    patients_now = models.PositiveIntegerField(
        "訪問診療の患者数（現在）", null=True, blank=True
    )
    patients_possible = models.PositiveIntegerField(
        "訪問診療の患者数（対応可能）", null=True, blank=True
    )
    urgent_visits = models.PositiveIntegerField("往診の件数", null=True, blank=True)
    end_of_life_cases = models.PositiveIntegerField(
        "在宅看取りの件数", null=True, blank=True
    )
    round_the_clock = models.CharField(
        "24時間対応", max_length=12, choices=RoundTheClock, blank=True
    )
    intent = models.CharField(
        "今後の意向", max_length=10, choices=SurveyIntent, blank=True
    )
    contact_window = models.CharField("相談窓口", max_length=200, blank=True)
    contact_hours = models.CharField("対応できる日時", max_length=200, blank=True)
    contact_person = models.CharField("担当者", max_length=100, blank=True)
    upload_id = models.UUIDField("取込", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CapacitySurveyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "実態調査"
        verbose_name_plural = "実態調査"
        ordering = ["facility", "-fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "fiscal_year"],
                name="one_survey_a_facility_and_fiscal_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility} {fiscal_year_label(self.fiscal_year)}"
