"""How a facility's beds and answers are said on screens."""

from facilities.kinds import BedsState
from facilities.models import CapacitySurvey, Facility
from formats.dates import fiscal_year_short
from formats.tables import number


def beds_words(facility: Facility) -> str:
    """The number of beds; 不明 is not the same as none, which gives an empty text."""
    if facility.beds_state == BedsState.NONE:
        return ""
    if facility.beds is None:
        return "不明"
    known = number(facility.beds)
    return f"{known}（一部不明）" if facility.beds_state == BedsState.PARTLY else known


def answer_words(answer: CapacitySurvey) -> list[str]:
    """What an institution answered about its patients and its intent, with the year."""
    said = [
        f"{label}{number(count)}人"
        for label, count in (
            ("現在", answer.patients_now),
            ("対応可能", answer.patients_possible),
        )
        if count is not None
    ]
    if answer.intent:
        said.append(answer.get_intent_display())
    return (
        [f"{fiscal_year_short(answer.fiscal_year)} {'、'.join(said)}"] if said else []
    )
