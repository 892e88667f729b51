"""The library of reports."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.EditionList.as_view(), name="list"),
    path("new/", views.EditionCreate.as_view(), name="create"),
    path("<uuid:pk>/", views.EditionDetail.as_view(), name="detail"),
    path("<uuid:pk>/pdf/", views.EditionPdf.as_view(), name="pdf"),
    path("<uuid:pk>/publish/", views.EditionPublish.as_view(), name="publish"),
    path("<uuid:pk>/withdraw/", views.EditionWithdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/retry/", views.EditionRetry.as_view(), name="retry"),
]
