"""A portal with every room present and nothing in it, for the tests of the frame."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from portal.views_session import Stay
from portal.views_styleguide import Styleguide


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def room(name: str) -> tuple:
    return ([path("", empty, name="list")], name)


ROOMS = [
    "zones", "facilities", "designations", "programs", "indicators", "reports", "imports",
]  # fmt: skip
PORTAL = [
    path("", empty, name="home"),
    path("search/", empty, name="search"),
    path("notices/", empty, name="notices"),
    path("stay/", Stay.as_view(), name="stay"),
    path("styleguide/", Styleguide.as_view(), name="styleguide"),
]
urlpatterns = [
    path("account/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include((PORTAL, "portal"))),
    *[path(f"{name}/", include(room(name))) for name in ROOMS],
]
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
