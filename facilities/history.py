"""What changed on a facility: its own fields, and the functions that it provides."""

from dataclasses import replace
from typing import Any

from accounts.models import User
from accounts.records import history
from accounts.records.history import Change, said_of
from facilities.models import Facility, FunctionProvision
from formats.dates import wareki_short

MOST = 1000


def changes_of(facility: Facility, reader: User, limit: int = MOST) -> list[Change]:
    """The changes of a facility, newest first, as ``reader`` may see what brought them."""
    found = history.changes_of(facility, limit=limit, reader=reader)
    said = FunctionProvision.history.filter(facility=facility)
    said = said.select_related("history_user").order_by("-history_date", "-history_id")
    found += [_provision(state) for state in said[:limit]]
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]


def _provision(state: Any) -> Change:
    starts = f"{wareki_short(state.starts_on)}から"
    name = f"機能：{state.get_function_display()}"
    ground = state.evidence_text or state.get_evidence_display()
    if state.history_type == "+":
        before, after = "", f"あり（{starts}）{ground}"
    else:
        ends = f"{wareki_short(state.ends_on)}まで" if state.ends_on else "終わりなし"
        before, after = f"あり（{starts}）", ends
    return replace(said_of(state), field=name, before=before, after=after)
