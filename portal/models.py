"""What leaves the portal without a sign-in (releases, keys of other systems), and which workers live."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from formats.dates import wareki
from zones.access import RegionScopedQuerySet
from zones.models import Prefecture


class PrefectureRowQuerySet(RegionScopedQuerySet):
    region_paths = {"prefecture": "prefecture"}


class PublicRelease(models.Model):
    """What residents may read: the bodies of a prefecture on a day, frozen in ``data``.

    The public pages and the open data read the newest one in force and nothing else, so what was
    not released cannot be shown. ``data`` is what ``portal.public.bodies.release_data`` gives; it is
    never changed, and only taken back as a whole.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "下書き"
        """Seen by officials only."""
        RELEASED = "released", "公表"
        """On the public pages while no newer one is."""
        WITHDRAWN = "withdrawn", "取り下げ"
        """Was public and is no longer."""

    prefecture = models.ForeignKey(
        Prefecture, models.PROTECT, verbose_name="都道府県", related_name="releases"
    )
    as_of = models.DateField("基準日")
    state = models.CharField("状態", max_length=10, choices=State, default=State.DRAFT)
    data = models.JSONField("公表する内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name="作成者", related_name="+"
    )
    made_at = models.DateTimeField("作成日時", auto_now_add=True)
    released_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name="公表者", related_name="+"
    )
    released_at = models.DateTimeField("公表日時", null=True)
    withdrawn_at = models.DateTimeField("取り下げ日時", null=True)
    reason = models.CharField("取り下げの理由", max_length=300, blank=True)

    objects = PrefectureRowQuerySet.as_manager()

    class Meta:
        verbose_name = "住民向けの公表"
        verbose_name_plural = "住民向けの公表"
        ordering = ["prefecture", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", released_at=None)
                | ~Q(state="draft") & Q(released_at__isnull=False),
                name="what_was_released_has_a_day_of_release",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False),
                name="what_was_taken_back_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefecture}　{wareki(self.as_of)}現在"

    def get_absolute_url(self) -> str:
        return reverse("portal:release-detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_public(self) -> bool:
        return self.state == self.State.RELEASED


class PublicExclusion(models.Model):
    """A body that stays out of every release until somebody takes the row back."""

    prefecture = models.ForeignKey(
        Prefecture, models.CASCADE, verbose_name="都道府県", related_name="exclusions"
    )
    key = models.CharField("公表用の番号", max_length=40)
    name = models.CharField("名称", max_length=200)
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(
        User, models.PROTECT, verbose_name="登録した人", related_name="+"
    )
    at = models.DateTimeField("登録日時", auto_now_add=True)

    objects = PrefectureRowQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "公表しないもの"
        verbose_name_plural = "公表しないもの"
        ordering = ["prefecture", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["prefecture", "key"], name="a_body_is_excluded_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ApiKeyQuerySet(models.QuerySet):
    def usable(self) -> "ApiKeyQuerySet":
        return self.filter(revoked_at=None, user__is_active=True)


class ApiKey(models.Model):
    """The key of one other system. It reads what its account may read, and writes nothing.

    Only a hash of the key is stored; the key itself is shown once.
    """

    name = models.CharField("システムの名称", max_length=80, unique=True)
    user = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name="閲覧範囲とする利用者",
        related_name="api_keys",
    )
    prefix = models.CharField("キーの先頭", max_length=8)
    sha256 = models.CharField("キーのSHA-256", max_length=64, unique=True)
    expires_on = models.DateField("期限")
    created_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="発行者", related_name="+"
    )
    created_at = models.DateTimeField("発行日時", auto_now_add=True)
    last_used_at = models.DateTimeField("最後の利用", null=True)
    revoked_at = models.DateTimeField("失効日時", null=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "APIキー"
        verbose_name_plural = "APIキー"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """When a worker last said that it lives."""

    worker = models.CharField("ワーカー", max_length=80, primary_key=True)
    at = models.DateTimeField("最後の合図")

    class Meta:
        verbose_name = "ワーカーの合図"
        verbose_name_plural = "ワーカーの合図"
        ordering = ["worker"]

    def __str__(self) -> str:
        return self.worker
