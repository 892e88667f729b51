"""The only writers of this room. Keyword-only, atomic, ``by=`` last; shared by forms and commands."""

from programs.actions.facts import confirm_fact
from programs.actions.measures import add_measure, edit_measure, record_status
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
    "add_measure",
    "carry_over",
    "carry_over_all",
    "confirm_fact",
    "edit_measure",
    "edit_program",
    "edit_year",
    "evaluate_year",
    "record_status",
    "register_program",
    "remove_result",
    "set_result",
    "set_sheet",
]
