"""Addresses: the rules for admission and discharge."""

from django.urls import path

from programs.views import discharge

urlpatterns = [
    path("rules/", discharge.RulesPage.as_view(), name="rules"),
    path("rules/<int:pk>/", discharge.RuleEdit.as_view(), name="rule-edit"),
    path(
        "rules/<int:pk>/document/",
        discharge.RuleDocument.as_view(),
        name="rule-document",
    ),
]
