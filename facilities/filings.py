"""The filings that the Regional Bureau accepted, and the dated code table of their symbols.

Days are inclusive at both ends; an empty last day means still in force.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from facilities.kinds import Enhancement, FacilityClass
from facilities.querysets import FilingQuerySet

# First day of a symbol whose beginning is not known: before any list.
FROM_THE_START = date(1900, 1, 1)


class FilingKind(models.Model):
    """One row of the dated code table of filing symbols. ``symbol`` is NFKC."""

    symbol = models.CharField("受理記号", max_length=30)
    symbol_as_printed = models.CharField("受理記号（表記）", max_length=30)
    name = models.CharField("名称", max_length=120)
    sector = models.CharField("点数表", max_length=10, blank=True)
    facility_class = models.CharField(
        "類型", max_length=20, choices=FacilityClass, blank=True
    )
    enhancement = models.CharField(
        "機能強化", max_length=12, choices=Enhancement, blank=True
    )
    functions = models.JSONField("医療機能", default=list, blank=True)
    basis = models.CharField("機能の根拠", max_length=12, blank=True)
    valid_from = models.DateField("名簿の開始日", default=FROM_THE_START)
    valid_until = models.DateField("名簿の終了日", null=True, blank=True)
    tracked = models.BooleanField("届出として持つ", default=True)
    confidence = models.CharField("確度", max_length=12, default="confirmed")
    note = models.TextField("備考", blank=True)

    class Meta:
        verbose_name = "受理記号"
        verbose_name_plural = "受理記号"
        ordering = ["symbol", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["symbol", "valid_from"],
                name="one_filing_kind_a_symbol_and_first_day",
            )
        ]

    def __str__(self) -> str:
        return self.symbol_as_printed


class Filing(models.Model):
    """One accepted filing (届出) of a facility, whose symbol is in the code table.

    In force from ``starts_on`` (算定開始). ``ended_inferred`` says that a later list no longer
    had it, so the end is the day before that list.
    """

    facility = models.ForeignKey(
        "facilities.Facility",
        models.CASCADE,
        verbose_name="医療機関",
        related_name="filings",
        # The index ``filing_of_facility`` begins with it.
        db_index=False,
    )
    kind = models.ForeignKey(
        FilingKind, models.PROTECT, verbose_name="受理記号", related_name="filings"
    )
    number = models.CharField("受理番号", max_length=30, blank=True)
    starts_on = models.DateField("算定開始日")
    ends_on = models.DateField("終了日", null=True, blank=True)
    ended_inferred = models.BooleanField("名簿から推定した終了", default=False)
    first_seen_on = models.DateField("名簿に初めて載った日", null=True, blank=True)
    last_seen_on = models.DateField("名簿に最後に載った日", null=True, blank=True)
    upload_id = models.UUIDField("取込", null=True, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = "届出"
        verbose_name_plural = "届出"
        ordering = ["facility", "-starts_on", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "kind", "number", "starts_on"],
                name="one_filing_a_start",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | Q(ended_inferred=True)
                | Q(ends_on__gte=F("starts_on")),
                name="filing_ends_on_or_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "starts_on", "ends_on"], name="filing_in_force"
            ),
            models.Index(
                # What a facility has in force on a day, without reading rows.
                fields=["facility", "starts_on", "ends_on", "kind"],
                name="filing_of_facility",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on:%Y-%m-%d}"
