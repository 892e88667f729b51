"""Addresses: the yearly schedule."""

from django.urls import path

from programs.views import schedule

urlpatterns = [
    path("schedule/", schedule.SchedulePage.as_view(), name="schedule"),
    path("schedule/new/", schedule.MilestoneCreate.as_view(), name="milestone-create"),
    path("schedule/copy/", schedule.ScheduleCopy.as_view(), name="schedule-copy"),
    path(
        "schedule/<int:pk>/edit/",
        schedule.MilestoneEdit.as_view(),
        name="milestone-edit",
    ),
    path(
        "schedule/<int:pk>/done/",
        schedule.MilestoneDone.as_view(),
        name="milestone-done",
    ),
    path(
        "schedule/<int:pk>/remove/",
        schedule.MilestoneRemove.as_view(),
        name="milestone-remove",
    ),
]
