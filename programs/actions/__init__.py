"""The only writers of this room. Keyword-only, atomic, ``by=`` last; shared by forms and commands."""

from programs.actions.documents import (
    attach_document,
    remove_document,
)
from programs.actions.facts import (
    confirm_fact,
)
from programs.actions.grant_lists import (
    enter_grant_list,
)
from programs.actions.grants import (
    Step,
    apply_for_grant,
    move_grant,
)
from programs.actions.measures import (
    add_measure,
    edit_measure,
    record_status,
)
from programs.actions.programs import (
    carry_over,
    carry_over_all,
    edit_program,
    edit_year,
    evaluate_year,
    register_program,
    remove_result,
    set_result,
    set_sheet,
)

__all__ = [
    "Step",
    "add_measure",
    "apply_for_grant",
    "attach_document",
    "carry_over",
    "carry_over_all",
    "confirm_fact",
    "edit_measure",
    "edit_program",
    "edit_year",
    "enter_grant_list",
    "evaluate_year",
    "move_grant",
    "record_status",
    "register_program",
    "remove_document",
    "remove_result",
    "set_result",
    "set_sheet",
]
