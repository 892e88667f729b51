"""Signing in by a name and a password, or by a press where a trusted proxy vouches for the person."""

from allauth.account.views import LoginView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.generic import View

from accounts.audit import record
from accounts.models import AuditEvent
from accounts.sign_on import named_by_proxy, sign_on, vouched_for


class SignIn(LoginView):
    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs, vouched=vouched_for(self.request))


@method_decorator(login_not_required, name="dispatch")
class SignOn(RedirectURLMixin, View):
    """Begins the session of whom the proxy names; nobody else can begin one here."""

    http_method_names = ["post", "options"]
    next_page = "portal:home"

    def post(self, request: HttpRequest) -> HttpResponse:
        user = vouched_for(request)
        if request.user.is_authenticated:
            return redirect(self.get_success_url())
        if user is None:
            name = named_by_proxy(request)
            if name:
                refused = AuditEvent.Outcome.REFUSED
                tried = {"username": name[:100]}
                record("sign_in", by=None, outcome=refused, detail=tried)
            messages.error(
                request,
                "庁内の認証で利用者を確かめられませんでした。利用者IDとパスワードでサインインしてください。",
            )
            return redirect("account_login")
        sign_on(request, user)
        return redirect(self.get_success_url())
