"""What was done: activities with counts, the yearly reports of hubs, and their reminders."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.lists.search import Searchable
from accounts.models import User
from designations.models import Designation, Operator
from formats.dates import fiscal_year_label
from programs.kinds import ActivityKind, Grade, Implementer, ReportStatus
from programs.models.base import Sourced, Versioned
from programs.models.measures import Measure
from programs.models.programs import Program
from programs.querysets import ActivityQuerySet, HubReportQuerySet
from zones.models import HealthCentre, HomeCareZone, Municipality, Prefecture


class HubReport(Versioned):
    """The yearly report that a hub owes its health centre: one a hub and fiscal year.

    ``designation`` is the act in force in the year; its zones say which health centre asks.
    """

    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="hub_reports"
    )
    operator = models.ForeignKey(
        Operator, models.PROTECT, verbose_name="拠点", related_name="hub_reports"
    )
    designation = models.ForeignKey(
        Designation, models.PROTECT, verbose_name="指定", related_name="hub_reports"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    status = models.CharField(
        "状態", max_length=10, choices=ReportStatus, default=ReportStatus.OPEN
    )
    due_on = models.DateField("提出期限", null=True, blank=True)
    received_on = models.DateField("提出日", null=True, blank=True)
    filled_in_by = models.CharField("記入者", max_length=80, blank=True)
    contact = models.CharField("連絡先", max_length=120, blank=True)
    staff = models.CharField("担当職員の体制", max_length=200, blank=True)
    summary = models.TextField("1年間の総括", blank=True)
    issues = models.TextField("課題", blank=True)
    next_year = models.TextField("次年度の予定", blank=True)
    file_name = models.CharField("提出されたファイル", max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = HubReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "拠点の年次報告"
        verbose_name_plural = "拠点の年次報告"
        ordering = ["prefecture", "-fiscal_year", "operator"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "fiscal_year"], name="one_report_a_hub_and_year"
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.OPEN) | Q(received_on__isnull=False),
                name="received_report_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator} {fiscal_year_label(self.fiscal_year)}"

    def get_absolute_url(self) -> str:
        return reverse("programs:hub-report", args=[self.pk])


class Reminder(models.Model):
    """That head office reminded the health centres of a hub of its report."""

    report = models.ForeignKey(
        HubReport, models.CASCADE, verbose_name="年次報告", related_name="reminders"
    )
    on = models.DateField("日")
    message = models.CharField("内容", max_length=400, blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name="人", related_name="+"
    )
    at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = "督促"
        verbose_name_plural = "督促"
        ordering = ["report", "-pk"]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.report_id}"


class Activity(Searchable, Sourced, Versioned):
    """Something that was done, once or as the sum of a year.

    ``participants`` is the number of heads over all sessions (延べ人); ``by_profession`` maps
    professions to numbers and, where given, adds up to it. A count of another kind stands in
    ``other_count`` with its unit and base. Empty means not known, 0 means none.
    """

    prefecture = models.ForeignKey(
        Prefecture,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="都道府県",
        related_name="activities",
    )
    region_label = models.CharField("地域（表記）", max_length=30, blank=True)
    code = models.CharField("コード", max_length=12, blank=True)
    name = models.CharField("名称", max_length=200)
    kind = models.CharField("種類", max_length=16, choices=ActivityKind)
    kind_label = models.CharField("種類（表記）", max_length=20, blank=True)
    actor_kind = models.CharField(
        "実施者の区分", max_length=16, choices=Implementer, default=Implementer.HUB
    )
    actor = models.CharField("実施者", max_length=120, blank=True)
    operator = models.ForeignKey(
        Operator,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="拠点",
        related_name="activities",
    )
    health_centre = models.ForeignKey(
        HealthCentre,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="保健所",
        related_name="activities",
    )
    zone = models.ForeignKey(
        HomeCareZone,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="在宅医療圏",
        related_name="activities",
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="市区町村",
        related_name="activities",
    )
    measure = models.ForeignKey(
        Measure,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="施策",
        related_name="activities",
    )
    program = models.ForeignKey(
        Program,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="補助事業",
        related_name="activities",
    )
    report = models.ForeignKey(
        HubReport,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="年次報告",
        related_name="activities",
    )
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    date_from = models.DateField("開始日", null=True, blank=True)
    date_to = models.DateField("終了日", null=True, blank=True)
    date_label = models.CharField("時期（表記）", max_length=40, blank=True)
    sessions = models.PositiveIntegerField("回数（回）", null=True, blank=True)
    participants = models.PositiveIntegerField(
        "参加者（延べ人）", null=True, blank=True
    )
    by_profession = models.JSONField("職種別の参加者（人）", default=dict, blank=True)
    areas = models.PositiveIntegerField("地域数", null=True, blank=True)
    other_count = models.PositiveIntegerField("その他の数", null=True, blank=True)
    other_unit = models.CharField("単位", max_length=20, blank=True)
    out_of = models.PositiveIntegerField("母数", null=True, blank=True)
    grade = models.CharField("評価", max_length=6, choices=Grade, blank=True)
    evaluation = models.CharField("評価の内容", max_length=400, blank=True)
    outcome = models.CharField("成果", max_length=400, blank=True)
    note = models.CharField("備考", max_length=400, blank=True)

    objects = ActivityQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = "取組実績"
        verbose_name_plural = "取組実績"
        ordering = ["prefecture", "-fiscal_year", "kind", "date_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="one_activity_a_code",
            ),
            models.CheckConstraint(
                condition=Q(date_to=None)
                | Q(date_from=None)
                | Q(date_to__gte=F("date_from")),
                name="activity_ends_on_or_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["prefecture", "fiscal_year", "kind"], name="activity_by_year"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:activity", args=[self.pk])

    def search_parts(self) -> Iterable[object]:
        return (self.name, self.actor, self.outcome)
