"""Published reports on a start page."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from formats.dates import wareki
from reports.models import Edition

Item = dict[str, Any]


def edition_items(user: User, most: int = 3) -> list[Item]:
    """The newest published reports of the region."""
    if not user.may(Permission.READ_PUBLISHED):
        return []
    found = Edition.objects.visible_to(user).published().defer("snapshot")
    return [
        edition_item(edition)
        for edition in found.order_by("-as_of", "-number", "pk")[:most]
    ]


def edition_item(edition: Edition) -> Item:
    meeting = f"　{edition.meeting_name}" if edition.meeting_name else ""
    return {
        "title": str(edition),
        "url": edition.get_absolute_url(),
        "pdf": reverse("reports:pdf", args=[edition.pk]),
        "about": f"{wareki(edition.as_of)}現在{meeting}",
    }
