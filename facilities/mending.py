"""What a person has to look at in the registry: the conditions that lists and start pages share."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

UNSEEN_AFTER = timedelta(days=365)
# Characters that no font can show (外字); the same ranges as ``formats.text.private_use``.
PRIVATE_USE = "[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"


class Mend(models.TextChoices):
    PLACE = "place", "市区町村が分からない"
    """The address did not lead to a municipality."""
    CHARACTERS = "characters", "表示できない文字（外字）がある"
    """The name has a private-use character and nobody has corrected it."""
    UNSEEN = "unseen", "1年より長く確かめていない"
    """Neither on a list nor confirmed by a person for a year."""


def to_mend(what: str, day: date) -> Q:
    """The condition that a facility needs looking at for this reason on a day."""
    if what == Mend.PLACE:
        return Q(municipality=None)
    if what == Mend.CHARACTERS:
        return Q(corrected_name="", name__regex=PRIVATE_USE)
    since = day - UNSEEN_AFTER
    confirmed = Q(last_confirmed_on=None) | Q(last_confirmed_on__lt=since)
    return confirmed & (Q(last_seen_on=None) | Q(last_seen_on__lt=since))
