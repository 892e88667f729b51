"""Pages of the administrator for the keys of other systems."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import FormView, View

from accounts.access import PermissionRequired
from accounts.models import User
from accounts.roles import Permission, Role
from portal.api.keys import issue_key, revoke_key
from portal.models import ApiKey
from zones.fields import WarekiDateField

LONGEST_DAYS = 731
USUAL_DAYS = 365
READERS = (Role.OFFICIAL, Role.HEALTH_CENTRE, Role.COMMITTEE)


class KeyForm(forms.Form):
    name = forms.CharField(label="システムの名称", max_length=80)
    user = forms.ModelChoiceField(
        User.objects.none(),
        label="閲覧範囲とする利用者",
        help_text="この利用者が見られる範囲だけを読めます。書き込みはできません。",
    )
    expires_on = WarekiDateField(label="期限", help_text="長くて2年です。")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, role__in=READERS)
        self.fields["user"].queryset = people.order_by("username")

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if ApiKey.objects.filter(name=name).exists():
            raise forms.ValidationError(
                "同じ名称のキーがあります。別の名称を付けてください。"
            )
        return name

    def clean_expires_on(self) -> date:
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if not today < day <= today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError("期限は明日から2年以内の日を入力してください。")
        return day


class KeyList(PermissionRequired, FormView):
    """All keys and the form for a new one; the new key is shown in the answer and never again."""

    permission = Permission.ADMINISTER
    template_name = "portal/api_keys.html"
    form_class = KeyForm

    def get_initial(self) -> dict[str, Any]:
        return {"expires_on": timezone.localdate() + timedelta(days=USUAL_DAYS)}

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        keys = ApiKey.objects.select_related("user", "created_by")
        return super().get_context_data(
            keys=keys.order_by("name"), today=timezone.localdate(), **more
        )

    def form_valid(self, form: KeyForm) -> HttpResponse:
        key, secret = issue_key(**form.cleaned_data, by=self.request.user)
        context = self.get_context_data(form=None, issued=key, secret=secret)
        return render(self.request, self.template_name, context)


class KeyRevoke(PermissionRequired, View):
    permission = Permission.ADMINISTER
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        key = get_object_or_404(ApiKey, pk=pk)
        revoke_key(key=key, by=request.user)
        messages.success(request, f"「{key.name}」のキーを失効させました。")
        return redirect("portal:api-keys")
