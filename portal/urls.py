"""The start page, what reads across rooms, and the list of parts."""

from django.urls import path

from portal.views import ChangeList, Home
from portal.views_day import DayEcho
from portal.views_notices import NoticeFinish, NoticeList, NoticeOpen, NoticeReopen
from portal.views_search import Search
from portal.views_session import Stay
from portal.views_styleguide import Styleguide

app_name = "portal"
urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("changes/", ChangeList.as_view(), name="changes"),
    path("day/", DayEcho.as_view(), name="day"),
    path("notices/", NoticeList.as_view(), name="notices"),
    path("notices/<int:pk>/open/", NoticeOpen.as_view(), name="notice-open"),
    path("notices/<int:pk>/finish/", NoticeFinish.as_view(), name="notice-finish"),
    path("notices/<int:pk>/reopen/", NoticeReopen.as_view(), name="notice-reopen"),
    path("search/", Search.as_view(), name="search"),
    path("stay/", Stay.as_view(), name="stay"),
    path("styleguide/", Styleguide.as_view(), name="styleguide"),
]
