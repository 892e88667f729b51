"""Sign-on by a header that a trusted proxy sets, for prefectures with one sign-in for everything.

Off unless ``SIGN_ON_HEADER`` names the header. It is believed only from the addresses in
``SIGN_ON_PROXIES``; accounts are still issued here, an unknown name signs nobody in. A session begins
when the person presses the button on the page for signing in, so that who has signed out stays so.
"""

import logging

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse

from accounts.middleware import Next
from accounts.models import User

logger = logging.getLogger(__name__)
BY_PROXY = "signed_on_by_proxy"
BACKEND = "accounts.signed_in.SignInBackend"


def signed_on_by_proxy(request: HttpRequest) -> bool:
    """Whether the proxy vouches for this session; it is then the one to ask for two factors."""
    return bool(request.session.get(BY_PROXY))


def named_by_proxy(request: HttpRequest) -> str:
    """The name that a trusted proxy gives to who asks; empty from anybody else."""
    name = request.META.get(settings.SIGN_ON_HEADER, "")
    if settings.SIGN_ON_HEADER and _is_trusted(request):
        return name
    if settings.SIGN_ON_HEADER and name:
        logger.warning("sign-on header from an address that is not trusted")
    return ""


def vouched_for(request: HttpRequest) -> User | None:
    """The person whose account has the name that the proxy gives, unless it is shut."""
    name = named_by_proxy(request)
    if not name:
        return None
    return User.objects.filter(username=name, is_active=True).first()


def _is_trusted(request: HttpRequest) -> bool:
    return request.META.get("REMOTE_ADDR") in settings.SIGN_ON_PROXIES


def sign_on(request: HttpRequest, user: User) -> None:
    login(request, user, backend=BACKEND)
    request.session[BY_PROXY] = True


class ProxySignOn:
    """Signs out who is no longer named."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SIGN_ON_HEADER and _is_left(request):
            logout(request)
        return self.get_response(request)


def _is_left(request: HttpRequest) -> bool:
    """Whether the proxy began the session and now names another, or nobody."""
    if not request.user.is_authenticated or not _is_trusted(request):
        return False
    name = named_by_proxy(request)
    return signed_on_by_proxy(request) and request.user.username != name
