"""The back office: what every table of it asks, the accounts, and the record of what was done.

The site lets only system administrators in; each table asks once more.
"""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from import_export.admin import ImportExportMixin
from import_export.results import Result

from accounts.actions import create_user, update_account
from accounts.audit import record
from accounts.master_files import MASTER_FILES
from accounts.models import AuditEvent, User
from accounts.roles import Role


def is_administrator(request: HttpRequest) -> bool:
    return getattr(request.user, "is_administrator", False)


class AdministratorsOnly:
    """Asks for the role, whatever permissions a group may carry."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_view_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return is_administrator(request)

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return is_administrator(request)


class PortalModelAdmin(AdministratorsOnly, admin.ModelAdmin):
    """A master table. What is typed here is put on record."""

    list_per_page = 50

    def save_model(
        self, request: HttpRequest, obj: Model, form: ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        action = "change_master" if change else "add_master"
        detail = {"fields": form.changed_data}
        record(action, by=request.user, target=obj, detail=detail)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        record("delete_master", by=request.user, target=obj)
        super().delete_model(request, obj)

    def get_actions(self, request: HttpRequest) -> dict:
        """Rows are deleted one by one, so that each is put on record."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class MasterAdmin(ImportExportMixin, PortalModelAdmin):
    """A master table that also goes out to Excel and CSV and back in."""

    import_formats = export_formats = MASTER_FILES

    def has_import_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        detail = {"table": self.opts.label_lower, **result.totals}
        record("import_master", by=request.user, detail=detail)
        return super().process_result(result, request)


class OnlyLookedAt(AdministratorsOnly):
    """Rows are neither typed nor deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False


class ReadOnlyAdmin(OnlyLookedAt, admin.ModelAdmin):
    """A table to look at."""

    list_per_page = 50
    actions = None


class NewAccountForm(UserCreationForm):
    role = forms.ChoiceField(label="役割", choices=Role.choices)

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username", "display_name", "department", "email", "role")


class AccountForm(ModelForm):
    role = forms.ChoiceField(label="役割", choices=Role.choices)

    class Meta:
        model = User
        fields = ("display_name", "department", "email", "role", "is_active")

    def clean(self) -> dict:
        values = super().clean()
        own = self.instance.pk == self.acting.pk
        before = User.objects.get(pk=self.instance.pk)
        if own and (values.get("role") != before.role or not values.get("is_active")):
            raise ValidationError(
                "自分の役割と有効は変えられません。ほかのシステム管理者に依頼してください。"
            )
        return values


@admin.register(User)
class AccountAdmin(AdministratorsOnly, UserAdmin):
    """Accounts are made and changed by the actions; nobody is deleted, only shut out."""

    form = AccountForm
    add_form = NewAccountForm
    list_display = ["username", "display_name", "department", "role", "is_active"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "display_name", "department"]
    ordering = ["username"]
    filter_horizontal = ()
    readonly_fields = ["username", "last_login", "date_joined", "reset"]
    fieldsets = [
        (
            None,
            {"fields": ["username", "display_name", "department", "email", "role"]},
        ),
        ("状態", {"fields": ["is_active", "last_login", "date_joined", "reset"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "username",
                    "display_name",
                    "department",
                    "email",
                    "role",
                    "password1",
                    "password2",
                ]
            },
        )
    ]
    actions = None

    @admin.display(description="サインインできないとき")
    def reset(self, person: User) -> str:
        address = reverse("account_issue_code", args=[person.pk])
        return format_html('<a href="{}">再設定の番号を発行する</a>', address)

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        return self.readonly_fields if obj else []

    def get_form(
        self, request: HttpRequest, obj: User | None = None, **kwargs: object
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        form.acting = request.user
        return form

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm, change: bool
    ) -> None:
        values = form.cleaned_data
        words = {n: values[n] for n in ("display_name", "department", "email")}
        role = Role(values["role"])
        if not change:
            made = create_user(
                username=values["username"],
                password=values["password1"],
                role=role,
                **words,
                by=request.user,
            )
            obj.pk, obj._state.adding = made.pk, False
            return
        update_account(
            user=User.objects.get(pk=obj.pk),
            role=role,
            is_active=values["is_active"],
            **words,
            by=request.user,
        )

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            record("set_password", by=request.user, target=User.objects.get(pk=id))
        return response


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Who did what, or was refused."""

    list_display = ["at", "actor", "role", "action", "outcome", "target", "reason"]
    list_filter = ["outcome", "action", "role"]
    search_fields = ["actor", "target", "target_id", "reason"]
    date_hierarchy = "at"


# Groups follow the table of roles at each migration; they are nothing to be edited.
admin.site.unregister(Group)
