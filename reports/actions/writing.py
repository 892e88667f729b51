"""The words that officials write for an edition, with what stood there before."""

from collections.abc import Mapping

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from reports.actions.state import WrongState
from reports.kinds import OPEN
from reports.models import Edition, EditionText

Place = tuple[str, str]  # about, key


@transaction.atomic
def write_texts(*, edition: Edition, texts: Mapping[Place, str], by: User) -> int:
    """Keep what differs from what stands there; how many do. Raises ``WrongState``."""
    _claim(edition)
    standing = {(one.about, one.key): one for one in edition.texts.all()}
    changed = 0
    for place, text in texts.items():
        text = "\n".join(text.strip().splitlines())
        one = standing.get(place)
        if text == (one.text if one else ""):
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


def _claim(edition: Edition) -> None:
    """Hold the edition while its words change, so that nobody freezes it in between."""
    held = Edition.objects.select_for_update().filter(pk=edition.pk, status__in=OPEN)
    if not held.exists():
        raise WrongState
