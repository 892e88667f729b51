"""Pages of this room."""

from django.urls import path

from zones import views, views_edit, views_plan

app_name = "zones"
urlpatterns = [
    path("", views.ZoneList.as_view(), name="list"),
    path("<int:pk>/", views.ZoneDetail.as_view(), name="detail"),
    path("<int:pk>/part/<slug:part>/", views.ZonePart.as_view(), name="part"),
    path("<int:pk>/edit/", views_edit.ZoneEdit.as_view(), name="edit"),
    path(
        "municipalities/<str:pk>/",
        views.MunicipalityDetail.as_view(),
        name="municipality",
    ),
    path(
        "municipalities/<str:pk>/part/<slug:part>/",
        views.MunicipalityPart.as_view(),
        name="municipality-part",
    ),
    path("versions/<int:pk>/", views_edit.VersionEdit.as_view(), name="version"),
    path("versions/<int:pk>/new/", views_edit.ZoneCreate.as_view(), name="create"),
    path("versions/<int:pk>/draft/", views_plan.VersionDraft.as_view(), name="draft"),
    path(
        "versions/<int:pk>/next-plan/",
        views_plan.NextPlanDraft.as_view(),
        name="next-plan",
    ),
    path("versions/<int:pk>/adopt/", views_plan.VersionAdopt.as_view(), name="adopt"),
]
