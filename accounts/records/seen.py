"""What a person saw of each record, kept from the page that shows a change to its confirmation."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

CHANGED = (
    "内容を確かめたあとに、ほかの人が変えました。いまの内容を確かめ直してください。"
)


def marks_of(things: Iterable[Model], names: Sequence[str] = ()) -> list[str]:
    """The key of each record with the mark of what it is now, for the page to send back."""
    return [f"{thing.pk}:{_mark(thing, names)}" for thing in things]


def read_marks(sent: Iterable[str]) -> dict[str, str]:
    """The marks that a page sent back, by the keys of their records."""
    return {key: mark for key, _, mark in (one.partition(":") for one in sent)}


def changed_since(
    things: Iterable[Model], seen: Mapping[str, str], names: Sequence[str] = ()
) -> list[Model]:
    """The records that are no longer as they were seen, or that nobody looked at."""
    return [one for one in things if seen.get(str(one.pk)) != _mark(one, names)]


def _mark(thing: Model, names: Sequence[str]) -> str:
    """Its version, where the model counts them; else a digest of the named fields."""
    version = getattr(thing, "version", None)
    if version is not None:
        return str(version)
    values = [getattr(thing, thing._meta.get_field(name).attname) for name in names]
    written = json.dumps(values, cls=DjangoJSONEncoder)
    return hashlib.sha256(written.encode()).hexdigest()[:16]
