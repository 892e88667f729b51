"""Uploads as reversible cases: the file, what it would change, and every problem found in it."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from accounts.lists.search import Searchable
from accounts.models import User
from accounts.roles import Role
from imports.changes import MatchDecision, PlannedChange, PlannedChangeQuerySet
from imports.problems import UploadProblem
from imports.remarks import UploadRemark
from imports.titles import found_by
from zones.access import region_scope
from zones.models import HealthCentre, Prefecture

__all__ = [
    "WAITING",
    "MatchDecision",
    "PlannedChange",
    "PlannedChangeQuerySet",
    "Upload",
    "UploadBefore",
    "UploadFile",
    "UploadProblem",
    "UploadRemark",
]

# A worker gives a sign of life every few seconds, so this long a silence means it is gone.
STALLED_AFTER = timedelta(seconds=60)


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Officials see the uploads of their prefecture, clerks those of their health centre."""
        scope = region_scope(user)
        if user.role == Role.OFFICIAL:
            prefectures = sorted(scope.prefectures)
            # What the system itself brought has no region of its own: its list says it.
            system = Q(region_prefecture=None, prefecture__in=prefectures)
            return self.filter(Q(region_prefecture__in=prefectures) | system)
        if user.role == Role.HEALTH_CENTRE:
            return self.filter(health_centre__in=sorted(scope.health_centres))
        return self.none()

    def with_what_was_said(self) -> Self:
        """Each with ``approvals`` of the preview as it is, and ``comments``."""
        kind = UploadRemark.Kind
        standing = Q(remarks__kind=kind.APPROVAL, remarks__prepared_at=F("prepared_at"))
        return self.annotate(
            approvals=Count("remarks", filter=standing),
            comments=Count("remarks", filter=Q(remarks__kind=kind.COMMENT)),
        )


class Upload(Searchable):
    """One file and what became of it."""

    class Status(models.TextChoices):
        RECEIVED = "received", "受付済み"
        """Stored; the task has not begun."""
        READING = "reading", "読取中"
        """A worker is reading, checking and matching."""
        READY = "ready", "確認待ち"
        """The preview is stored; nothing is written to the registry."""
        HAS_ERRORS = "has_errors", "誤りあり"
        """Some rows have errors; they must be mended first."""
        REFUSED = "refused", "受付不可"
        """The file as a whole was refused."""
        APPLIED = "applied", "適用済み"
        """Written to the registry in one transaction."""
        UNDONE = "undone", "取消済み"
        """Applied, and taken back as a whole later."""
        DISCARDED = "discarded", "取りやめ"
        """A person decided not to apply it."""
        FAILED = "failed", "失敗"
        """Reading broke off; it can be started again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField("ファイル名", max_length=255)
    size = models.PositiveIntegerField("大きさ（バイト）")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    format = models.CharField("様式", max_length=30, blank=True)
    status = models.CharField(
        "状態", max_length=12, choices=Status, default=Status.RECEIVED
    )
    message = models.TextField("説明", blank=True)
    prefecture = models.ForeignKey(
        Prefecture,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="名簿の都道府県",
        related_name="+",
    )
    as_of = models.DateField("名簿の現在日", null=True, blank=True)
    # The region of who uploaded it; no region at all is the system (a command), without limit.
    region_prefecture = models.ForeignKey(
        Prefecture,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="範囲の都道府県",
        related_name="uploads",
    )
    health_centre = models.ForeignKey(
        HealthCentre,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="保健所",
        related_name="uploads",
    )
    stage = models.CharField("段階", max_length=20, blank=True)
    done = models.PositiveIntegerField("済み", default=0)
    total = models.PositiveIntegerField("全体", default=0)
    heartbeat_at = models.DateTimeField("最終更新", null=True, blank=True)
    rows = models.PositiveIntegerField("行数", default=0)
    facilities = models.PositiveIntegerField("機関数", default=0)
    counts = models.JSONField("件数", default=dict, blank=True)
    classes = models.JSONField("類型別", default=dict, blank=True)
    unresolved = models.PositiveIntegerField("所在地不明", default=0)
    set_aside = models.PositiveIntegerField("管轄外", default=0)
    seconds = models.JSONField("段階別の秒数", default=dict, blank=True)
    covered = models.JSONField("名簿の範囲", default=dict, blank=True)
    # Facilities by class in each municipality: {municipality: {class: [now, afterwards]}}.
    effects = models.JSONField("件数への影響", default=dict, blank=True)
    # The columns of each sheet, {sheet: {field: letters}}, for naming a cell afterwards.
    columns = models.JSONField("列", default=dict, blank=True)
    # Who works on it now: a worker that was taken for dead finds another claim and stops.
    claim = models.UUIDField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField("読取の回数", default=0)
    uploaded_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="取込者",
        related_name="uploads",
    )
    uploaded_at = models.DateTimeField("取込日時", auto_now_add=True)
    prepared_at = models.DateTimeField("確認した時点", null=True, blank=True)
    applied_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="適用者",
        related_name="+",
    )
    applied_at = models.DateTimeField("適用日時", null=True, blank=True)
    undone_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="取り消した人",
        related_name="+",
    )
    undone_at = models.DateTimeField("取消日時", null=True, blank=True)
    # What the undo left as it was: {facility, name, reason} each.
    kept = models.JSONField("取り消さなかった機関", default=list, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "取込"
        verbose_name_plural = "取込"
        ordering = ["-uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    def search_parts(self) -> tuple[str, ...]:
        return found_by(self)

    @property
    def may_be_discarded(self) -> bool:
        """Whether it waits for a person, so that one may decide not to apply it."""
        return self.status in WAITING

    @property
    def is_working(self) -> bool:
        return self.status in {self.Status.RECEIVED, self.Status.READING}

    @property
    def has_preview(self) -> bool:
        return self.status in {
            self.Status.READY,
            self.Status.HAS_ERRORS,
            self.Status.APPLIED,
            self.Status.UNDONE,
            self.Status.DISCARDED,
        }

    @property
    def stood_as(self) -> str:
        """What one that was put aside waited for; empty where its file was not read to the end."""
        if self.status != self.Status.DISCARDED or self.message or not self.prepared_at:
            return ""
        has_errors = self.counts.get(PlannedChange.Outcome.INVALID)
        return self.Status.HAS_ERRORS if has_errors else self.Status.READY

    def written_changes(self) -> "PlannedChangeQuerySet":
        """What applying writes. Where rows are left out for errors, nothing counts as missing."""
        outcome, changes = PlannedChange.Outcome, self.changes.writing()
        if self.counts.get(outcome.INVALID):
            return changes.exclude(outcome=outcome.MISSING)
        return changes

    def has_error_of_the_whole(self) -> bool:
        """An error of the file, not of a row: nothing of it can be applied."""
        errors = self.problems.filter(level=UploadProblem.Level.ERROR)
        return errors.filter(Q(row=None) | Q(row=0)).exists()

    @property
    def left_out(self) -> int:
        """Rows with errors, and facilities that wait for a decision."""
        outcome = PlannedChange.Outcome
        return self.counts.get(outcome.INVALID, 0) + self.counts.get(
            outcome.AMBIGUOUS, 0
        )

    def is_stalled(self, now: datetime) -> bool:
        """Whether it should be working and nobody has been heard of for a while."""
        heard_at = self.heartbeat_at or self.uploaded_at
        return self.is_working and heard_at < now - STALLED_AFTER


WAITING = (
    Upload.Status.READY,
    Upload.Status.HAS_ERRORS,
    Upload.Status.REFUSED,
    Upload.Status.FAILED,
)
"""Nobody works on it, nothing of it is written: it can be discarded."""


class UploadFile(models.Model):
    """The bytes as they came, apart from the row that lists show."""

    upload = models.OneToOneField(
        Upload, models.CASCADE, primary_key=True, related_name="file"
    )
    content = models.BinaryField()

    class Meta:
        verbose_name = "取込ファイル"
        verbose_name_plural = "取込ファイル"

    def __str__(self) -> str:
        return str(self.upload)


class UploadBefore(models.Model):
    """What the registry held that the plan does not say, for taking the upload back."""

    upload = models.OneToOneField(
        Upload, models.CASCADE, primary_key=True, related_name="before"
    )
    # facilities.listed.Before of each part that was written.
    parts = models.JSONField(default=list)

    class Meta:
        verbose_name = "取込前の値"
        verbose_name_plural = "取込前の値"

    def __str__(self) -> str:
        return str(self.upload)
