"""Grants (交付) of a program in a year, from application to final amount, and their documents.

Amounts are in thousand yen.
"""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.lists.search import Searchable
from accounts.models import User
from designations.models import Operator
from programs.kinds import GrantMove, GrantStatus
from programs.models.base import Versioned
from programs.models.programs import ProgramYear
from programs.querysets import GrantQuerySet
from zones.models import HomeCareZone, Municipality


class Grant(Searchable, Versioned):
    """One grant to one applicant. ``municipality`` is where the applicant stands."""

    year = models.ForeignKey(
        ProgramYear, models.PROTECT, verbose_name="事業・年度", related_name="grants"
    )
    number = models.PositiveIntegerField("番号")
    applicant = models.ForeignKey(
        Operator, models.PROTECT, verbose_name="申請者", related_name="grants"
    )
    zone = models.ForeignKey(
        HomeCareZone,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="在宅医療圏",
        related_name="grants",
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="市区町村",
        related_name="grants",
    )
    status = models.CharField(
        "状態", max_length=10, choices=GrantStatus, default=GrantStatus.APPLIED
    )
    purpose = models.CharField("内容", max_length=300, blank=True)
    applied_on = models.DateField("申請日")
    requested = models.PositiveIntegerField("申請額（千円）")
    decided_on = models.DateField("決定日", null=True, blank=True)
    decided = models.PositiveIntegerField("決定額（千円）", null=True, blank=True)
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    reported_on = models.DateField("実績報告日", null=True, blank=True)
    spent = models.PositiveIntegerField("実績額（千円）", null=True, blank=True)
    finalised_on = models.DateField("確定日", null=True, blank=True)
    final = models.PositiveIntegerField("確定額（千円）", null=True, blank=True)

    objects = GrantQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = "交付"
        verbose_name_plural = "交付"
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="one_grant_a_number"
            ),
            models.CheckConstraint(
                condition=Q(final=None) | Q(final__lte=F("decided")),
                name="final_amount_is_at_most_what_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(final=None) | Q(final__lte=F("spent")),
                name="final_amount_is_at_most_what_was_spent",
            ),
            models.CheckConstraint(
                condition=~Q(status=GrantStatus.FINAL)
                | Q(final__isnull=False, finalised_on__isnull=False),
                name="fixed_grant_has_amount_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["decided", "reported", "final"])
                | Q(decided__isnull=False, decided_on__isnull=False),
                name="decided_grant_has_amount_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_number} {self.applicant}"

    def get_absolute_url(self) -> str:
        return reverse("programs:grant", args=[self.pk])

    def search_parts(self) -> Iterable[object]:
        return (self.case_number, self.purpose, self.document_number)

    @property
    def case_number(self) -> str:
        """The number that stands on lists: code of the program, year, running number."""
        return f"{self.year.program.code}-{self.year.fiscal_year}-{self.number:03}"

    @property
    def amount(self) -> int | None:
        """The amount that stands now: final, else decided, else nothing."""
        if self.status == GrantStatus.FINAL:
            return self.final
        if self.status in (GrantStatus.DECIDED, GrantStatus.REPORTED):
            return self.decided
        return None


class GrantStep(models.Model):
    """One step of a grant: what was done, on which day, with which amount. Never changed."""

    grant = models.ForeignKey(
        Grant, models.CASCADE, verbose_name="交付", related_name="steps"
    )
    move = models.CharField("操作", max_length=10, choices=GrantMove)
    on = models.DateField("日")
    amount = models.PositiveIntegerField("金額（千円）", null=True, blank=True)
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    reason = models.CharField("理由", max_length=400, blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name="人", related_name="+"
    )
    at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = "交付の経過"
        verbose_name_plural = "交付の経過"
        ordering = ["grant", "-pk"]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_move_display()}"
