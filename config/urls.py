"""Where each room hangs. There are no views here."""

from django.contrib import admin
from django.urls import include, path

from portal.api.endpoints import addresses

urlpatterns = [
    path("account/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("zones/", include("zones.urls")),
    path("facilities/", include("facilities.urls")),
    path("designations/", include("designations.urls")),
    path("programs/", include("programs.urls")),
    path("indicators/", include("indicators.urls")),
    path("imports/", include("imports.urls")),
    path("reports/", include("reports.urls")),
    path("api/v1/", addresses()),
    path("public/", include("portal.public.urls")),
    path("", include("portal.urls")),
]
handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"
