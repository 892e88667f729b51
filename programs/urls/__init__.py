"""Addresses of this room, a file a subject."""

from programs.urls import (
    activities,
    discharge,
    grants,
    measures,
    municipal,
    programs,
)

app_name = "programs"
urlpatterns = [
    *programs.urlpatterns,
    *measures.urlpatterns,
    *grants.urlpatterns,
    *activities.urlpatterns,
    *municipal.urlpatterns,
    *discharge.urlpatterns,
]
