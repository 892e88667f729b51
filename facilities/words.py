"""How a facility's beds and codes are said on screens."""

from facilities.kinds import BedsState
from facilities.models import Facility
from formats.tables import number


def beds_words(facility: Facility) -> str:
    """The number of beds; 不明 is not the same as none, which gives an empty text."""
    if facility.beds_state == BedsState.NONE:
        return ""
    if facility.beds is None:
        return "不明"
    known = number(facility.beds)
    return f"{known}（一部不明）" if facility.beds_state == BedsState.PARTLY else known
