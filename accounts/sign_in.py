"""Puts sign-ins, sign-outs and failures on record, and what a person changes of the own way in."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.db.models.signals import post_delete, post_save
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


@receiver(password_changed)
def record_password(sender: object, user: Any, **kwargs: object) -> None:
    record("change_own_password", by=user)


# The library tells of these only after its transaction; the record belongs inside.
@receiver(post_save, sender=Authenticator)
def record_factor_made(
    instance: Authenticator, created: bool, raw: bool, **kwargs: object
) -> None:
    if created and not raw:
        record(
            "add_second_factor", by=instance.user, detail={"kind": str(instance.type)}
        )


@receiver(post_delete, sender=Authenticator)
def record_factor_gone(instance: Authenticator, **kwargs: object) -> None:
    record(
        "remove_second_factor", by=instance.user, detail={"kind": str(instance.type)}
    )
