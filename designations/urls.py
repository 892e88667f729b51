"""Pages of this room."""

from django.urls import path

from designations.views import (
    acts,
    attachments,
    bulk,
    candidates,
    compliance,
    lists,
    moves,
    operators,
    register,
    requirements,
    roadmap,
)

app_name = "designations"
urlpatterns = [
    path("", lists.DesignationList.as_view(), name="list"),
    path("new/", acts.DesignationCreate.as_view(), name="create"),
    path("operators/", operators.OperatorChoice.as_view(), name="choose-operator"),
    path("operators/new/", operators.OperatorCreate.as_view(), name="create-operator"),
    path("candidates/", candidates.CandidateList.as_view(), name="candidates"),
    path("candidates/take-up/", candidates.CandidateTakeUp.as_view(), name="take-up"),
    path("candidates/rule/", candidates.SelectionRuleEdit.as_view(), name="rule"),
    path("compliance/", compliance.ComplianceList.as_view(), name="compliance"),
    path(
        "compliance/sheet/",
        compliance.ComplianceSheet.as_view(),
        name="compliance-sheet",
    ),
    path(
        "compliance/check/",
        compliance.ComplianceCheck.as_view(),
        name="check-compliance",
    ),
    path("roadmap/", roadmap.RoadmapPage.as_view(), name="roadmap"),
    path("roadmap/schedule/", roadmap.RoadmapSchedule.as_view(), name="schedule"),
    path(
        "roadmap/decisions/new/",
        roadmap.DecisionCreate.as_view(),
        name="log-decision",
    ),
    path("bulk/", bulk.BulkChange.as_view(), name="bulk"),
    path("bulk/<int:edit>/undo/", bulk.BulkUndo.as_view(), name="undo-bulk"),
    path("register/", register.RegisterPage.as_view(), name="register"),
    path("register/sheet/", register.RegisterSheet.as_view(), name="register-sheet"),
    path("register/csv/", register.RegisterCsv.as_view(), name="register-csv"),
    path("<uuid:pk>/", acts.DesignationDetail.as_view(), name="detail"),
    path("<uuid:pk>/edit/", acts.DesignationEdit.as_view(), name="edit"),
    path("<uuid:pk>/change/", acts.DesignationSucceed.as_view(), name="succeed"),
    path(
        "<uuid:pk>/requirements/<int:requirement>/",
        requirements.RequirementAnswer.as_view(),
        name="check",
    ),
    path(
        "<uuid:pk>/attachments/new/",
        attachments.AttachmentCreate.as_view(),
        name="attach",
    ),
    path(
        "<uuid:pk>/attachments/<uuid:attachment>/",
        attachments.AttachmentRead.as_view(),
        name="attachment",
    ),
    path(
        "<uuid:pk>/attachments/<uuid:attachment>/remove/",
        attachments.AttachmentRemove.as_view(),
        name="detach",
    ),
    path("<uuid:pk>/<slug:move>/", moves.DesignationMove.as_view(), name="move"),
]
