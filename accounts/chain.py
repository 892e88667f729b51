"""The chain over the record: each event is sealed with a hash of itself and of the seal before it.

Events are sealed just after their transaction has committed, so a long import holds nobody up and
nobody waits for two locks. An event whose process was killed in between is sealed by the next one.
Who changes, removes, adds or reorders rows behind the portal's back breaks the chain at that row.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection, transaction

from accounts.models import AuditEvent, AuditSeal

# Numbers of events that may become visible late: each sealing looks back so far.
LOOK_BACK = 1000
BATCH = 500
BEGINNING = "0" * 64
# Any number that nothing else locks.
LOCK = 20_260_401
FIELDS = (
    "actor_id",
    "actor",
    "role",
    "address",
    "action",
    "outcome",
    "target_kind",
    "target_id",
    "target",
    "reason",
    "detail",
    "reference",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the chain does not hold. ``event`` is the number of the record."""

    number: int
    event: int | None
    words: str

    def __str__(self) -> str:
        record = f"記録 {self.event}" if self.event else "記録"
        return f"{record}（封印 {self.number}）: {self.words}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the whole record found. ``head`` is the hash of the last good seal."""

    sealed: int
    head: str
    waiting: int
    fault: Fault | None = None


def seal(event_id: int) -> None:
    """Seal an event that has been committed, with all before it that still wait."""
    if not AuditSeal.objects.filter(event_id=event_id).exists():
        seal_waiting(since=event_id - LOOK_BACK)


def seal_waiting(*, since: int = 0) -> int:
    """Seal every event after a number that is not sealed yet; returns how many there were."""
    with transaction.atomic():
        _wait_for_turn()
        number, previous = last_seal()
        waiting = AuditEvent.objects.filter(seal=None, pk__gt=since).order_by("pk")
        sealed = 0
        # No cursor of the server: one that dies with its server cannot be closed any more.
        while batch := list(waiting[:BATCH]):
            seals = []
            for event in batch:
                number += 1
                previous = digest(number, previous, event)
                seals.append(AuditSeal(number=number, event=event, hash=previous))
            AuditSeal.objects.bulk_create(seals)
            sealed += len(seals)
    return sealed


def last_seal() -> tuple[int, str]:
    """Number and hash of the newest seal: what a backup notes, to find a cut-off end by."""
    newest = AuditSeal.objects.order_by("-number").values_list("number", "hash").first()
    return newest or (0, BEGINNING)


def digest(number: int, previous: str, event: AuditEvent) -> str:
    """SHA-256 over the seal before, the number and every field of the event."""
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    values = [previous, number, event.pk, at, *(getattr(event, f) for f in FIELDS)]
    text = json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def verify(*, head: tuple[int, str] | None = None) -> Verified:
    """Walk the chain from its beginning and stop at the first row that does not hold.

    ``head`` is a number and a hash noted earlier, such as in a backup.
    """
    waiting = AuditEvent.objects.filter(seal=None).count()
    number, previous = 0, BEGINNING
    for stored, event in _pairs():
        number += 1
        fault = _fault(number, previous, stored, event, head)
        if fault:
            return Verified(number - 1, previous, waiting, fault)
        previous = stored.hash
    fault = None
    if head and number < head[0]:
        fault = Fault(number + 1, None, f"末尾の{head[0] - number}件が失われています")
    return Verified(number, previous, waiting, fault)


def _fault(
    number: int,
    previous: str,
    stored: AuditSeal,
    event: AuditEvent | None,
    head: tuple[int, str] | None,
) -> Fault | None:
    if stored.number != number:
        return Fault(number, None, "封印が失われています")
    if event is None:
        return Fault(number, stored.event_id, "記録が削除されています")
    if stored.hash != digest(number, previous, event):
        return Fault(number, event.pk, "記録または封印が書き換えられています")
    if head and head[0] == number and head[1] != stored.hash:
        return Fault(number, event.pk, "控えた値と一致しません")
    return None


def _pairs() -> Iterator[tuple[AuditSeal, AuditEvent | None]]:
    """Seals in order with their events, a thousand at a time."""
    last = -1
    while True:
        after = AuditSeal.objects.filter(number__gt=last)
        seals = list(after.order_by("number")[:1000])
        if not seals:
            return
        events: dict[int, Any] = AuditEvent.objects.in_bulk([s.event_id for s in seals])
        for stored in seals:
            yield stored, events.get(stored.event_id)
        last = seals[-1].number


def _wait_for_turn() -> None:
    """One sealing after the other. SQLite's transactions take the write lock by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
