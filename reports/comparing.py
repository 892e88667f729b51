"""Two editions, or two days, or one of each, laid beside each other."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.changes import compare, lines
from reports.collecting.asked import Before
from reports.collecting.before import from_edition, on_day
from reports.models import Edition
from reports.snapshots import canonical
from reports.snapshots.shared import Change, ChangeItem
from zones.models import Prefecture


class NoFacts(ValueError):
    """The edition keeps nothing that could be compared; the message says so."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: an edition, or the data of a day as the portal has it now."""

    state: Before
    edition: Edition | None = None

    @property
    def day(self) -> date:
        return self.state.facts.day

    @property
    def label(self) -> str:
        return str(self.edition) if self.edition else self.state.previous.label

    @property
    def values(self) -> dict[str, Any]:
        """The frozen data of an edition; nothing for a day."""
        return self.edition.values if self.edition else {}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The earlier side, the later one, and what differs between them."""

    before: Side
    after: Side
    lines: tuple[Change, ...]
    items: tuple[ChangeItem, ...]


def side_of_edition(edition: Edition) -> Side:
    """Raises NoFacts where its kind freezes nothing to compare by, or its form is too old."""
    try:
        report = canonical.load(edition.values)
    except canonical.SnapshotError as problem:
        raise NoFacts(
            f"「{edition}」のデータは今と様式が違うため、比べられません。"
        ) from problem
    state = from_edition(report, str(edition))
    if state is None:
        raise NoFacts(f"「{edition}」は、比べるためのデータを持たない種類です。")
    return Side(state, edition)


def side_of_day(prefecture: Prefecture, day: date) -> Side:
    """A day without a plan has nothing in it: everything after it is new."""
    return Side(on_day(prefecture, day))


def compare_sides(one: Side, other: Side) -> Comparison:
    """In the order of their days; of the same day, in the order given."""
    before, after = sorted((one, other), key=lambda side: side.day)
    facts = before.state.facts, after.state.facts
    items = compare(*facts)
    return Comparison(before, after, lines(items, *facts), items)
