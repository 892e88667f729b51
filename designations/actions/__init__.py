"""The only writers of this room. Keyword-only, atomic, ``by=`` last; shared by forms, admin,
imports and commands."""

from designations.actions.acts import (
    confirm_entry,
    correct_contact,
    edit_designation,
    enter_designation,
    propose_candidate,
)
from designations.actions.attachments import attach, detach
from designations.actions.bulk import (
    BulkValues,
    Undone,
    edit_in_bulk,
    preview_in_bulk,
    undo_bulk_edit,
)
from designations.actions.checks import act_of, zones_of
from designations.actions.compliance import ComplianceRun, run_compliance
from designations.actions.course import advance, designate, end_designation
from designations.actions.operators import (
    operator_of_facility,
    operator_of_municipality,
    register_operator,
    set_consultation_desk,
)
from designations.actions.requirements import record_check
from designations.actions.roadmap import (
    DecisionValues,
    log_decision,
    schedule_zones,
)
from designations.actions.selection import (
    StepValues,
    edit_selection_steps,
    take_up_candidate,
)
from designations.actions.writing import Act, ZonePart

__all__ = [
    "Act",
    "BulkValues",
    "ComplianceRun",
    "DecisionValues",
    "StepValues",
    "Undone",
    "ZonePart",
    "act_of",
    "advance",
    "attach",
    "confirm_entry",
    "correct_contact",
    "designate",
    "detach",
    "edit_designation",
    "edit_in_bulk",
    "edit_selection_steps",
    "end_designation",
    "enter_designation",
    "log_decision",
    "operator_of_facility",
    "operator_of_municipality",
    "preview_in_bulk",
    "propose_candidate",
    "record_check",
    "register_operator",
    "run_compliance",
    "schedule_zones",
    "set_consultation_desk",
    "take_up_candidate",
    "undo_bulk_edit",
    "zones_of",
]
