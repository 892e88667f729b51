"""Designations and what belongs to them, for their histories: they change by acts of their own, so
nothing is put back from here.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from accounts.models import User
from accounts.records.kinds import register_read_only
from designations.models import (
    Decision,
    Designation,
    Operator,
    Requirement,
    RequirementCheck,
    RoadmapTarget,
    SelectionStep,
    ZoneSchedule,
)
from zones.access import READERS, region_scope
from zones.models import HomeCareZone


def _of_prefectures(model: type[Model], path: str) -> Callable[[User], QuerySet]:
    """Rows of a whole prefecture: all staff whose region reaches it read them."""

    def visible(user: User) -> QuerySet[Any]:
        rows = model._default_manager.all()
        if getattr(user, "role", "") not in READERS:
            return rows.none()
        return rows.filter(**{f"{path}__in": sorted(region_scope(user).reached)})

    return visible


def _checks(user: User) -> QuerySet[RequirementCheck]:
    acts = Designation.objects.visible_to(user)
    return RequirementCheck.objects.filter(designation__in=acts.values("pk"))


def _schedules(user: User) -> QuerySet[ZoneSchedule]:
    zones = HomeCareZone.objects.visible_to(user)
    return ZoneSchedule.objects.filter(zone__in=zones.values("pk"))


def register_records() -> None:
    of_version = "version__plan__prefecture"
    for key, label, model, visible in (
        ("designation", "指定", Designation, Designation.objects.visible_to),
        ("operator", "実施主体", Operator, Operator.objects.visible_to),
        (
            "requirement",
            "求められる事項",
            Requirement,
            _of_prefectures(Requirement, of_version),
        ),
        ("requirement-check", "事項の確認", RequirementCheck, _checks),
        (
            "selection-step",
            "選定の手順",
            SelectionStep,
            _of_prefectures(SelectionStep, of_version),
        ),
        (
            "roadmap-target",
            "工程の目標",
            RoadmapTarget,
            _of_prefectures(RoadmapTarget, "plan__prefecture"),
        ),
        ("zone-schedule", "圏域の予定年度", ZoneSchedule, _schedules),
        ("decision", "決定の経過", Decision, _of_prefectures(Decision, "prefecture")),
    ):
        register_read_only(key, label, model, visible)
