"""The municipal scheme (在宅医療・介護連携推進事業), what municipalities ask, the help they get, and the
rules for admission and discharge of a zone."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from designations.models import ConsultationDesk, Operator
from programs.kinds import HandledBy, HelpKind, IssueState, MunicipalItem, RuleState
from programs.models.base import Sourced, Versioned
from programs.querysets import InitiativeQuerySet, ZoneRecordQuerySet
from zones.models import HomeCareZone, Municipality


class MunicipalInitiative(Sourced, Versioned):
    """How a municipality does one of the eight items in a fiscal year."""

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        verbose_name="市区町村",
        related_name="initiatives",
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    item = models.CharField("事業項目", max_length=2, choices=MunicipalItem)
    handled_by = models.CharField("実施方法", max_length=10, choices=HandledBy)
    entrusted_to = models.ForeignKey(
        Operator,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="委託先",
        related_name="entrusted_initiatives",
    )
    entrusted_name = models.CharField("委託先（名称）", max_length=120, blank=True)
    note = models.CharField("内容", max_length=300, blank=True)

    objects = InitiativeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "市町村事業"
        verbose_name_plural = "市町村事業"
        ordering = ["municipality", "-fiscal_year", "item"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "fiscal_year", "item"],
                name="one_initiative_an_item_and_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.item}"

    @property
    def partner(self) -> str:
        """To whom it is entrusted, in words."""
        return str(self.entrusted_to) if self.entrusted_to else self.entrusted_name


class DeskDetails(Versioned):
    """How residents reach a consultation desk: name, address, phone and hours."""

    desk = models.OneToOneField(
        ConsultationDesk,
        models.CASCADE,
        verbose_name="相談窓口",
        related_name="details",
    )
    name = models.CharField("窓口の名称", max_length=120)
    address = models.CharField("住所", max_length=300, blank=True)
    phone = models.CharField("電話番号", max_length=40)
    hours = models.CharField("受付時間", max_length=120, blank=True)
    public = models.BooleanField("住民向けの一覧に載せる", default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "相談窓口の案内"
        verbose_name_plural = "相談窓口の案内"
        ordering = ["desk"]

    def __str__(self) -> str:
        return self.name


class MunicipalIssue(Versioned):
    """What a municipality reports as its problem and asks of the prefecture."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="市区町村", related_name="issues"
    )
    raised_on = models.DateField("聞いた日")
    text = models.CharField("課題", max_length=400)
    request = models.CharField("求める支援", max_length=400, blank=True)
    state = models.CharField(
        "対応", max_length=8, choices=IssueState, default=IssueState.OPEN
    )

    objects = InitiativeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "市町村の課題"
        verbose_name_plural = "市町村の課題"
        ordering = ["municipality", "-raised_on", "pk"]

    def __str__(self) -> str:
        return self.text


class HelpGiven(Versioned):
    """Help that a municipality got, with day and person."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="市区町村", related_name="help_given"
    )
    issue = models.ForeignKey(
        MunicipalIssue,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="課題",
        related_name="help_given",
    )
    kind = models.CharField("支援の種類", max_length=10, choices=HelpKind)
    on = models.DateField("日")
    person = models.CharField("対応した人", max_length=80)
    text = models.CharField("内容", max_length=400)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name="登録した人", related_name="+"
    )

    objects = InitiativeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "市町村への支援"
        verbose_name_plural = "市町村への支援"
        ordering = ["municipality", "-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_kind_display()}"


class DischargeRule(Versioned):
    """Where a zone stands with its rules for admission and discharge; one record a zone."""

    zone = models.OneToOneField(
        HomeCareZone,
        models.CASCADE,
        verbose_name="在宅医療圏",
        related_name="discharge_rule",
    )
    state = models.CharField(
        "状態", max_length=8, choices=RuleState, default=RuleState.NONE
    )
    name = models.CharField("名称", max_length=120, blank=True)
    agreed_on = models.DateField("策定日", null=True, blank=True)
    review_on = models.DateField("次の見直し", null=True, blank=True)
    parties = models.CharField("参加機関", max_length=300, blank=True)
    hospitals = models.PositiveSmallIntegerField("参加病院数", null=True, blank=True)
    municipalities = models.PositiveSmallIntegerField(
        "参加市町村数", null=True, blank=True
    )
    note = models.CharField("備考", max_length=400, blank=True)

    objects = ZoneRecordQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "入退院調整ルール"
        verbose_name_plural = "入退院調整ルール"
        ordering = ["zone"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RuleState.AGREED)
                | Q(agreed_on__isnull=False) & ~Q(name=""),
                name="agreed_rule_has_a_name_and_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.get_state_display()

    def get_absolute_url(self) -> str:
        return reverse("programs:rules")
