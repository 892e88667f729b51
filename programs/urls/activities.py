"""Addresses: activities and the yearly reports of hubs."""

from django.urls import path

from programs.views import activities, hub_reports

urlpatterns = [
    path("activities/", activities.ActivityList.as_view(), name="activities"),
    path(
        "activities/new/", activities.ActivityCreate.as_view(), name="activity-create"
    ),
    path("activities/<int:pk>/", activities.ActivityDetail.as_view(), name="activity"),
    path(
        "activities/<int:pk>/edit/",
        activities.ActivityEdit.as_view(),
        name="activity-edit",
    ),
    path(
        "activities/<int:pk>/remove/",
        activities.ActivityRemove.as_view(),
        name="activity-remove",
    ),
    path("reports/", hub_reports.HubReports.as_view(), name="hub-reports"),
    path("reports/ask/", hub_reports.HubReportsAsk.as_view(), name="hub-reports-ask"),
    path(
        "reports/remind/",
        hub_reports.HubReportsRemind.as_view(),
        name="hub-reports-remind",
    ),
    path("reports/<int:pk>/", hub_reports.HubReportDetail.as_view(), name="hub-report"),
    path(
        "reports/<int:pk>/form/",
        hub_reports.HubReportForm.as_view(),
        name="hub-report-form",
    ),
    path(
        "reports/<int:pk>/upload/",
        hub_reports.HubReportUpload.as_view(),
        name="hub-report-upload",
    ),
    path(
        "reports/<int:pk>/fill/",
        hub_reports.HubReportFill.as_view(),
        name="hub-report-fill",
    ),
    path(
        "reports/<int:pk>/remind/",
        hub_reports.HubReportRemind.as_view(),
        name="hub-report-remind",
    ),
    path(
        "reports/<int:pk>/check/",
        hub_reports.HubReportCheck.as_view(),
        name="hub-report-check",
    ),
    path(
        "reports/<int:pk>/reopen/",
        hub_reports.HubReportReopen.as_view(),
        name="hub-report-reopen",
    ),
]
