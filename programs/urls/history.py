"""Addresses: what came before, and who does what."""

from django.urls import path

from programs.views import hubs_2012, layers

urlpatterns = [
    path("hubs-2012/", hubs_2012.Hubs2012.as_view(), name="hubs-2012"),
    path("layers/", layers.LayersPage.as_view(), name="layers"),
    path("layers/<int:pk>/", layers.LayersOfZone.as_view(), name="layers-zone"),
]
