"""Addresses: activities and the yearly reports of hubs."""

from django.urls import path

from programs.views import activities, hub_report_edits, hub_reports

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
    path(
        "reports/ask/", hub_report_edits.HubReportsAsk.as_view(), name="hub-reports-ask"
    ),
    path(
        "reports/remind/",
        hub_report_edits.HubReportsRemind.as_view(),
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
        hub_report_edits.HubReportUpload.as_view(),
        name="hub-report-upload",
    ),
    path(
        "reports/<int:pk>/fill/",
        hub_report_edits.HubReportFill.as_view(),
        name="hub-report-fill",
    ),
    path(
        "reports/<int:pk>/remind/",
        hub_report_edits.HubReportRemind.as_view(),
        name="hub-report-remind",
    ),
    path(
        "reports/<int:pk>/check/",
        hub_report_edits.HubReportCheck.as_view(),
        name="hub-report-check",
    ),
    path(
        "reports/<int:pk>/reopen/",
        hub_report_edits.HubReportReopen.as_view(),
        name="hub-report-reopen",
    ),
]
