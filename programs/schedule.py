"""The schedule of a fiscal year as it stands on a day: what is done, running, late, to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
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


def late_for(user: User, day: date) -> list[Milestone]:
    """What a person may mark as done and is past its day, the oldest first."""
    rows = Milestone.objects.editable_by(user).filter(done_on=None, due_on__lt=day)
    if not user.may(Permission.EDIT_PROGRAMS):
        rows = rows.exclude(layer=Layer.HEAD_OFFICE)
    return list(rows.order_by("due_on", "pk"))


def todo_for(user: User, day: date) -> list[dict[str, object]]:
    """What a start page says of the schedule (as in todo.html)."""
    if not user.may(Permission.RECORD_ACTIVITIES):
        return []
    late = late_for(user, day)
    if not late:
        return []
    names = "、".join(one.title for one in late[:3])
    more = f"ほか{len(late) - 3}件" if len(late) > 3 else ""
    query = urlencode({"year": late[-1].fiscal_year, "state": State.LATE.value})
    return [
        {
            "count": len(late),
            "title": "期限を過ぎた年間予定",
            "note": "、".join(part for part in (names, more) if part),
            "url": f"{reverse('programs:schedule')}?{query}",
            "link": "予定を見る",
        }
    ]
