"""Records of this room and of reports, for their histories."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.records.kinds import register_read_only
from accounts.roles import Permission
from portal.models import PublicExclusion
from reports.models import Edition, EditionText


def _texts(user: User) -> QuerySet[EditionText]:
    editions = Edition.objects.visible_to(user)
    return EditionText.objects.filter(edition__in=editions.values("pk"))


def register_records() -> None:
    register_read_only(
        "edition-text", "報告書の文", EditionText, _texts, Permission.MAKE_REPORTS
    )
    register_read_only(
        "exclusion",
        "公表しないもの",
        PublicExclusion,
        PublicExclusion.objects.visible_to,
        Permission.PUBLISH_REPORTS,
    )
