"""Keeps what is slow to count until something is written: every write of the portal is on record,
so the newest records say whether a count is still right."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches

from accounts.models import AuditEvent
from formats.charts import digest

Kept = TypeVar("Kept")
# Events that change nothing that is counted.
READING = ("sign_in", "sign_out", "request", "read_notices", "save_view", "remove_view")
# Several, since on PostgreSQL a record may become visible after one with a higher number.
NEWEST = 20
AN_HOUR = 60 * 60


def kept(name: str, make: Callable[[], Kept], *parts: object) -> Kept:
    """What ``make`` gives for ``parts``, made again after any write; parts are plain data.

    Nothing is kept while there is no record to go by. One query.
    """
    rows = AuditEvent.objects.filter(outcome=AuditEvent.Outcome.DONE)
    stamp = list(
        rows.exclude(action__in=READING)
        .order_by("-pk")
        .values_list("pk", "at")[:NEWEST]
    )
    if not stamp:
        return make()
    key = f"kept-{name}-{digest(parts, [(pk, at.isoformat()) for pk, at in stamp])}"
    cache = caches["machine"]
    found = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, AN_HOUR)
    return found
