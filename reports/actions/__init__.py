"""The only writers of this room: choosing, writing, making and issuing editions."""

from reports.actions.choosing import (
    MEETING,
    Choices,
    choose,
    correct_edition,
    prepare_edition,
    set_meeting,
)
from reports.actions.course import (
    NotBySameOfficial,
    bring_back_edition,
    check_edition,
    publish_edition,
    retry_edition,
    send_back_edition,
    withdraw_edition,
)
from reports.actions.making import (
    cancel_edition,
    freeze_edition,
    give_up_stalled,
    make_edition,
    render_edition,
    rewrite_edition,
)
from reports.actions.state import WrongState
from reports.actions.writing import (
    WrittenMeanwhile,
    copy_texts,
    mark_of,
    write_texts,
)

__all__ = [
    "MEETING",
    "Choices",
    "NotBySameOfficial",
    "WrittenMeanwhile",
    "WrongState",
    "bring_back_edition",
    "cancel_edition",
    "check_edition",
    "choose",
    "copy_texts",
    "correct_edition",
    "freeze_edition",
    "give_up_stalled",
    "make_edition",
    "mark_of",
    "prepare_edition",
    "publish_edition",
    "render_edition",
    "retry_edition",
    "rewrite_edition",
    "send_back_edition",
    "set_meeting",
    "withdraw_edition",
    "write_texts",
]
