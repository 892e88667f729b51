"""What an official chooses for an edition, before anything is frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.audit import record
from accounts.models import User
from reports.actions.state import WrongState, step
from reports.actions.writing import copy_texts
from reports.collecting.asked import NoPlan
from reports.kinds import EditionStatus, ReportKind
from reports.models import Edition
from reports.registry import KINDS
from zones.models import PlanVersion, Prefecture

Status = EditionStatus
MEETING = ("meeting_name", "meeting_on", "meeting_paper")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is chosen: no zones or parts means all of them, in the usual order.

    Changes are counted from the edition ``previous``, else from the day ``since``, else not.
    """

    as_of: date
    title: str = ""
    meeting_name: str = ""
    meeting_on: date | None = None
    meeting_paper: str = ""
    zone_codes: Sequence[str] = ()
    parts: Sequence[str] = ()
    previous: Edition | None = None
    since: date | None = None

    def values(self, kind: str, prefecture: Prefecture) -> dict[str, object]:
        """As the fields of an edition. Raises ``NoPlan``."""
        version = PlanVersion.objects.for_prefecture(prefecture.pk, self.as_of)
        if version is None:
            raise NoPlan.on(prefecture, self.as_of)
        return {field: getattr(self, field) for field in self.__dataclass_fields__} | {
            "title": self.title or KINDS[kind].title,
            "zone_codes": list(self.zone_codes),
            "parts": list(self.parts),
            "since": None if self.previous else self.since,
            "plan_version": version,
        }


@transaction.atomic
def prepare_edition(
    *, kind: ReportKind | str, prefecture: Prefecture, choices: Choices, by: User | None
) -> Edition:
    """Open a new edition with its number. Raises ``NoPlan`` where no plan is in force."""
    edition = Edition.objects.create(
        kind=kind,
        prefecture=prefecture,
        number=_next_number(prefecture, kind),
        made_by=by,
        **choices.values(kind, prefecture),
    )
    record("prepare_edition", by=by, target=edition)
    return edition


@transaction.atomic
def choose(*, edition: Edition, choices: Choices, by: User) -> None:
    """Choose differently while nothing is frozen. Raises ``NoPlan`` or ``WrongState``."""
    values = choices.values(edition.kind, edition.prefecture)
    step(edition, Status.PREPARING, **values)
    record("choose_edition", by=by, target=edition)


@transaction.atomic
def set_meeting(
    *, edition: Edition, values: Mapping[str, Any], reason: str = "", by: User
) -> None:
    """Change some of ``MEETING`` while nothing is frozen. Raises ``WrongState``."""
    step(
        edition,
        Status.PREPARING,
        **{name: values[name] for name in MEETING if name in values},
    )
    record("choose_edition", by=by, target=edition, reason=reason)


@transaction.atomic
def correct_edition(
    *, edition: Edition, reason: str, corrected_points: str, by: User
) -> Edition:
    """Open the correction of a published edition, with its choices and its words.

    The published one stays as it is, and is superseded when the correction is published.
    Raises ``WrongState`` unless it is published and no other correction is on its way.
    """
    number = _next_number(edition.prefecture, edition.kind)
    edition.refresh_from_db()
    on_its_way = edition.corrections.exclude(status=Status.WITHDRAWN).exists()
    if edition.status != Status.PUBLISHED or on_its_way:
        raise WrongState
    kept = {name: getattr(edition, name) for name in Choices.__dataclass_fields__}
    made = Edition.objects.create(
        kind=edition.kind,
        prefecture=edition.prefecture,
        plan_version=edition.plan_version,
        number=number,
        corrects=edition,
        reason=reason,
        corrected_points="\n".join(
            line.strip() for line in corrected_points.splitlines() if line.strip()
        ),
        made_by=by,
        **kept,
    )
    copy_texts(edition=made, source=edition, by=by)
    record("correct_edition", by=by, target=made, reason=reason)
    return made


def _next_number(prefecture: Prefecture, kind: str) -> int:
    # Numbers are given one after the other, under the prefecture's lock.
    Prefecture.objects.select_for_update().get(pk=prefecture.pk)
    series = Edition.objects.filter(prefecture=prefecture, kind=kind)
    return (series.aggregate(last=Max("number"))["last"] or 0) + 1
