"""Editions: reports whose data is frozen, with the files made from it."""

import json
import uuid
from typing import Any, Self

from django.db import models
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from reports.kinds import EditionStatus, ReportKind
from zones.access import region_scope
from zones.models import PlanVersion, Prefecture


class EditionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Officials see all of their prefecture; everybody else what is published there."""
        scope = region_scope(user)
        if user.role == Role.OFFICIAL:
            return self.filter(prefecture__in=sorted(scope.prefectures))
        if user.role == Role.COMMITTEE:
            own = sorted(scope.prefectures)
        elif user.role == Role.HEALTH_CENTRE:
            own = sorted({code[:2] for code in scope.municipalities})
        else:
            own = []
        return self.published().filter(prefecture__in=own)

    def editable_by(self, user: User) -> Self:
        if user.role != Role.OFFICIAL:
            return self.none()
        return self.filter(prefecture__in=sorted(region_scope(user).prefectures))

    def published(self) -> Self:
        return self.filter(status=EditionStatus.PUBLISHED)

    def latest(self) -> "Edition | None":
        return self.order_by("-as_of", "-number").first()


class Edition(models.Model):
    """One report with its data frozen in ``snapshot`` (canonical JSON) and its SHA-256.

    The number counts the editions of a kind in a prefecture. A published edition is never
    altered: a correction is a new one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("種類", max_length=24, choices=ReportKind)
    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="editions"
    )
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, null=True, blank=True, verbose_name="計画の版"
    )
    number = models.PositiveIntegerField("版")
    title = models.CharField("題名", max_length=120)
    as_of = models.DateField("基準日")
    meeting_name = models.CharField("会議", max_length=120, blank=True)
    meeting_on = models.DateField("会議の日", null=True, blank=True)
    snapshot = models.TextField("凍結したデータ")
    sha256 = models.CharField("SHA-256", max_length=64)
    status = models.CharField(
        "状態",
        max_length=12,
        choices=EditionStatus,
        default=EditionStatus.RENDERING,
    )
    message = models.TextField("説明", blank=True)
    step = models.CharField("段階", max_length=60, blank=True)
    page = models.PositiveIntegerField("ページ", default=0)
    made_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="作成者",
        related_name="editions",
    )
    made_at = models.DateTimeField("作成日時", auto_now_add=True)
    published_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="公表者",
        related_name="+",
    )
    published_at = models.DateTimeField("公表日時", null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "報告書の版"
        verbose_name_plural = "報告書の版"
        ordering = ["-made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["prefecture", "kind", "number"],
                name="one_edition_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at=None)
                | models.Q(status=EditionStatus.PUBLISHED),
                name="only_published_editions_have_a_day_of_publication",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} 第{self.number}版"

    def get_absolute_url(self) -> str:
        return reverse("reports:detail", args=[self.pk])

    @property
    def values(self) -> dict[str, Any]:
        """The frozen data as plain values."""
        return json.loads(self.snapshot)

    @property
    def is_working(self) -> bool:
        return self.status == EditionStatus.RENDERING

    @property
    def file_name(self) -> str:
        return f"{self.kind}-{self.as_of.isoformat()}-v{self.number}.pdf"


class EditionFile(models.Model):
    """A file made from an edition's snapshot: the stored bytes are the record."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        """The typeset report."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind)
    content = models.BinaryField()
    size = models.PositiveIntegerField("大きさ（バイト）")
    sha256 = models.CharField("SHA-256", max_length=64)
    pages = models.PositiveIntegerField("ページ数", default=0)
    library_versions = models.JSONField("部品の版", default=dict)
    made_at = models.DateTimeField("作成日時", auto_now_add=True)

    class Meta:
        verbose_name = "報告書のファイル"
        verbose_name_plural = "報告書のファイル"
        ordering = ["edition", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"], name="one_file_a_kind_and_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.kind}"
