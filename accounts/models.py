"""People who use the portal, what they are told, and what is kept for them."""

from django.contrib.auth import models as auth
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

from accounts.events import AuditEvent, AuditSeal
from accounts.querysets import NoticeQuerySet, SavedViewQuerySet
from accounts.roles import LABELS, Permission, Role
from accounts.undoable import UndoableChange

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "BulkChange",
    "Notice",
    "NoticeRead",
    "ResetCode",
    "SavedView",
    "SentForm",
    "User",
]


class User(AbstractUser):
    """A person with one role; the group of the same name carries the permissions."""

    display_name = models.CharField("氏名", max_length=60, blank=True)
    department = models.CharField("所属", max_length=100, blank=True)
    role = models.CharField("役割", max_length=20, choices=Role, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = "利用者"
        verbose_name_plural = "利用者"
        permissions = [(p.value, LABELS[p]) for p in Permission]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    def may(self, permission: Permission) -> bool:
        """Whether the role of this person carries the named permission."""
        carried = self.is_superuser or permission.value in self._carried
        return self.is_active and carried

    @cached_property
    def _carried(self) -> frozenset[str]:
        """What the groups of this person carry, and what was given in person.

        It came with the signed-in person (``accounts.signed_in``); else it is one query.
        """
        if hasattr(self, "carried"):
            return frozenset(self.carried or ())
        given = models.Q(group__user=self) | models.Q(user=self)
        codes = auth.Permission.objects.filter(
            given, content_type__app_label="accounts"
        )
        return frozenset(codes.values_list("codename", flat=True))

    def unread_notices(self) -> int:
        """How many notices this person has not read yet. One query."""
        if self.pk is None:
            return 0
        return Notice.objects.visible_to(self).unread_by(self).count()


class Notice(models.Model):
    """Something that people are told; with a due day it is a task, done by whoever is first.

    It is for one person, or for everybody of a role whose region covers a place. The place is held
    by its codes, since regions are known to the rooms above only.
    """

    key = models.CharField("キー", max_length=160, unique=True)
    text = models.CharField("お知らせ", max_length=200)
    detail = models.CharField("説明", max_length=1000, blank=True)
    link = models.CharField("行き先", max_length=300, blank=True)
    user = models.ForeignKey(
        User,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="宛先の人",
        related_name="notices",
    )
    role = models.CharField("宛先の役割", max_length=20, choices=Role, blank=True)
    prefecture = models.CharField("宛先の都道府県", max_length=2, blank=True)
    health_centre = models.CharField("宛先の保健所", max_length=10, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    at = models.DateTimeField("日時")
    by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="送った人",
        related_name="+",
    )
    done_at = models.DateTimeField("済んだ日時", null=True, blank=True)
    done_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="済ませた人",
        related_name="+",
    )
    mailed_at = models.DateTimeField("メールの日時", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "お知らせ"
        verbose_name_plural = "お知らせ"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["prefecture", "role", "-at"], name="notice_of_region"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(health_centre="") | ~models.Q(prefecture=""),
                name="notice_of_a_health_centre_names_its_prefecture",
            ),
            models.CheckConstraint(
                condition=models.Q(user=None)
                | models.Q(role="", prefecture="", health_centre=""),
                name="notice_is_for_a_person_or_for_a_role",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(due_on__isnull=False),
                name="only_a_task_is_done",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open_task(self) -> bool:
        return self.due_on is not None and self.done_at is None


class NoticeRead(models.Model):
    """That one person has read a notice."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, models.CASCADE, related_name="readings")
    at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = "既読"
        verbose_name_plural = "既読"
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "user"], name="notice_is_read_once_by_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice}：{self.user}"


class SavedView(models.Model):
    """The state of a list under a name: its conditions, order, columns and length of a page."""

    class List(models.TextChoices):
        """The lists, by the name of their address."""

        FACILITIES = "facilities:list", "医療機関"
        DESIGNATIONS = "designations:list", "指定"
        PROGRAMS = "programs:list", "補助事業"
        GRANTS = "programs:grants", "交付"
        ACTIVITIES = "programs:activities", "取組実績"
        UPLOADS = "imports:list", "名簿の取込"
        REPORTS = "reports:list", "報告書"

    which = models.CharField("一覧", max_length=40, choices=List)
    name = models.CharField("名前", max_length=40)
    query = models.CharField("条件", max_length=2000, blank=True)
    owner = models.ForeignKey(
        User, models.CASCADE, verbose_name="作った人", related_name="views"
    )
    shared = models.BooleanField("同じ役割の人と共有", default=False)
    role = models.CharField("役割", max_length=20, choices=Role, blank=True)
    prefecture = models.CharField("都道府県", max_length=2, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "保存した見方"
        verbose_name_plural = "保存した見方"
        ordering = ["which", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "which", "name"], name="view_has_a_name_of_its_own"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_which_display()}：{self.name}"


class ResetCode(models.Model):
    """A code for setting a new password once, issued by an administrator; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="reset_codes")
    digest = models.CharField("照合値", max_length=64)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("発行日時", auto_now_add=True)
    ends_at = models.DateTimeField("期限")
    tries = models.PositiveSmallIntegerField("誤りの回数", default=0)
    used_at = models.DateTimeField("使用日時", null=True, blank=True)

    class Meta:
        verbose_name = "再設定の番号"
        verbose_name_plural = "再設定の番号"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.issued_at:%Y-%m-%d %H:%M}"


class SentForm(models.Model):
    """A form that has done its work, by its key; see ``accounts.sent_forms``."""

    key = models.UUIDField("鍵", primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="sent_forms")
    digest = models.CharField("内容の照合値", max_length=64)
    leads_to = models.CharField("行き先", max_length=300, blank=True)
    words = models.CharField("言葉", max_length=200, blank=True)
    at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = "送信された画面"
        verbose_name_plural = "送信された画面"
        ordering = ["-at", "pk"]
        indexes = [models.Index(fields=["user", "at"], name="sent_form_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user}：{self.leads_to}"


class BulkChange(UndoableChange):
    """The same values written into several records at once, with what stood before."""

    kind = models.CharField("種類", max_length=30)

    class Meta:
        verbose_name = "まとめた変更"
        verbose_name_plural = "まとめた変更"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by=None)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undoing_a_bulk_change_has_person_and_time",
            )
        ]
