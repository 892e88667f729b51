"""Work in the background has the rights of who asked for it, as they are when it runs.

Between asking and running an account may be shut, a role changed, a region taken away. The room that
does the work asks its own scope again; here is what becomes of work that may not be done any more.
"""

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.audit import record
from accounts.models import AuditEvent, User
from accounts.notices import notify
from accounts.roles import Permission

WORDS = (
    "求めた人の権限か担当区域が、求めたあとに変わったため、行いませんでした。"
    "いまの担当者がもう一度行ってください。"
)


def who_asked(user_id: int | None, permission: Permission) -> User | None:
    """The person as of now, where the account is open and may still do it; else None."""
    user = User.objects.filter(pk=user_id).first()
    return user if user is not None and user.may(permission) else None


@transaction.atomic
def refuse_work(*, action: str, target: Model, link: str, asked_by: int | None) -> None:
    """Put on record that it was refused, and tell who had asked."""
    user = User.objects.filter(pk=asked_by).first()
    refused = AuditEvent.Outcome.REFUSED
    record(action, by=user, target=target, outcome=refused, reason=WORDS)
    if user is not None:
        notify(
            to=user,
            text=f"行えませんでした：{target}",
            detail=WORDS,
            link=link,
            key=f"refused:{action}:{target.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
            by=None,
        )
