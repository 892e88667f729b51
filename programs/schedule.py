"""The schedule of a fiscal year as it stands on a day: what is done, running, late, to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from programs.kinds import Layer
from programs.models import Milestone


class State(StrEnum):
    """Where a milestone stands on a day."""

    DONE = "done"
    LATE = "late"
    RUNNING = "running"
    COMING = "coming"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    State.DONE: "完了",
    State.LATE: "期限超過",
    State.RUNNING: "実施中",
    State.COMING: "これから",
}


def state_on(milestone: Milestone, day: date) -> State:
    """What was done after the day was not done on it."""
    if milestone.done_on is not None and milestone.done_on <= day:
        return State.DONE
    if milestone.due_on < day:
        return State.LATE
    return State.RUNNING if milestone.starts_on <= day else State.COMING


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone with its state on the day that is asked about."""

    milestone: Milestone
    state: State

    @property
    def where(self) -> str:
        places = (self.milestone.health_centre, self.milestone.zone)
        return "、".join(str(place) for place in places if place)


def planned_on(milestones: Iterable[Milestone], day: date) -> list[Planned]:
    """In the order of the layers, then of the days."""
    order = list(Layer)
    rows = sorted(
        milestones,
        key=lambda m: (order.index(Layer(m.layer)), m.starts_on, m.due_on, m.pk),
    )
    return [Planned(milestone, state_on(milestone, day)) for milestone in rows]


def by_layer(planned: Iterable[Planned]) -> dict[Layer, list[Planned]]:
    """The layers that have something to do."""
    found: dict[Layer, list[Planned]] = {}
    for one in planned:
        found.setdefault(Layer(one.milestone.layer), []).append(one)
    return found
