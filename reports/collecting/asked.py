"""What somebody asks to be frozen: a kind of report for one prefecture and one day."""

from dataclasses import dataclass
from datetime import date

from formats.dates import wareki
from reports.snapshots.facts import Facts
from reports.snapshots.shared import Comment, Edition, Meeting, Previous
from zones.models import Prefecture


class NothingToReport(Exception):
    """There is nothing of this kind to print; the message says what is missing."""


class NoPlan(NothingToReport):
    """The prefecture has no plan in force on the day; the message says so."""

    @classmethod
    def on(cls, prefecture: Prefecture, day: date) -> "NoPlan":
        """In the words of the screen."""
        return cls(
            f"{prefecture}には{wareki(day)}に適用される医療計画がありません。"
            "計画と在宅医療圏を登録してください。"
        )


@dataclass(frozen=True, slots=True)
class Before:
    """What changes are counted from: an earlier edition, or an earlier day."""

    previous: Previous
    facts: Facts
    figures: dict[str, int | None]  # the figures of the summary by key


@dataclass(frozen=True, slots=True)
class Asked:
    """``zone_codes`` narrows the report; ``parts`` chooses its chapters and their order.

    Changes are counted from ``before``, else from the day ``since``, else not at all.
    """

    prefecture: Prefecture
    as_of: date
    zone_codes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    title: str = ""
    meeting: Meeting | None = None
    edition: Edition | None = None
    before: Before | None = None
    since: date | None = None
    foreword: str = ""
    questions: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
