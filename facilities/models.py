"""The registry: institutions, the functions they provide, and the lists it was taken from.

Days are inclusive at both ends; an empty last day means still in force.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from facilities.filings import Filing, FilingKind
from facilities.kinds import (
    BedsState,
    CareFunction,
    CodeSystem,
    EvidenceKind,
    FacilityKind,
    Sector,
)
from facilities.numbers import FacilityCode
from facilities.querysets import (
    FacilityQuerySet,
    FunctionProvisionQuerySet,
)
from facilities.reorganising import Reorganisation
from facilities.surveys import CapacitySurvey
from formats.text import show_private_use
from zones.models import Municipality, Prefecture

__all__ = [
    "CapacitySurvey",
    "Facility",
    "FacilityCode",
    "Filing",
    "FilingKind",
    "FunctionProvision",
    "OfficialList",
    "Reorganisation",
]


class Facility(models.Model):
    """A hospital, clinic, pharmacy, station or office. ``name`` is stored as written.

    ``version`` grows with each change and guards against lost updates.
    """

    code_system = models.CharField(
        "番号の種類", max_length=12, choices=CodeSystem, default=CodeSystem.MEDICAL
    )
    code = models.CharField("医療機関コード", max_length=20)
    kind = models.CharField("種別", max_length=20, choices=FacilityKind)
    sector = models.CharField("点数表", max_length=12, choices=Sector, blank=True)
    name = models.CharField("名称", max_length=200)
    corrected_name = models.CharField("名称（訂正）", max_length=200, blank=True)
    kana = models.CharField("かな", max_length=200, blank=True)
    search_key = models.CharField(
        "検索用", max_length=600, editable=False, db_index=True
    )
    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="facilities"
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="市区町村",
        related_name="facilities",
    )
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("住所", max_length=300, blank=True)
    phone = models.CharField("電話番号", max_length=40, blank=True)
    fax = models.CharField("FAX番号", max_length=40, blank=True)
    contact_window = models.CharField("相談窓口", max_length=200, blank=True)
    corporation_number = models.CharField("法人番号", max_length=13, blank=True)
    office_number = models.CharField(
        "介護事業所番号", max_length=10, blank=True, db_index=True
    )
    beds = models.PositiveIntegerField("病床数（床）", null=True, blank=True)
    beds_by_type = models.JSONField("病床の内訳（床）", default=dict, blank=True)
    beds_state = models.CharField(
        "病床数の状態", max_length=10, choices=BedsState, default=BedsState.NONE
    )
    other_symbols = models.JSONField("その他の届出", default=list, blank=True)
    latitude = models.FloatField("緯度", null=True, blank=True)
    longitude = models.FloatField("経度", null=True, blank=True)
    first_seen_on = models.DateField("名簿に初めて載った日", null=True, blank=True)
    last_seen_on = models.DateField("名簿に最後に載った日", null=True, blank=True)
    last_confirmed_on = models.DateField("最終確認日", null=True, blank=True)
    closed_on = models.DateField("廃止日", null=True, blank=True)
    note = models.TextField("備考", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = FacilityQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = "医療機関"
        verbose_name_plural = "医療機関"
        ordering = ["municipality", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_system", "code"], name="one_facility_a_code"
            ),
            models.CheckConstraint(
                condition=Q(beds=None) | ~Q(beds_state="none"),
                name="beds_are_counted_only_where_there_are_beds",
            ),
        ]
        indexes = [
            models.Index(
                fields=["prefecture", "sector"], name="facility_by_prefecture"
            ),
            models.Index(
                # All that counting the list by place asks, so that it reads no rows.
                fields=[
                    "municipality",
                    "kind",
                    "prefecture",
                    "closed_on",
                    "first_seen_on",
                ],
                name="facility_by_municipality",
            ),
            models.Index(
                # The same for the figures of one prefecture, in the order of their groups.
                fields=[
                    "prefecture",
                    "municipality",
                    "kind",
                    "closed_on",
                    "first_seen_on",
                ],
                name="facility_by_place",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    def get_absolute_url(self) -> str:
        return reverse("facilities:detail", args=[self.pk])

    @property
    def shown_name(self) -> str:
        """The name for screens and reports: corrected by a person, else as written with 〓."""
        return self.corrected_name or show_private_use(" ".join(self.name.split()))


class FunctionProvision(models.Model):
    """That a facility provides one of the four functions, said by a person or a survey.

    What filings already prove is not stored here: see ``FacilityQuerySet.providing``.
    """

    facility = models.ForeignKey(
        Facility, models.CASCADE, verbose_name="医療機関", related_name="provisions"
    )
    function = models.CharField("医療機能", max_length=12, choices=CareFunction)
    evidence = models.CharField("根拠の種類", max_length=12, choices=EvidenceKind)
    evidence_text = models.CharField("根拠", max_length=300, blank=True)
    starts_on = models.DateField("開始日")
    ends_on = models.DateField("終了日", null=True, blank=True)

    objects = FunctionProvisionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "機能の提供"
        verbose_name_plural = "機能の提供"
        ordering = ["facility", "function", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "function", "evidence", "starts_on"],
                name="one_provision_a_function_evidence_and_start",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="provision_ends_on_or_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility} {self.get_function_display()}"


class OfficialList(models.Model):
    """That an official list was applied: what the registry can say begins with the first one.

    ``complete`` is true when the whole prefecture was taken; a clerk's upload covers the
    municipalities of the clerk's area only, and their codes stand in ``municipalities``.
    """

    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, related_name="official_lists"
    )
    sector = models.CharField("点数表", max_length=12, choices=Sector)
    as_of = models.DateField("現在日")
    complete = models.BooleanField("全域", default=True)
    municipalities = models.JSONField("範囲", default=list, blank=True)
    upload_id = models.UUIDField("取込", null=True, blank=True)
    applied_at = models.DateTimeField("適用日時", auto_now_add=True)

    class Meta:
        verbose_name = "適用した名簿"
        verbose_name_plural = "適用した名簿"
        ordering = ["prefecture", "sector", "-as_of", "-pk"]
        indexes = [
            models.Index(
                fields=["prefecture", "sector", "as_of"], name="official_list_days"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefecture} {self.get_sector_display()} {self.as_of:%Y-%m-%d}"
