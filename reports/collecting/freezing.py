"""From what was chosen for an edition to its frozen data."""

from datetime import date
from typing import Any

from django.utils import timezone

from reports.collecting.asked import Asked, Before, NothingToReport
from reports.collecting.before import from_edition
from reports.collecting.words import Words, words_of
from reports.kinds import EditionStatus
from reports.models import Edition, EditionFile
from reports.registry import collect
from reports.snapshots import canonical, shared


def freeze(edition: Edition, today: date) -> shared.Report:
    """The snapshot of an edition's choices and words as of its day; `today` is printed as its date.

    Raises ``NothingToReport``, of which ``NoPlan`` is one.
    """
    return collect(edition.kind, asked_by(edition, today))


def asked_by(edition: Edition, today: date) -> Asked:
    """What the edition asks to be frozen."""
    words = words_of(edition)
    return Asked(
        edition.prefecture,
        edition.as_of,
        zone_codes=tuple(edition.zone_codes),
        parts=tuple(edition.parts),
        title=edition.title,
        meeting=_meeting(edition),
        edition=shared.Edition(
            edition.number,
            today,
            workbook=f"{edition.file_stem}.{EditionFile.Kind.WORKBOOK}",
            history=_history(edition, today),
        ),
        before=_before(edition.previous),
        since=edition.since,
        foreword=words.foreword,
        questions=words.questions,
        comments=words.comments,
    )


def reworded(values: dict[str, Any], words: Words) -> dict[str, Any]:
    """The frozen values with other words and nothing else changed."""
    comments = [canonical.as_dict(comment) for comment in words.comments]
    changed = values | {"foreword": words.foreword, "comments": comments}
    if "questions" in values:
        changed["questions"] = list(words.questions)
    return changed


def words_differ(edition: Edition) -> bool:
    """Whether the words of a draft say something else than its frozen data."""
    if edition.status not in (EditionStatus.DRAFT, EditionStatus.FAILED):
        return False
    if not edition.snapshot:
        return False
    values = edition.values
    return reworded(values, words_of(edition)) != values


def _meeting(edition: Edition) -> shared.Meeting | None:
    if not edition.meeting_name:
        return None
    return shared.Meeting(
        edition.meeting_name, edition.meeting_on, edition.meeting_paper
    )


def _before(previous: Edition | None) -> Before | None:
    if previous is None:
        return None
    label = previous.meeting_name or f"第{previous.number}版"
    try:
        return from_edition(canonical.load(previous.values), label)
    except canonical.SnapshotError as problem:
        raise NothingToReport(
            f"前回の「{previous}」はデータの様式が今と違うため、比べられません。前回の日を選んでください。"
        ) from problem


def _history(edition: Edition, today: date) -> tuple[shared.Revision, ...]:
    """The corrections that led here, oldest first; none where nothing is corrected."""
    if edition.corrects is None:
        return ()
    lines = [_revision(edition, today)]
    older = edition.corrects
    while older is not None:
        day = timezone.localtime(older.published_at).date()
        lines.append(_revision(older, day))
        older = older.corrects
    return tuple(reversed(lines))


def _revision(edition: Edition, day: date) -> shared.Revision:
    if edition.corrects is None:
        return shared.Revision(edition.number, day, "初めの公表")
    points = "、".join(edition.corrected_points.splitlines())  # fmt: skip
    change = f"第{edition.corrects.number}版の訂正。{edition.reason}"
    return shared.Revision(edition.number, day, f"{change}（{points}）" if points else change)  # fmt: skip
