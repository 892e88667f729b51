"""What a person sees of the own account: the sign-ins, and the way back in with a code."""

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
from django.views.generic import FormView, TemplateView

from accounts.models import AuditEvent, User
from accounts.reset_codes import WrongCode, use_code

SIGN_INS = ("sign_in", "sign_out", "end_session", "use_reset_code", "lock_out")
MOST_ROWS = 50
WORDS = {
    ("sign_in", "done"): ("サインイン", ""),
    ("sign_in", "refused"): ("失敗", "warn"),
    ("sign_out", "done"): ("サインアウト", ""),
    ("end_session", "done"): ("時間切れ", ""),
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
        return super().get_context_data(rows=rows, most=MOST_ROWS, **kwargs)


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
