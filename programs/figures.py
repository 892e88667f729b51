"""Sums over activities: how often, how many heads, in how many areas."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from programs.kinds import SEVEN, ActivityKind
from programs.models import Activity


@dataclass(frozen=True, slots=True)
class ActivityTotals:
    """Sums over activities. None means that no activity says it; 0 that none took place.

    ``unknown_participants`` counts the activities that took place and do not say how many came.
    """

    activities: int = 0
    sessions: int | None = None
    participants: int | None = None
    areas: int | None = None
    unknown_participants: int = 0

    def words(self) -> str:
        """「97回、延べ982人」, as the papers write it."""
        said = []
        if self.sessions is not None:
            said.append(f"{self.sessions:,}回")
        if self.participants is not None:
            said.append(f"延べ{self.participants:,}人")
        return "、".join(said)


def totals_of(activities: Iterable[Activity]) -> ActivityTotals:
    """Add up activities; each is counted once."""
    rows = list(activities)
    held = [row for row in rows if row.sessions != 0]
    return ActivityTotals(
        activities=len(rows),
        sessions=_add(row.sessions for row in rows),
        participants=_add(row.participants for row in rows),
        areas=_areas(rows),
        unknown_participants=sum(row.participants is None for row in held),
    )


def totals_by_kind(
    activities: QuerySet[Activity],
) -> dict[ActivityKind, ActivityTotals]:
    """The seven kinds, and 「その他」 where there is any, each with its sums. One query."""
    rows: dict[str, list[Activity]] = {kind: [] for kind in SEVEN}
    for row in activities.order_by("pk"):
        rows.setdefault(row.kind, []).append(row)
    return {ActivityKind(kind): totals_of(found) for kind, found in rows.items()}


def _add(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _areas(rows: list[Activity]) -> int | None:
    """Areas that sums state, and the different places of single activities."""
    stated = _add(row.areas for row in rows)
    places = {
        place
        for row in rows
        if row.areas is None
        and (place := (row.zone_id, row.health_centre_id, row.municipality_id))
        != NOWHERE
    }
    return None if stated is None and not places else (stated or 0) + len(places)


NOWHERE = (None, None, None)
