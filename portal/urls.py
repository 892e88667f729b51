"""Start pages, search and what reads across all rooms."""

from django.urls import path

from portal import views
from portal.views_session import Stay
from portal.views_styleguide import Styleguide

app_name = "portal"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("stay/", Stay.as_view(), name="stay"),
    path("styleguide/", Styleguide.as_view(), name="styleguide"),
]
