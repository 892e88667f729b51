"""One-time codes that an administrator hands to a person who cannot sign in any more.

There is no mail on a closed network: the code is told in person or by telephone, holds for a day,
for one use, and is void after five mistakes.
"""

import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from axes.utils import reset as unlock
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.audit import record
from accounts.models import AuditEvent, ResetCode, User

HOLDS = timedelta(hours=24)
MOST_TRIES = 5
# Without letters and digits that are taken for one another on paper or by telephone.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 12


class WrongCode(Exception):
    """The name and the code do not belong together, or the code is used, late or void."""


@transaction.atomic
def issue_code(
    *, user: User, without_second_factor: bool = False, now: datetime, by: User
) -> str:
    """Make a code for a person and take the earlier ones back. It is shown once and not kept.

    ``without_second_factor`` also removes the app and the recovery codes of a lost device.
    """
    user.reset_codes.filter(used_at=None).delete()
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    ResetCode.objects.create(
        user=user, digest=_digest(code), ends_at=now + HOLDS, issued_by=by
    )
    unlock(username=user.username)
    if without_second_factor:
        Authenticator.objects.filter(user=user).delete()
    detail = {"second_factor_removed": without_second_factor}
    record("issue_reset_code", by=by, target=user, detail=detail)
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def use_code(*, username: str, code: str, password: str, now: datetime) -> User:
    """Set a new password with a code, which ends all sessions. Raises ``WrongCode``."""
    with transaction.atomic():
        user = _use(username, code, password, now)
    if user is None:
        refused = AuditEvent.Outcome.REFUSED
        detail = {"username": username[:100]}
        record("use_reset_code", by=None, outcome=refused, detail=detail)
        raise WrongCode
    return user


def _owner(*, username: str, code: str, now: datetime) -> User | None:
    """Whose code it is, without using it; a mistake counts."""
    waiting = ResetCode.objects.filter(
        user__username=username,
        user__is_active=True,
        used_at=None,
        ends_at__gt=now,
        tries__lt=MOST_TRIES,
    )
    given = waiting.select_related("user").first()
    # The hash is made in any case, so that the time does not tell whether there is a code.
    digest = _digest(code)
    if given is None:
        return None
    if not constant_time_compare(given.digest, digest):
        ResetCode.objects.filter(pk=given.pk).update(tries=F("tries") + 1)
        return None
    return given.user


def _use(username: str, code: str, password: str, now: datetime) -> User | None:
    user = _owner(username=username, code=code, now=now)
    if user is None:
        return None
    unused = ResetCode.objects.filter(user=user, used_at=None)
    if not unused.update(used_at=now):
        return None
    user.set_password(password)
    user.save(update_fields=["password"])
    record("use_reset_code", by=user, target=user)
    return user


def _digest(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return salted_hmac("accounts.reset", plain, algorithm="sha256").hexdigest()
