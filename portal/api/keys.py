"""Keys of other systems: issued once, stored as a hash, revoked by one click."""

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from portal.models import ApiKey

# A key is used many times a second; its last use is written once a minute.
TOUCH_SECONDS = 60


@transaction.atomic
def issue_key(
    *, name: str, user: User, expires_on: date, by: User
) -> tuple[ApiKey, str]:
    """Make a key that reads what ``user`` may read. The second value is shown once and not kept."""
    secret = f"zp_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        name=name,
        user=user,
        prefix=secret[:8],
        sha256=_hash(secret),
        expires_on=expires_on,
        created_by=by,
    )
    record(
        "issue_api_key",
        by=by,
        target=key,
        detail={"user": user.username, "expires_on": expires_on.isoformat()},
    )
    return key, secret


@transaction.atomic
def revoke_key(*, key: ApiKey, by: User) -> None:
    """Refuse the key from the next request on; revoking it again changes nothing."""
    rows = ApiKey.objects.filter(pk=key.pk, revoked_at=None)
    if rows.update(revoked_at=timezone.now()):
        record("revoke_api_key", by=by, target=key)


def holder_of(secret: str, day: date) -> User | None:
    """The account in whose name a key reads; None for one unknown, revoked or out of date."""
    rows = ApiKey.objects.usable().select_related("user")
    key = rows.filter(sha256=_hash(secret), expires_on__gte=day).first()
    if key is None:
        return None
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(
        last_used_at__lt=now - timedelta(seconds=TOUCH_SECONDS)
    )
    ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
    return key.user


def _hash(secret: str) -> str:
    # The key is long and random: a slow hash would protect nothing more.
    return hashlib.sha256(secret.encode()).hexdigest()
