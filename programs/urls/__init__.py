"""Addresses of this room, a file a subject."""

from programs.urls import (
    activities,
    cases,
    discharge,
    duty,
    grants,
    history,
    measures,
    municipal,
    programs,
    schedule,
)

app_name = "programs"
urlpatterns = [
    *programs.urlpatterns,
    *measures.urlpatterns,
    *grants.urlpatterns,
    *activities.urlpatterns,
    *municipal.urlpatterns,
    *discharge.urlpatterns,
    *schedule.urlpatterns,
    *duty.urlpatterns,
    *cases.urlpatterns,
    *history.urlpatterns,
]
