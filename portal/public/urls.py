"""Addresses for residents and for those who take open data; they stay as they are."""

from django.urls import path

from portal.public import views

app_name = "public"
urlpatterns = [
    path("", views.PublicIndex.as_view(), name="index"),
    path("<str:prefecture>/", views.PublicList.as_view(), name="list"),
    path(
        "<str:prefecture>/bodies/<slug:key>/", views.PublicBody.as_view(), name="body"
    ),
    path("<str:prefecture>/data.csv", views.PublicCsv.as_view(), name="csv"),
    path("<str:prefecture>/data.json", views.PublicJson.as_view(), name="json"),
    path(
        "<str:prefecture>/dictionary/",
        views.PublicDictionary.as_view(),
        name="dictionary",
    ),
    path(
        "<str:prefecture>/catalogue.jsonld",
        views.PublicCatalogue.as_view(),
        name="catalogue",
    ),
]
