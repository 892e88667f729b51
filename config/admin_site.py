"""The back office: master tables, for the system administrator only."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse


class PortalAdminSite(admin.AdminSite):
    site_header = "在宅医療計画ポータル 管理"
    site_title = "在宅医療計画ポータル 管理"
    index_title = "基礎データの管理"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and getattr(user, "is_administrator", False)

    def login(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """There is one sign-in for all; who is signed in without the role is refused."""
        # This module is read before the models are, which the views of sign-in need.
        from django.contrib.auth.views import redirect_to_login

        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or request.get_full_path())


class PortalAdminConfig(AdminConfig):
    default_site = "config.admin_site.PortalAdminSite"
