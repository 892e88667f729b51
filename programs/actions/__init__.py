"""The only writers of this room. Keyword-only, atomic, ``by=`` last; shared by forms and commands."""

from programs.actions.activities import (
    edit_activity,
    record_activity,
    remove_activity,
)
from programs.actions.discharge import set_discharge_rule
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
    edit_grant,
    move_grant,
)
from programs.actions.hub_reports import (
    ReportContent,
    ask_for_reports,
    check_report,
    fill_in_report,
    receive_report,
    remind_hub,
    remind_hubs,
    reopen_report,
)
from programs.actions.measures import (
    add_measure,
    edit_measure,
    record_status,
)
from programs.actions.municipal import (
    ItemDone,
    copy_initiatives,
    set_desk,
    set_initiatives,
)
from programs.actions.municipal_needs import (
    edit_help,
    edit_issue,
    give_help,
    report_issue,
)
from programs.actions.program_years import (
    carry_over,
    carry_over_all,
    edit_year,
    evaluate_year,
    remove_result,
    set_result,
    set_sheet,
)
from programs.actions.programs import edit_program, register_program

__all__ = [
    "ItemDone",
    "ReportContent",
    "Step",
    "add_measure",
    "apply_for_grant",
    "ask_for_reports",
    "attach_document",
    "carry_over",
    "carry_over_all",
    "check_report",
    "confirm_fact",
    "copy_initiatives",
    "edit_activity",
    "edit_grant",
    "edit_help",
    "edit_issue",
    "edit_measure",
    "edit_program",
    "edit_year",
    "enter_grant_list",
    "evaluate_year",
    "fill_in_report",
    "give_help",
    "move_grant",
    "receive_report",
    "record_activity",
    "record_status",
    "register_program",
    "remind_hub",
    "remind_hubs",
    "remove_activity",
    "remove_document",
    "remove_result",
    "reopen_report",
    "report_issue",
    "set_desk",
    "set_discharge_rule",
    "set_initiatives",
    "set_result",
    "set_sheet",
]
