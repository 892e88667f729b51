"""The only writers of this room."""

from indicators.actions.catalogue import (
    EDITABLE,
    add_indicator,
    confirm_indicator,
    copy_catalogue,
    drop_indicator,
    edit_indicator,
)
from indicators.actions.logic import remove_logic_item, save_logic_item
from indicators.actions.reminders import remind
from indicators.actions.values import (
    record_value,
    remove_target,
    set_additional_demand,
    set_target,
)

__all__ = [
    "EDITABLE",
    "add_indicator",
    "confirm_indicator",
    "copy_catalogue",
    "drop_indicator",
    "edit_indicator",
    "record_value",
    "remind",
    "remove_logic_item",
    "remove_target",
    "save_logic_item",
    "set_additional_demand",
    "set_target",
]
