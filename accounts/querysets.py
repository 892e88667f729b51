"""Reads of notices and saved views that chain."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

if TYPE_CHECKING:
    from accounts.models import Notice, User


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """What was sent to a person, or to the role and region of that person.

        News from before the account was made stays out; a task is shown until it is done.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        # Regions belong to the room of zones, which stands above this one.
        grants = user.regions.filter(prefecture=OuterRef("prefecture"))
        whole = Q(health_centre=None)
        centre = Q(health_centre__code=OuterRef("health_centre"))
        covered = Exists(grants.filter(whole | centre)) | (
            Q(health_centre="") & Exists(grants)
        )
        of_role = Q(user=None) & Q(role__in=["", user.role])
        since = Q(at__gte=user.date_joined) | Q(due_on__isnull=False, done_at=None)
        return self.filter(
            Q(user=user) | of_role & (Q(prefecture="") | covered) & since
        )

    def unread_by(self, user: "User") -> Self:
        """Neither read by this person nor a task that somebody has done already."""
        read = apps.get_model("accounts", "NoticeRead").objects.filter(
            notice=OuterRef("pk"), user=user
        )
        return self.filter(~Exists(read), done_at=None)

    def open_tasks(self) -> Self:
        """Tasks that nobody has done, the most urgent first."""
        return self.filter(due_on__isnull=False, done_at=None).order_by("due_on", "pk")


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own, and those that the same role shares in the same prefecture."""
        here = Q(prefecture="") | Exists(
            user.regions.filter(prefecture=OuterRef("prefecture"))
        )
        return self.filter(Q(owner=user) | Q(shared=True, role=user.role) & here)


def people_of(notice: "Notice") -> "models.QuerySet[User]":
    """The active people whom a notice is for."""
    people = apps.get_model("accounts", "User").objects.filter(is_active=True)
    if notice.user_id:
        return people.filter(pk=notice.user_id)
    if notice.role:
        people = people.filter(role=notice.role)
    if notice.prefecture:
        grants = people.model._meta.get_field("regions").related_model.objects
        grants = grants.filter(user=OuterRef("pk"), prefecture=notice.prefecture)
        if notice.health_centre:
            grants = grants.filter(
                Q(health_centre=None) | Q(health_centre__code=notice.health_centre)
            )
        people = people.filter(Exists(grants))
    return people.order_by(F("pk"))
