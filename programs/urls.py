"""Pages of this room."""

from django.urls import path

from programs.views import (
    activities,
    discharge,
    grants,
    hub_reports,
    measures,
    municipal,
    program_edits,
    programs,
)

app_name = "programs"
urlpatterns = [
    path("", programs.ProgramList.as_view(), name="list"),
    path("new/", program_edits.ProgramCreate.as_view(), name="create"),
    path("carry/", program_edits.CarryAll.as_view(), name="carry-all"),
    path("<int:pk>/", programs.ProgramDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", program_edits.ProgramEdit.as_view(), name="edit"),
    path("years/<int:pk>/", program_edits.YearEdit.as_view(), name="year-edit"),
    path(
        "years/<int:pk>/evaluate/",
        program_edits.YearEvaluate.as_view(),
        name="year-evaluate",
    ),
    path("years/<int:pk>/sheet/", program_edits.YearSheet.as_view(), name="year-sheet"),
    path(
        "years/<int:pk>/result/",
        program_edits.YearResult.as_view(),
        name="year-result",
    ),
    path("years/<int:pk>/carry/", program_edits.YearCarry.as_view(), name="year-carry"),
    path(
        "results/<int:pk>/remove/",
        program_edits.ResultRemove.as_view(),
        name="result-remove",
    ),
    path(
        "confirm/<slug:kind>/<int:pk>/",
        program_edits.FactConfirm.as_view(),
        name="confirm",
    ),
    path("measures/", measures.MeasuresPage.as_view(), name="measures"),
    path("measures/new/", measures.MeasureCreate.as_view(), name="measure-create"),
    path("measures/<int:pk>/", measures.MeasureDetail.as_view(), name="measure"),
    path(
        "measures/<int:pk>/edit/", measures.MeasureEdit.as_view(), name="measure-edit"
    ),
    path(
        "measures/<int:pk>/status/",
        measures.StatusRecord.as_view(),
        name="measure-status",
    ),
    path("grants/", grants.GrantsPage.as_view(), name="grants"),
    path("grants/<int:pk>/", grants.GrantDetail.as_view(), name="grant"),
    path(
        "grants/<int:pk>/document/",
        grants.GrantDocument.as_view(),
        name="grant-document",
    ),
    path(
        "grants/<int:pk>/<slug:move>/",
        grants.GrantMoveForm.as_view(),
        name="grant-move",
    ),
    path("years/<int:pk>/grants/new/", grants.GrantApply.as_view(), name="grant-apply"),
    path(
        "years/<int:pk>/grants/upload/",
        grants.GrantUpload.as_view(),
        name="grant-upload",
    ),
    path("documents/<int:pk>/", grants.DocumentFile.as_view(), name="document"),
    path(
        "documents/<int:pk>/remove/",
        grants.DocumentRemove.as_view(),
        name="document-remove",
    ),
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
    path("municipalities/", municipal.InitiativesPage.as_view(), name="initiatives"),
    path(
        "municipalities/<str:pk>/",
        municipal.MunicipalityPage.as_view(),
        name="municipality",
    ),
    path(
        "municipalities/<str:pk>/edit/",
        municipal.InitiativesEdit.as_view(),
        name="initiatives-edit",
    ),
    path(
        "municipalities/<str:pk>/copy/",
        municipal.InitiativesCopy.as_view(),
        name="initiatives-copy",
    ),
    path("municipalities/<str:pk>/desk/", municipal.DeskEdit.as_view(), name="desk"),
    path(
        "municipalities/<str:pk>/issue/",
        municipal.IssueReport.as_view(),
        name="issue-report",
    ),
    path(
        "municipalities/<str:pk>/help/", municipal.HelpGive.as_view(), name="help-give"
    ),
    path("issues/<int:pk>/", municipal.IssueEdit.as_view(), name="issue-edit"),
    path("rules/", discharge.RulesPage.as_view(), name="rules"),
    path("rules/<int:pk>/", discharge.RuleEdit.as_view(), name="rule-edit"),
    path(
        "rules/<int:pk>/document/",
        discharge.RuleDocument.as_view(),
        name="rule-document",
    ),
]
