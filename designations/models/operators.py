"""Who may be designated: institutions of the registry and other bodies."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from designations.kinds import OperatorKind
from designations.querysets import OperatorQuerySet
from facilities.models import Facility
from formats.text import search_key
from zones.models import Municipality, Prefecture


class Operator(models.Model):
    """A body that may be designated. One that stands in the registry points at it.

    ``area`` holds the municipalities in which it works beyond its own seat, such as those of a
    medical association of a whole district.
    """

    kind = models.CharField("種類", max_length=30, choices=OperatorKind)
    name = models.CharField("名称", max_length=200)
    search_key = models.CharField(
        "検索用", max_length=600, editable=False, db_index=True
    )
    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="operators"
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="市区町村",
        related_name="operators",
    )
    facility = models.OneToOneField(
        Facility,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="医療機関・事業所",
        related_name="operator",
    )
    area = models.ManyToManyField(
        Municipality,
        verbose_name="活動する市区町村",
        related_name="operators_at_work",
        blank=True,
    )
    address = models.CharField("住所", max_length=300, blank=True)
    contact = models.CharField("連絡先", max_length=200, blank=True)
    note = models.TextField("備考", blank=True)

    objects = OperatorQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = "実施主体"
        verbose_name_plural = "実施主体"
        ordering = ["prefecture", "kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "municipality"],
                condition=Q(kind="municipality"),
                name="one_operator_a_municipality",
            ),
            models.CheckConstraint(
                condition=Q(kind="facility", facility__isnull=False)
                | ~Q(kind="facility") & Q(facility__isnull=True),
                name="operator_of_kind_facility_is_in_the_registry",
            ),
            models.CheckConstraint(
                condition=~Q(kind="municipality") | Q(municipality__isnull=False),
                name="operator_of_kind_municipality_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_key = search_key(self.name)
        super().save(*args, **kwargs)

    @property
    def shown_name(self) -> str:
        """The name for screens; that of an institution follows the registry."""
        return self.facility.shown_name if self.facility else self.name


class ConsultationDesk(models.Model):
    """That a body runs the consultation desk for home and long-term care of a municipality."""

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        verbose_name="市区町村",
        related_name="consultation_desks",
    )
    operator = models.ForeignKey(
        Operator, models.CASCADE, verbose_name="実施主体", related_name="desks"
    )
    starts_on = models.DateField("開始日", null=True, blank=True)
    ends_on = models.DateField("終了日", null=True, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)

    class Meta:
        verbose_name = "相談窓口"
        verbose_name_plural = "相談窓口"
        ordering = ["municipality", "operator", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "operator", "starts_on"],
                name="one_desk_a_body_and_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.operator}"
