"""How long a session lasts: so long without a request, and so long altogether; and a person's own ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.address import client_address
from accounts.audit import record
from accounts.middleware import UNAVAILABLE, Next
from accounts.models import User

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
BEGUN_FROM = "begun_from"
BROWSER = "browser"
# A session is written again at most so often.
ONCE_A = timedelta(minutes=1).total_seconds()


class SessionStore(DatabaseStore):
    """The session engine. A database that is busy is no session that somebody ended meanwhile.

    Django takes both for the latter and answers 400; the first is 503, and the same act works later.
    """

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except UpdateError as reason:
            if isinstance(reason.__context__, UNAVAILABLE):
                raise reason.__context__ from None
            raise


@receiver(user_logged_in)
def note_beginning(sender: object, request: HttpRequest, **kwargs: object) -> None:
    session = getattr(request, "session", None)
    if session is not None:
        session[SIGNED_IN_AT] = session[SEEN_AT] = timezone.now().timestamp()
        session[BEGUN_FROM] = client_address(request)
        session[BROWSER] = request.headers.get("User-Agent", "")[:200]


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session that is going on. ``name`` names it in a form, and is no key to it."""

    key: str
    name: str
    begun_at: datetime
    seen_at: datetime
    address: str
    browser: str


def sessions_of(user: User, now: datetime) -> Iterator[OwnSession]:
    """A person's sessions that are going on, the one used last first."""
    found = []
    for row in Session.objects.filter(expire_date__gt=now):
        said = row.get_decoded()
        if said.get(SESSION_KEY) != str(user.pk):
            continue
        seen = said.get(SEEN_AT, now.timestamp())
        if seen + settings.SESSION_IDLE_SECONDS <= now.timestamp():
            continue
        found.append((seen, row.session_key, said))
    for seen, key, said in sorted(found, key=lambda one: (-one[0], one[1])):
        yield OwnSession(
            key=key,
            name=salted_hmac("accounts.sessions", key).hexdigest()[:20],
            begun_at=datetime.fromtimestamp(said.get(SIGNED_IN_AT, seen), UTC),
            seen_at=datetime.fromtimestamp(seen, UTC),
            address=said.get(BEGUN_FROM) or "",
            browser=said.get(BROWSER, ""),
        )


@transaction.atomic
def end_sessions(*, keys: list[str], by: User) -> int:
    """End sessions of a person; says how many there still were."""
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    if ended:
        record("end_own_sessions", by=by, detail={"number": ended})
    return ended


def seconds_left(request: HttpRequest) -> int:
    """Until the session ends if nothing more is asked; zero or less when it has ended."""
    now = timezone.now().timestamp()
    session = request.session
    idle = session.get(SEEN_AT, now) + settings.SESSION_IDLE_SECONDS - now
    whole = session.get(SIGNED_IN_AT, now) + settings.SESSION_COOKIE_AGE - now
    return int(min(idle, whole))


def renew(request: HttpRequest) -> None:
    """Count from now on again; the whole length stays what it is."""
    now = timezone.now().timestamp()
    request.session[SEEN_AT] = now
    request.session.setdefault(SIGNED_IN_AT, now)


class SessionLimits:
    """Ends a session that is over, before anybody asks who is signed in."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            if seconds_left(request) <= 0:
                record("end_session", by=user, reason="時間切れ")
                logout(request)
            elif _is_old(request):
                # Kept before the page is asked for: when that fails, nothing has been changed yet.
                renew(request)
                request.session.save()
                request.session.modified = False
        return self.get_response(request)


def _is_old(request: HttpRequest) -> bool:
    seen = request.session.get(SEEN_AT, 0)
    return timezone.now().timestamp() - seen > ONCE_A
