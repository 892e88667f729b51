"""The start page, what reads across rooms, and the list of parts."""

from django.urls import path, re_path

from portal.api.views import KeyList, KeyRevoke
from portal.public import office
from portal.views import ChangeList, Home
from portal.views_bulk import BulkEdit, BulkUndo
from portal.views_day import DayEcho
from portal.views_help import Accessibility, Glossary, Manual, Sources
from portal.views_history import RecordHistory, RecordRestore
from portal.views_lists import ViewRemove, ViewSave
from portal.views_notices import NoticeFinish, NoticeList, NoticeOpen, NoticeReopen
from portal.views_operations import Healthz, Metrics, Queue, QueueStep, Readyz
from portal.views_records import RecordExport, RecordList
from portal.views_search import Search
from portal.views_session import Stay
from portal.views_styleguide import Styleguide

app_name = "portal"
urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("api-keys/", KeyList.as_view(), name="api-keys"),
    path("api-keys/<int:pk>/revoke/", KeyRevoke.as_view(), name="api-key-revoke"),
    path("accessibility/", Accessibility.as_view(), name="accessibility"),
    path("glossary/", Glossary.as_view(), name="glossary"),
    path("manual/", Manual.as_view(), name="manual"),
    path("manual/<slug:chapter>/", Manual.as_view(), name="manual-chapter"),
    path("sources/", Sources.as_view(), name="sources"),
    path("releases/", office.ReleaseList.as_view(), name="release-list"),
    path("releases/<int:pk>/", office.ReleaseDetail.as_view(), name="release-detail"),
    path(
        "releases/<int:pk>/publish/",
        office.ReleasePublish.as_view(),
        name="release-publish",
    ),
    path(
        "releases/<int:pk>/withdraw/",
        office.ReleaseWithdraw.as_view(),
        name="release-withdraw",
    ),
    path(
        "releases/<int:pk>/exclude/", office.BodyExclude.as_view(), name="body-exclude"
    ),
    path(
        "exclusions/<int:pk>/include/",
        office.BodyInclude.as_view(),
        name="body-include",
    ),
    path("changes/", ChangeList.as_view(), name="changes"),
    path("day/", DayEcho.as_view(), name="day"),
    path("notices/", NoticeList.as_view(), name="notices"),
    path("notices/<int:pk>/open/", NoticeOpen.as_view(), name="notice-open"),
    path("notices/<int:pk>/finish/", NoticeFinish.as_view(), name="notice-finish"),
    path("notices/<int:pk>/reopen/", NoticeReopen.as_view(), name="notice-reopen"),
    path("healthz", Healthz.as_view(), name="healthz"),
    path("readyz", Readyz.as_view(), name="readyz"),
    path("metrics", Metrics.as_view(), name="metrics"),
    path("queue/", Queue.as_view(), name="queue"),
    re_path(
        r"^queue/(?P<pk>[0-9a-f-]{36})/(?P<step>retry|drop)/$",
        QueueStep.as_view(),
        name="queue-step",
    ),
    path("records/", RecordList.as_view(), name="records"),
    path("records/export/", RecordExport.as_view(), name="records-export"),
    path("search/", Search.as_view(), name="search"),
    path("stay/", Stay.as_view(), name="stay"),
    path("history/bulk/<int:pk>/undo/", BulkUndo.as_view(), name="bulk-undo"),
    path("history/<slug:key>/bulk/", BulkEdit.as_view(), name="bulk"),
    path(
        "history/<slug:key>/<str:pk>/",
        RecordHistory.as_view(),
        name="record-history",
    ),
    path(
        "history/<slug:key>/<str:pk>/restore/",
        RecordRestore.as_view(),
        name="record-restore",
    ),
    path("saved-views/", ViewSave.as_view(), name="view-save"),
    path("saved-views/<int:pk>/remove/", ViewRemove.as_view(), name="view-remove"),
    path("styleguide/", Styleguide.as_view(), name="styleguide"),
]
