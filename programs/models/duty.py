"""Cooperating doctors and the days they can take, and vacancies for short stays.

The doctors are personal data: the health centre that keeps them and head office alone see them.
"""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from designations.models import Operator
from facilities.models import Facility
from formats.dates import wareki, wareki_month
from programs.kinds import DutyRole, Sex
from programs.models.base import Versioned
from programs.querysets import DoctorQuerySet, DutyMonthQuerySet, VacancyQuerySet
from zones.models import HealthCentre


class CooperatingDoctor(Versioned):
    """A doctor who takes patients as main or second doctor, kept by one health centre."""

    health_centre = models.ForeignKey(
        HealthCentre, models.PROTECT, verbose_name="保健所", related_name="doctors"
    )
    hub = models.ForeignKey(
        Operator,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="拠点",
        related_name="doctors",
    )
    facility = models.ForeignKey(
        Facility,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="医療機関",
        related_name="doctors",
    )
    name = models.CharField("氏名", max_length=60)
    sex = models.CharField(
        "性別", max_length=6, choices=Sex, blank=True, default=Sex.UNSAID
    )
    specialties = models.CharField("診療科目", max_length=120, blank=True)
    role = models.CharField(
        "役割", max_length=6, choices=DutyRole, default=DutyRole.BOTH
    )
    note = models.CharField("備考", max_length=200, blank=True)
    ended_on = models.DateField("協力の終了日", null=True, blank=True)

    objects = DoctorQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "協力医"
        verbose_name_plural = "協力医"
        ordering = ["health_centre", "hub", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:doctor", args=[self.pk])


class DutyMonth(Versioned):
    """The days of one month that a doctor can take; ``days`` holds day numbers.

    ``capacity`` is the number of new patients that the doctor can take in the month.
    """

    doctor = models.ForeignKey(
        CooperatingDoctor, models.CASCADE, verbose_name="協力医", related_name="months"
    )
    month = models.DateField("月（1日の日付）")
    days = models.JSONField("対応できる日", default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(
        "新しく受けられる人数（人）", null=True, blank=True
    )
    note = models.CharField("備考", max_length=200, blank=True)

    objects = DutyMonthQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "協力医の予定"
        verbose_name_plural = "協力医の予定"
        ordering = ["doctor", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["doctor", "month"], name="one_duty_month_a_doctor"
            )
        ]

    def __str__(self) -> str:
        return f"{wareki_month(self.month)}　{len(self.days)}日"


class ShortStayVacancy(Versioned):
    """Free beds of a short-stay provider in the week that begins on a Monday."""

    facility = models.ForeignKey(
        Facility,
        models.CASCADE,
        verbose_name="事業所",
        related_name="short_stay_vacancies",
    )
    week = models.DateField("週（月曜日）")
    free = models.PositiveSmallIntegerField("空き（床）")
    note = models.CharField("受入れの条件", max_length=200, blank=True)
    confirmed_on = models.DateField("確認日")

    objects = VacancyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "短期入所の空き"
        verbose_name_plural = "短期入所の空き"
        ordering = ["facility", "-week"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "week"], name="one_vacancy_a_week"
            )
        ]

    def __str__(self) -> str:
        return f"{wareki(self.week)}の週　{self.free}床"
