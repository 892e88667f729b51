"""Facilities and zones, for their histories and for changes in bulk."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import SavedView, User
from accounts.records.kinds import (
    RecordKind,
    Refused,
    register,
    register_read_only,
)
from accounts.roles import Permission
from facilities.actions import (
    EDITABLE,
    EditedMeanwhile,
    OutsideRegion,
    update_facility,
)
from facilities.filters import FacilityFilter
from facilities.models import CapacitySurvey, Facility, FunctionProvision
from zones.access import READERS, region_scope
from zones.actions import ZONE_FIELDS, update_zone
from zones.choice import place_choice
from zones.days import asked_day
from zones.models import HomeCareZone, PlanVersion


def _write(
    *, thing: Facility, values: Mapping[str, Any], reason: str, by: User
) -> None:
    try:
        update_facility(
            facility=thing,
            version=thing.version,
            values=dict(values),
            reason=reason,
            by=by,
        )
    except EditedMeanwhile as error:
        raise Refused(
            ["ほかの人が先に直しました。何も変えていません。もう一度開いてください。"]
        ) from error
    except OutsideRegion as error:
        raise Refused(["担当地域の外です。"]) from error


def _write_zone(
    *, thing: HomeCareZone, values: Mapping[str, Any], reason: str, by: User
) -> None:
    update_zone(zone=thing, values=dict(values), reason=reason, by=by)


def _found(user: User, query: QueryDict) -> QuerySet[Facility]:
    asked = asked_day(query, today=timezone.localdate())
    return FacilityFilter(
        query,
        queryset=Facility.objects.editable_by(user),
        asked=asked,
        choice=place_choice(user, asked.day, query),
    ).qs


def _provisions(user: User) -> QuerySet[FunctionProvision]:
    mine = Facility.objects.visible_to(user)
    return FunctionProvision.objects.filter(facility__in=mine.values("pk"))


def _versions(user: User) -> QuerySet[PlanVersion]:
    if getattr(user, "role", "") not in READERS:
        return PlanVersion.objects.none()
    reached = sorted(region_scope(user).reached)
    return PlanVersion.objects.filter(plan__prefecture__in=reached)


def register_records() -> None:
    register(
        RecordKind(
            key="facility",
            label="医療機関",
            model=Facility,
            visible=lambda user: Facility.objects.visible_to(user),
            edit=Permission.EDIT_FACILITIES,
            editable=lambda user: Facility.objects.editable_by(user),
            write=_write,
            restorable=EDITABLE,
            bulk=("kind", "contact_window", "note"),
            which=SavedView.List.FACILITIES,
            found=_found,
            # Each list moves it forward.
            unshown=frozenset({"last_seen_on"}),
        )
    )
    register(
        RecordKind(
            key="zone",
            label="在宅医療圏",
            model=HomeCareZone,
            visible=lambda user: HomeCareZone.objects.visible_to(user),
            edit=Permission.EDIT_ZONES,
            editable=lambda user: HomeCareZone.objects.editable_by(user),
            write=_write_zone,
            restorable=tuple(ZONE_FIELDS),
        )
    )
    for key, label, model, visible in (
        ("provision", "機能の提供", FunctionProvision, _provisions),
        ("survey", "実態調査の回答", CapacitySurvey, CapacitySurvey.objects.visible_to),
        ("plan-version", "医療計画の版", PlanVersion, _versions),
    ):
        register_read_only(key, label, model, visible)
