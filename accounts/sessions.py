"""How long a session lasts: so long without a request, and so long altogether."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.audit import record
from accounts.middleware import UNAVAILABLE, Next

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
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
