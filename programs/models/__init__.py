"""Measures, programs, grants, activities, municipal initiatives, schedule and cases."""

from programs.models.activities import Activity, HubReport, Reminder
from programs.models.documents import Document
from programs.models.duty import CooperatingDoctor, DutyMonth, ShortStayVacancy
from programs.models.grants import Grant, GrantStep
from programs.models.library import (
    CaseElement,
    CaseExample,
    HubSite2012,
    KindNote,
    OperatorCount2012,
    Outcome2012,
)
from programs.models.measures import Measure, MeasureStatus
from programs.models.municipal import (
    DeskDetails,
    DischargeRule,
    HelpGiven,
    MunicipalInitiative,
    MunicipalIssue,
)
from programs.models.programs import Program, ProgramResult, ProgramYear, SheetLine
from programs.models.schedule import Milestone, RoleDuty

__all__ = [
    "Activity",
    "CaseElement",
    "CaseExample",
    "CooperatingDoctor",
    "DeskDetails",
    "DischargeRule",
    "Document",
    "DutyMonth",
    "Grant",
    "GrantStep",
    "HelpGiven",
    "HubReport",
    "HubSite2012",
    "KindNote",
    "Measure",
    "MeasureStatus",
    "Milestone",
    "MunicipalInitiative",
    "MunicipalIssue",
    "OperatorCount2012",
    "Outcome2012",
    "Program",
    "ProgramResult",
    "ProgramYear",
    "Reminder",
    "RoleDuty",
    "SheetLine",
    "ShortStayVacancy",
]
