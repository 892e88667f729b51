"""Sign-on by a header that a trusted proxy sets, for prefectures with one sign-in for everything.

Off unless ``SIGN_ON_HEADER`` names the header. It is believed only from the addresses in
``SIGN_ON_PROXIES``; accounts are still issued here, an unknown name signs nobody in.
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


class ProxySignOn:
    """Signs in whom the proxy names, and out who is no longer named."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SIGN_ON_HEADER:
            self._sign_on(request)
        return self.get_response(request)

    def _sign_on(self, request: HttpRequest) -> None:
        name = request.META.get(settings.SIGN_ON_HEADER, "")
        if request.META.get("REMOTE_ADDR") not in settings.SIGN_ON_PROXIES:
            if name:
                logger.warning("sign-on header from an address that is not trusted")
            return
        if request.user.is_authenticated:
            if not signed_on_by_proxy(request) or request.user.username == name:
                return
            logout(request)
        user = User.objects.filter(username=name, is_active=True).first()
        if name and user is not None:
            login(request, user, backend=BACKEND)
            request.session[BY_PROXY] = True
