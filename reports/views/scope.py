"""Which edition an address means, and whose prefecture a new one belongs to."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from accounts.models import User
from reports.models import Edition
from zones.models import Prefecture


class OfOneEdition:
    """The edition named in the address, among those that the person may see; else 404."""

    changing = False

    def get_queryset(self) -> QuerySet[Edition]:
        user = self.request.user
        editions = Edition.objects.select_related(
            "prefecture", "plan_version__plan", "previous", "corrects",
            "made_by", "checked_by", "published_by",
        )  # fmt: skip
        if self.changing:
            return editions.editable_by(user)
        return editions.visible_to(user)

    @cached_property
    def edition(self) -> Edition:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])


def own_prefecture(user: User) -> Prefecture:
    """The prefecture that a person's new reports are for; else 404."""
    granted = user.regions.filter(health_centre=None).order_by("pk")
    return get_object_or_404(Prefecture, pk__in=granted.values("prefecture")[:1])
