"""Who must have a second factor, and the only pages they reach until they have one."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.middleware import Next
from accounts.models import User
from accounts.roles import GRANTED, Permission, Role
from accounts.sign_on import signed_on_by_proxy

READING = {Permission.VIEW_REGISTRY, Permission.READ_PUBLISHED, Permission.READ_AUDIT}
WRITING_ROLES = frozenset(role for role, may in GRANTED.items() if may - READING)
# Setting it up, proving who one is, and leaving.
OPEN = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "account_reauthenticate",
    "account_change_password",
    "account_logout",
    "account_login",
}


def lacks_second_factor(user: User) -> bool:
    """Whether this person is to have one, and a password alone would do."""
    writes = user.role in {Role(role) for role in WRITING_ROLES}
    if not writes and not settings.MFA_REQUIRED_OF_READERS:
        return False
    totp = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    return not totp.exists()


class SecondFactorRequired:
    """With ``MFA_REQUIRED``: leads who writes to the set-up of a second factor first."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        user = request.user
        if not settings.MFA_REQUIRED or not user.is_authenticated:
            return None
        if request.resolver_match.view_name in OPEN or signed_on_by_proxy(request):
            return None
        if not lacks_second_factor(user):
            return None
        messages.warning(
            request,
            "2段階認証が必要です。認証アプリを登録してください。",
        )
        return redirect("mfa_activate_totp")
