"""The back office: master tables, for the system administrator only."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest


class PortalAdminSite(admin.AdminSite):
    site_header = "在宅医療計画ポータル 管理"
    site_title = "在宅医療計画ポータル 管理"
    index_title = "基礎データの管理"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and getattr(
            request.user, "is_administrator", False
        )


class PortalAdminConfig(AdminConfig):
    default_site = "config.admin_site.PortalAdminSite"
