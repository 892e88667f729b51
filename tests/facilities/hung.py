"""A facility on which one row of every kind hangs, found again by the keys that point at it."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import models

from accounts.models import User
from designations.kinds import Kind
from designations.models import (
    ComplianceTask,
    ConsultationDesk,
    Designation,
    Operator,
    RequirementCheck,
)
from facilities.hanging import rows_on
from facilities.models import (
    CapacitySurvey,
    Facility,
    FacilityCode,
)
from imports.models import MatchDecision, PlannedChange
from programs.actions import attach_document
from programs.kinds import HandledBy, MunicipalItem
from programs.models import (
    Activity,
    CooperatingDoctor,
    DeskDetails,
    DutyMonth,
    HubReport,
    MunicipalInitiative,
    Reminder,
    ShortStayVacancy,
)
from tests.factories import designations, places, programs, uploads
from tests.factories import facilities as registry
from zones.models import HomeCareZone, Municipality, PlanVersion

MONDAY = date(2025, 10, 6)
DAY = date(2025, 10, 1)
ROOMS = ("facilities", "designations", "programs", "indicators", "imports")
# What every write leaves behind, and the row that says what was done.
LEFT_BEHIND = {"version", "updated_at"}
BOOKKEEPING = {"facilities.reorganisation"}


def keys_to(model: type[models.Model]) -> Iterator[Any]:
    """Every key and every table between that points at a model; histories keep what was."""
    for relation in model._meta.get_fields(include_hidden=True):
        if (
            relation.auto_created
            and relation.is_relation
            and not hasattr(relation.related_model, "history_id")
            and hasattr(relation.field, "attname")
            and not relation.many_to_many
        ):
            yield relation


def name_of(relation: Any) -> str:
    return f"{relation.related_model._meta.label_lower}.{relation.field.name}"


def all_keys(model: type[models.Model] = Facility) -> dict[str, Any]:
    """The keys to a facility, to what hangs on it, and so on, by name."""
    found: dict[str, Any] = {}
    waiting = [model]
    while waiting:
        for relation in keys_to(waiting.pop()):
            if name_of(relation) not in found:
                found[name_of(relation)] = relation
                waiting.append(relation.related_model)
    return found


def hung_on(row: models.Model, seen: dict[str, set[Any]] | None = None) -> Any:
    """The keys of all rows that hang on a row, straight or by others: {name of key: rows};
    without the rows that say what was joined and divided."""
    seen = {} if seen is None else seen
    for relation in keys_to(type(row)):
        if relation.related_model._meta.label_lower in BOOKKEEPING:
            continue
        known = seen.setdefault(name_of(relation), set())
        for one in rows_on(relation, row):
            if one.pk not in known:
                known.add(one.pk)
                hung_on(one, seen)
    return seen


def everything() -> dict[str, list[Any]]:
    """Every row of every room, without what each write leaves behind."""
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        if model._meta.app_label not in ROOMS or hasattr(model, "history_id"):
            continue
        if label in BOOKKEEPING:
            continue
        rows = serializers.serialize("json", model._base_manager.order_by("pk"))
        tables[label] = json.loads(rows)
        for row in tables[label]:
            for name in LEFT_BEHIND:
                row["fields"].pop(name, None)
    return tables


def hang_one_of_each(
    facility: Facility,
    zone: HomeCareZone,
    version: PlanVersion,
    town: Municipality,
    *,
    by: User,
) -> None:
    """At least one row for every key of ``all_keys``; what stands once a year or day is alike
    for all facilities, so that two of them have it twice."""
    centre = places.health_centre([town])
    registry.filing(facility, "支援診1")
    registry.provision(facility)
    CapacitySurvey.objects.create(facility=facility, fiscal_year=2025, patients_now=3)
    FacilityCode.objects.create(
        facility=facility,
        code=f"9{facility.code[1:]}",
        code_system=facility.code_system,
        reason=FacilityCode.Reason.RENUMBERED,
    )
    registry.reorganisation(facility)
    ShortStayVacancy.objects.create(
        facility=facility, week=MONDAY, free=2, confirmed_on=DAY
    )
    upload = uploads.bare(centre)
    said = {"code_system": facility.code_system, "code": "0119999999"}
    PlannedChange.objects.create(
        upload=upload,
        outcome=PlannedChange.Outcome.CHANGED,
        facility=facility,
        name=facility.name,
        **said,
    )
    MatchDecision.objects.create(
        facility=facility,
        verdict=MatchDecision.Verdict.DIFFERENT,
        upload=upload,
        **said,
    )
    act = designations.case_with_papers(zone, facility, version, by=by)
    _hang_on_operator(facility.operator, town, centre, by)
    _hang_on_act(act["act"], act["requirement"], town)


def _hang_on_operator(
    operator: Operator, town: Municipality, centre: Any, by: User
) -> None:
    operator.area.add(town)
    desk = ConsultationDesk.objects.create(
        municipality=town, operator=operator, starts_on=DAY
    )
    DeskDetails.objects.create(desk=desk, name="試験窓口", phone="011-000-0000")
    doctor = CooperatingDoctor.objects.create(
        health_centre=centre, hub=operator, facility=operator.facility, name="試験"
    )
    DutyMonth.objects.create(doctor=doctor, month=DAY)
    asked = programs.applied(programs.year(), operator, by=by)
    attach_document(
        owner=asked, title="試験", file_name="申請.pdf", content=b"%PDF-1.7", by=by
    )
    MunicipalInitiative.objects.create(
        municipality=town,
        fiscal_year=2000 + operator.pk % 1000,
        item=MunicipalItem.values[0],
        handled_by=HandledBy.values[0],
        entrusted_to=operator,
    )


def _hang_on_act(act: Designation, requirement: Any, town: Municipality) -> None:
    RequirementCheck.objects.get_or_create(designation=act, requirement=requirement)
    act.parts.get().municipalities.add(town)
    ComplianceTask.objects.create(
        prefecture=act.prefecture,
        key=f"試験:{act.pk}",
        code="T1",
        designation=act,
        message="試験",
        as_of=DAY,
    )
    Designation.objects.create(
        case_number=f"試験{act.pk.hex[:12]}",
        prefecture=act.prefecture,
        kind=Kind.ACTIVE,
        operator=designations.institution(),
        predecessor=act,
        proposed_by=act.proposed_by,
    )
    report = HubReport.objects.create(
        prefecture=act.prefecture,
        operator=act.operator,
        designation=act,
        fiscal_year=2025,
    )
    Reminder.objects.create(report=report, on=DAY)
    Activity.objects.create(
        prefecture=act.prefecture,
        operator=act.operator,
        report=report,
        name="試験",
        kind="meetings",
        fiscal_year=2025,
    )
