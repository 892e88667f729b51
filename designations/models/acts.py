"""The act of designation, the zones it covers, and the steps of its course.

Days are inclusive at both ends; an empty last day means open.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from designations.kinds import EndKind, Kind, Status, StepKind
from designations.models.operators import Operator
from designations.querysets import DesignationQuerySet, DesignationZoneQuerySet
from zones.models import HomeCareZone, Municipality, Prefecture


class Designation(models.Model):
    """One administrative act: an operator takes a role in one or more zones over a period.

    ``status`` is the course of the paper. It is in force on a day when it is designated, was not
    annulled, and the day lies in ``effective_from`` … ``effective_until``. What is designated is
    never overwritten: a change makes a successor, an ending closes the period. ``version`` grows
    with each change and guards against lost updates.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_number = models.CharField("案件番号", max_length=20)
    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="designations"
    )
    kind = models.CharField("種類", max_length=10, choices=Kind)
    operator = models.ForeignKey(
        Operator, models.PROTECT, verbose_name="実施主体", related_name="designations"
    )
    status = models.CharField(
        "状態", max_length=16, choices=Status, default=Status.CANDIDATE
    )
    decided_on = models.DateField("決定日", null=True, blank=True)
    effective_from = models.DateField("効力の始まり", null=True, blank=True)
    effective_until = models.DateField("効力の終わり", null=True, blank=True)
    unconfirmed = models.BooleanField("日付などが未確認", default=False)
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    legal_basis = models.CharField("根拠", max_length=200, blank=True)
    published_name = models.CharField("公表する名称", max_length=200, blank=True)
    secretariat = models.CharField("事務局", max_length=120, blank=True)
    contact = models.CharField("事務局の連絡先", max_length=120, blank=True)
    functions = models.JSONField("担う機能", default=list, blank=True)
    non_medical_reason = models.CharField(
        "病院・診療所以外とする理由", max_length=300, blank=True
    )
    requirement_set = models.CharField(
        "求められる事項の組", max_length=20, default="guideline"
    )
    selection_step = models.CharField("選定の手順", max_length=20, blank=True)
    selection_reason = models.CharField("選定の理由", max_length=300, blank=True)
    note = models.TextField("備考", blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="変更前の指定",
        related_name="successors",
    )
    entered_directly = models.BooleanField("既決の登録", default=False)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="起案者", related_name="+"
    )
    proposed_at = models.DateTimeField("起案日時", auto_now_add=True)
    submitted_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="審査に付した人",
        related_name="+",
    )
    submitted_at = models.DateTimeField("審査に付した日時", null=True, blank=True)
    approved_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="承認者",
        related_name="+",
    )
    approved_at = models.DateTimeField("承認日時", null=True, blank=True)
    end_kind = models.CharField(
        "終了の種類", max_length=12, choices=EndKind, blank=True
    )
    end_decided_on = models.DateField("終了の決定日", null=True, blank=True)
    end_document_number = models.CharField("終了の文書番号", max_length=60, blank=True)
    end_reason = models.CharField("終了の理由", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    zones = models.ManyToManyField(
        HomeCareZone,
        through="DesignationZone",
        related_name="designations",
        verbose_name="圏域",
    )

    objects = DesignationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "指定"
        verbose_name_plural = "指定"
        ordering = ["prefecture", "kind", "-effective_from", "case_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["prefecture", "case_number"], name="one_case_a_number"
            ),
            models.CheckConstraint(
                condition=Q(effective_until=None)
                | Q(effective_from=None)
                | Q(effective_until__gte=F("effective_from")),
                name="designation_ends_on_or_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.DESIGNATED)
                | Q(decided_on__isnull=False, effective_from__isnull=False),
                name="designated_has_decision_and_first_day",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.DESIGNATED)
                | Q(approved_by__isnull=False)
                | Q(entered_directly=True),
                name="designated_was_approved_or_entered_as_decided",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="approval_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="submission_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=F("proposed_by"))
                & (Q(submitted_by__isnull=True) | ~Q(approved_by=F("submitted_by"))),
                name="who_proposes_does_not_approve",
            ),
            models.CheckConstraint(
                condition=Q(end_kind="", end_decided_on__isnull=True)
                | ~Q(end_kind="")
                & Q(end_decided_on__isnull=False, status=Status.DESIGNATED),
                name="ending_is_decided_and_of_a_designated_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["prefecture", "status", "effective_from"],
                name="designation_by_prefecture",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_number} {Kind(self.kind).short} {self.shown_name}"

    def get_absolute_url(self) -> str:
        return reverse("designations:detail", args=[self.pk])

    @property
    def shown_name(self) -> str:
        """The name that the public reads: the published one, else the operator's."""
        return self.published_name or str(self.operator)

    @property
    def is_open(self) -> bool:
        """Still on its way to a decision."""
        return self.status in (
            Status.CANDIDATE,
            Status.COORDINATING,
            Status.IN_REVIEW,
        )


class DesignationZone(models.Model):
    """One zone of an act; ``municipalities`` names a part of it, none means the whole.

    ``kind``, ``operator``, the period and ``counts`` repeat the act's, kept in step by the actions,
    so that the database itself refuses two acts of one operator and kind in one zone on one day
    (an exclusion constraint on PostgreSQL, triggers on SQLite: ``migrations/0002``).
    """

    designation = models.ForeignKey(
        Designation, models.CASCADE, verbose_name="指定", related_name="parts"
    )
    zone = models.ForeignKey(
        HomeCareZone,
        models.PROTECT,
        verbose_name="在宅医療圏",
        related_name="designation_parts",
    )
    municipalities = models.ManyToManyField(
        Municipality,
        verbose_name="圏域の一部",
        related_name="designation_parts",
        blank=True,
    )
    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    operator = models.ForeignKey(
        Operator, models.PROTECT, related_name="+", editable=False
    )
    effective_from = models.DateField(null=True, editable=False)
    effective_until = models.DateField(null=True, editable=False)
    counts = models.BooleanField(
        "指定として数える",
        default=False,
        editable=False,
        help_text="指定され、効力発生前に取り消されていない",
    )

    objects = DesignationZoneQuerySet.as_manager()

    class Meta:
        verbose_name = "指定の圏域"
        verbose_name_plural = "指定の圏域"
        ordering = ["designation", "zone"]
        constraints = [
            models.UniqueConstraint(
                fields=["designation", "zone"], name="a_zone_stands_once_in_an_act"
            ),
            models.CheckConstraint(
                condition=Q(counts=False) | Q(effective_from__isnull=False),
                name="what_counts_has_a_first_day",
            ),
            models.CheckConstraint(
                condition=Q(effective_until=None)
                | Q(effective_from=None)
                | Q(effective_until__gte=F("effective_from")),
                name="part_ends_on_or_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.designation_id} {self.zone}"


class Step(models.Model):
    """One step of the course: what was done, on which day, by whom and why. Never changed."""

    designation = models.ForeignKey(
        Designation, models.CASCADE, verbose_name="指定", related_name="steps"
    )
    kind = models.CharField("操作", max_length=12, choices=StepKind)
    on = models.DateField("日")
    from_status = models.CharField(
        "前の状態", max_length=16, choices=Status, blank=True
    )
    to_status = models.CharField("後の状態", max_length=16, choices=Status, blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name="人", related_name="+"
    )
    reason = models.CharField("理由", max_length=400, blank=True)
    at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = "経過"
        verbose_name_plural = "経過"
        ordering = ["designation", "-pk"]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_kind_display()}"
