"""The words that officials write for an edition, with what stood there before."""

import hashlib
from collections.abc import Mapping, Sequence

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from reports.actions.state import WrongState
from reports.kinds import OPEN
from reports.models import Edition, EditionText

Place = tuple[str, str]  # about, key


class WrittenMeanwhile(Exception):
    """Somebody else wrote in ``places`` since they were read; nothing was changed."""

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self.places = tuple(places)


def mark_of(text: str) -> str:
    """A short mark of a text, by which a form knows later what it had read."""
    return hashlib.sha256(_tidy(text).encode()).hexdigest()[:16]


@transaction.atomic
def write_texts(
    *,
    edition: Edition,
    texts: Mapping[Place, str],
    seen: Mapping[Place, str] | None = None,
    by: User,
) -> int:
    """Keep what differs from what stands there; how many do.

    ``seen`` holds the marks of what was read: a text that the person left as it was is left
    alone, whatever stands there now. Raises ``WrongState``, or ``WrittenMeanwhile`` where the
    person changed what somebody else has changed too.
    """
    _claim(edition)
    standing = {(one.about, one.key): one for one in edition.texts.all()}
    now = {place: one.text for place, one in standing.items()}
    wanted = {
        place: _tidy(text)
        for place, text in texts.items()
        if seen is None or mark_of(text) != seen.get(place)
    }
    if seen is not None:
        met = [
            place
            for place, text in wanted.items()
            if mark_of(now.get(place, "")) != seen.get(place)
            and text != now.get(place, "")
        ]
        if met:
            raise WrittenMeanwhile(met)
    changed = 0
    for place, text in wanted.items():
        one = standing.get(place)
        if text == now.get(place, ""):
            continue
        one = one or EditionText(edition=edition, about=place[0], key=place[1])
        one.text, one.written_by, one._history_user = text, by, by
        one.save()
        changed += 1
    if changed:
        record("write_edition", by=by, target=edition, detail={"texts": changed})
    return changed


@transaction.atomic
def copy_texts(*, edition: Edition, source: Edition, by: User) -> int:
    """Copy the words of another edition to where none stand yet; how many. Raises ``WrongState``."""
    written = {(t.about, t.key) for t in edition.texts.exclude(text="")}
    wanted = {
        (one.about, one.key): one.text
        for one in source.texts.exclude(text="")
        if (one.about, one.key) not in written
    }
    return write_texts(edition=edition, texts=wanted, by=by)


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _claim(edition: Edition) -> None:
    """Hold the edition while its words change, so that nobody freezes it in between."""
    held = Edition.objects.select_for_update().filter(pk=edition.pk, status__in=OPEN)
    if not held.exists():
        raise WrongState
