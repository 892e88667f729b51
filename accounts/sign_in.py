"""Puts sign-ins, sign-outs and failures on record."""

from axes.signals import user_locked_out
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver

from accounts.audit import record
from accounts.models import AuditEvent


@receiver(user_logged_in)
def record_sign_in(sender: object, user: object, **kwargs: object) -> None:
    record("sign_in", by=user)


@receiver(user_logged_out)
def record_sign_out(sender: object, user: object, **kwargs: object) -> None:
    record("sign_out", by=user)


@receiver(user_login_failed)
def record_failure(sender: object, credentials: dict, **kwargs: object) -> None:
    tried = str(credentials.get("username", ""))[:100]
    record(
        "sign_in",
        by=None,
        outcome=AuditEvent.Outcome.REFUSED,
        detail={"username": tried},
    )


@receiver(user_locked_out)
def record_lock_out(sender: object, username: str, **kwargs: object) -> None:
    record(
        "lock_out",
        by=None,
        outcome=AuditEvent.Outcome.REFUSED,
        detail={"username": str(username)[:100]},
    )
