"""Pages of this room."""

from django.urls import path

from facilities import views, views_edit, views_merging

app_name = "facilities"
urlpatterns = [
    path("", views.FacilityList.as_view(), name="list"),
    path("new/", views_edit.FacilityCreate.as_view(), name="create"),
    path("<int:pk>/", views.FacilityDetail.as_view(), name="detail"),
    path("<int:pk>/history/", views.FacilityHistory.as_view(), name="history"),
    path("<int:pk>/edit/", views_edit.FacilityEdit.as_view(), name="edit"),
    path("<int:pk>/confirm/", views_edit.FacilityConfirm.as_view(), name="confirm"),
    path("<int:pk>/close/", views_edit.FacilityClose.as_view(), name="close"),
    path("<int:pk>/reopen/", views_edit.FacilityReopen.as_view(), name="reopen"),
    path("<int:pk>/merge/", views_merging.FacilityMerge.as_view(), name="merge"),
    path("<int:pk>/split/", views_merging.FacilitySplit.as_view(), name="split"),
    path(
        "<int:pk>/reorganisations/<int:done>/undo/",
        views_merging.ReorganisationUndo.as_view(),
        name="reorganisation-undo",
    ),
    path(
        "<int:pk>/functions/new/",
        views_edit.FunctionConfirm.as_view(),
        name="function-confirm",
    ),
    path(
        "<int:pk>/functions/<int:provision>/end/",
        views_edit.FunctionEnd.as_view(),
        name="function-end",
    ),
]
