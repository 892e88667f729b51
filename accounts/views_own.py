"""What a person sees of the own account: sign-ins and sessions, and the way back in with a code."""

from allauth.account.decorators import reauthentication_required
from axes.decorators import axes_dispatch
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import FormView, TemplateView, View

from accounts.models import AuditEvent, User
from accounts.reset_codes import WrongCode, use_code
from accounts.sessions import OwnSession, end_sessions, sessions_of
from accounts.sign_on import signed_on_by_proxy

SIGN_INS = (
    "sign_in",
    "sign_out",
    "end_session",
    "end_own_sessions",
    "use_reset_code",
    "change_own_password",
    "add_second_factor",
    "remove_second_factor",
    "lock_out",
)
MOST_ROWS = 50
WORDS = {
    ("sign_in", "done"): ("サインイン", ""),
    ("sign_in", "refused"): ("失敗", "warn"),
    ("sign_out", "done"): ("サインアウト", ""),
    ("end_session", "done"): ("時間切れ", ""),
    ("end_own_sessions", "done"): ("ほかの端末の終了", ""),
    ("change_own_password", "done"): ("パスワードの変更", ""),
    ("add_second_factor", "done"): ("2段階認証の追加", ""),
    ("remove_second_factor", "done"): ("2段階認証の削除", "warn"),
    ("use_reset_code", "done"): ("パスワードの再設定", ""),
    ("use_reset_code", "refused"): ("再設定の失敗", "warn"),
    ("lock_out", "refused"): ("一時停止", "bad"),
}


def sign_ins_of(user: User) -> QuerySet[AuditEvent]:
    """Sign-ins of a person and what was tried under the same name, newest first."""
    own = Q(actor_id=str(user.pk)) | Q(detail__username=user.username)
    return AuditEvent.objects.filter(own, action__in=SIGN_INS).order_by("-pk")


class SignInHistory(TemplateView):
    """So that a person notices what somebody else did under the own name."""

    template_name = "account/history.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        rows = []
        for event in sign_ins_of(self.request.user)[:MOST_ROWS]:
            words, tone = WORDS.get((event.action, event.outcome), (event.action, ""))
            rows.append({"event": event, "words": words, "tone": tone})
        current = self.request.session.session_key
        sessions = [
            {"session": one, "here": one.key == current, "browser": browser_of(one)}
            for one in sessions_of(self.request.user, timezone.now())
        ]
        return super().get_context_data(
            rows=rows, most=MOST_ROWS, sessions=sessions, **kwargs
        )


BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
MACHINES = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def browser_of(session: OwnSession) -> str:
    """What a person knows the own machine by; only what a browser says of itself."""
    said = session.browser
    found = (
        next((words for mark, words in known if mark in said), "")
        for known in (BROWSERS, MACHINES)
    )
    return "・".join(words for words in found if words) or "不明"


class EndSessions(View):
    """Ends one of the person's other sessions, or all of them; asks for the password first."""

    http_method_names = ["post", "options"]

    @method_decorator(
        # Who comes by the proxy has proved it there, and may have no password here.
        reauthentication_required(enabled=lambda asked: not signed_on_by_proxy(asked))
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        which = request.POST.get("session", "")
        keys = [
            one.key
            for one in sessions_of(request.user, timezone.now())
            if one.key != request.session.session_key and which in {"", one.name}
        ]
        ended = end_sessions(keys=keys, by=request.user)
        if ended:
            messages.success(
                request, f"ほかの端末のサインインを{ended}件終了しました。"
            )
        else:
            messages.info(request, "終了する端末はありません。すでに終わっています。")
        return redirect("account_history")


class ResetForm(forms.Form):
    login = forms.CharField(
        label="利用者ID",
        max_length=150,
        widget=forms.TextInput({"autocomplete": "username"}),
    )
    code = forms.CharField(
        label="再設定の番号",
        max_length=40,
        help_text="管理者から伝えられた12けたの英数字です。区切りの線はなくてもかまいません。",
        widget=forms.TextInput({"autocomplete": "one-time-code"}),
    )
    password = forms.CharField(
        label="新しいパスワード",
        help_text=password_validators_help_text_html,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="新しいパスワード（確認）",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        values = super().clean()
        if self.errors:
            return values
        if values["password"] != values["again"]:
            self.add_error("again", "2つのパスワードが同じではありません。")
            return values
        probe = User(username=values["login"])
        try:
            validate_password(values["password"], probe)
        except ValidationError as reasons:
            self.add_error("password", reasons)
        return values


@method_decorator([login_not_required, axes_dispatch], name="dispatch")
class ResetPassword(FormView):
    """A new password with the code that an administrator has issued."""

    template_name = "account/reset.html"
    form_class = ResetForm
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("account_change_password")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ResetForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            use_code(
                username=values["login"],
                code=values["code"],
                password=values["password"],
                now=timezone.now(),
            )
        except WrongCode:
            form.add_error(
                "code",
                "利用者IDと番号の組み合わせが違うか、期限が過ぎています。"
                "管理者に確かめてください。",
            )
            return self.form_invalid(form)
        messages.success(
            self.request, "パスワードを変えました。新しいものでサインインしてください。"
        )
        return redirect("account_login")
