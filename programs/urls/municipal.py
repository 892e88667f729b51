"""Addresses: the municipal scheme, desks, issues and help."""

from django.urls import path

from programs.views import municipal, municipal_needs

urlpatterns = [
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
        municipal_needs.IssueReport.as_view(),
        name="issue-report",
    ),
    path(
        "municipalities/<str:pk>/help/",
        municipal_needs.HelpGive.as_view(),
        name="help-give",
    ),
    path("issues/<int:pk>/", municipal_needs.IssueEdit.as_view(), name="issue-edit"),
    path("help/<int:pk>/", municipal_needs.HelpEdit.as_view(), name="help-edit"),
]
