"""Designations as dated acts, and what surrounds them."""

from designations.models.acts import Designation, DesignationZone, Step
from designations.models.attachments import Attachment
from designations.models.bulk import BulkEdit
from designations.models.compliance import ComplianceTask
from designations.models.operators import ConsultationDesk, Operator
from designations.models.requirements import Requirement, RequirementCheck
from designations.models.roadmap import Decision, RoadmapTarget, ZoneSchedule
from designations.models.selection import SelectionStep

__all__ = [
    "Attachment",
    "BulkEdit",
    "ComplianceTask",
    "ConsultationDesk",
    "Decision",
    "Designation",
    "DesignationZone",
    "Operator",
    "Requirement",
    "RequirementCheck",
    "RoadmapTarget",
    "SelectionStep",
    "Step",
    "ZoneSchedule",
]
