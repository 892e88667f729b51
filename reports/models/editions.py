"""An edition: what was chosen for a report, its frozen data, and how far it has come."""

import json
import uuid
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from reports.kinds import ISSUED, SIGNED, UNFROZEN, EditionStatus, ReportKind
from zones.access import region_scope
from zones.models import PlanVersion, Prefecture

# The worker's death is noticed, and its work given to another, in less than half of this.
STALLED_AFTER = timedelta(minutes=10)


class EditionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Officials see all of their prefecture; everybody else what was issued there."""
        scope = region_scope(user)
        if user.role == Role.OFFICIAL:
            return self.filter(prefecture__in=sorted(scope.prefectures))
        if user.role == Role.COMMITTEE:
            own = sorted(scope.prefectures)
        elif user.role == Role.HEALTH_CENTRE:
            own = sorted({code[:2] for code in scope.municipalities})
        else:
            own = []
        return self.issued().filter(prefecture__in=own)

    def editable_by(self, user: User) -> Self:
        if user.role != Role.OFFICIAL:
            return self.none()
        return self.filter(prefecture__in=sorted(region_scope(user).prefectures))

    def published(self) -> Self:
        """What counts now: published, and not superseded by a correction."""
        return self.filter(status=EditionStatus.PUBLISHED)

    def issued(self) -> Self:
        """What the committee may read: published, and published once."""
        return self.filter(status__in=ISSUED)

    def frozen(self) -> Self:
        return self.exclude(snapshot="")

    def latest(self) -> "Edition | None":
        return self.order_by("-as_of", "-number").first()


class Edition(models.Model):
    """One report: chosen, then frozen in ``snapshot`` (canonical JSON) with its SHA-256.

    The number counts the editions of a kind in a prefecture. A published edition is never
    altered or lost (the database refuses it: ``migrations/0003``); a correction is a new edition
    that names the one it ``corrects``, why, and what changed.
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
    meeting_paper = models.CharField("資料の番号", max_length=40, blank=True)
    zone_codes = models.JSONField("対象の圏域", default=list, blank=True)
    parts = models.JSONField("章とその順", default=list, blank=True)
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="前回の版",
        related_name="+",
    )
    since = models.DateField("前回の日", null=True, blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="訂正する版",
        related_name="corrections",
    )
    reason = models.CharField("訂正の理由", max_length=400, blank=True)
    corrected_points = models.TextField("訂正した箇所", blank=True)

    snapshot = models.TextField("凍結したデータ", blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    frozen_at = models.DateTimeField("凍結日時", null=True, blank=True)

    status = models.CharField(
        "状態",
        max_length=12,
        choices=EditionStatus,
        default=EditionStatus.PREPARING,
    )
    message = models.TextField("説明", blank=True)
    step = models.CharField("段階", max_length=60, blank=True)
    page = models.PositiveIntegerField("ページ", default=0)
    done = models.PositiveSmallIntegerField("済んだ段階", default=0)
    total = models.PositiveSmallIntegerField("段階の数", default=0)
    worked_at = models.DateTimeField("作成が動いていた日時", null=True, blank=True)
    made_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="作成者",
        related_name="editions",
    )
    made_at = models.DateTimeField("作成日時", auto_now_add=True)
    checked_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="確認者",
        related_name="+",
    )
    checked_at = models.DateTimeField("確認日時", null=True, blank=True)
    published_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="公表者",
        related_name="+",
    )
    published_at = models.DateTimeField("公表日時", null=True, blank=True)
    superseded_at = models.DateTimeField("差し替え日時", null=True, blank=True)

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
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(status=EditionStatus.WITHDRAWN),
                name="an_edition_is_corrected_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ISSUED, published_at__isnull=False)
                | (~Q(status__in=ISSUED) & Q(published_at=None)),
                name="issued_editions_alone_have_a_day_of_publication",
            ),
            models.CheckConstraint(
                condition=Q(status__in=SIGNED, checked_at__isnull=False)
                & Q(checked_by__isnull=False)
                | (~Q(status__in=SIGNED) & Q(checked_by=None)),
                name="editions_are_checked_before_they_are_published",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None)
                | Q(made_by=None)
                | ~Q(checked_by=F("made_by")),
                name="nobody_checks_an_edition_of_their_own",
            ),
            models.CheckConstraint(
                condition=Q(status__in=UNFROZEN) | ~Q(sha256=""),
                name="editions_are_typeset_from_frozen_data",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""),
                name="a_correction_says_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=EditionStatus.SUPERSEDED, superseded_at__isnull=False
                )
                | (~Q(status=EditionStatus.SUPERSEDED) & Q(superseded_at=None)),
                name="superseded_editions_alone_say_since_when",
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
    def is_issued(self) -> bool:
        return self.status in ISSUED

    @property
    def file_stem(self) -> str:
        """The name of its files without the ending."""
        return f"{self.kind}-{self.as_of.isoformat()}-v{self.number}"

    @property
    def found_by(self) -> tuple[str, ...]:
        """The words that a search looks through."""
        files = (f"{self.file_stem}.{ending}" for ending in ("pdf", "xlsx"))
        meeting = (self.meeting_name, self.meeting_paper)
        return (str(self), *meeting, self.get_kind_display(), *files)
