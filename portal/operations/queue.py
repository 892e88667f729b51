"""The queue of background work: its state, who works, and what is done about work that broke off.

Work that raises is tried again later, three times in all, and then stays as given up until somebody
looks (the dead letters). Work whose worker died is given back the same way: a worker writes every
few seconds that it lives, and who has been silent for two minutes is dead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from accounts.audit import record
from accounts.models import User
from portal.models import WorkerBeat

READY, RUNNING, FAILED = "READY", "RUNNING", "FAILED"
MOST_TRIES = 3
SILENT = timedelta(minutes=2)
WAITS_TOO_LONG = timedelta(minutes=5)
DIED = "portal.operations.queue.WorkerDied"


@dataclass(frozen=True, slots=True)
class QueueState:
    waiting: int
    running: int
    dead: int
    overdue: int
    orphaned: int
    workers: int
    oldest_seconds: float


def state(now: datetime) -> QueueState:
    """Counts for the doctor, the metrics and the page."""
    waiting = DBTaskResult.objects.ready()
    oldest = waiting.order_by("enqueued_at").values_list("enqueued_at", flat=True)
    first = oldest.first()
    return QueueState(
        waiting=waiting.count(),
        running=DBTaskResult.objects.running().count(),
        dead=DBTaskResult.objects.failed().count(),
        overdue=waiting.filter(enqueued_at__lt=now - WAITS_TOO_LONG).count(),
        orphaned=sum(1 for _ in orphans(now)),
        workers=alive(now).count(),
        oldest_seconds=(now - first).total_seconds() if first else 0.0,
    )


def alive(now: datetime) -> QuerySet[WorkerBeat]:
    return WorkerBeat.objects.filter(at__gt=now - SILENT)


def orphans(now: datetime) -> Iterator[DBTaskResult]:
    """Running work whose last worker is silent."""
    living = set(alive(now).values_list("worker", flat=True))
    for task in DBTaskResult.objects.running().filter(started_at__lt=now - SILENT):
        if not task.worker_ids or task.worker_ids[-1] not in living:
            yield task


def reap(now: datetime) -> int:
    """Give orphaned work back to the queue, or up; returns how many there were."""
    found = list(orphans(now))
    for task in found:
        give_back(task, now, was=RUNNING, reason="ワーカーが止まりました")
    WorkerBeat.objects.filter(at__lt=now - 30 * SILENT).delete()
    return len(found)


@transaction.atomic
def give_back(task: DBTaskResult, now: datetime, *, was: str, reason: str) -> bool:
    """Let broken-off work be tried again later, or give it up after the last try.

    Safe against two that see the same: only the first finds it in the state it was in.
    """
    tries = len(task.worker_ids)
    same = DBTaskResult.objects.filter(
        pk=task.pk, status=was, started_at=task.started_at
    )
    if tries < MOST_TRIES:
        changed = same.update(
            status=READY, run_after=now + wait_before(tries), finished_at=None
        )
    elif was == RUNNING:
        changed = same.update(
            status=FAILED, finished_at=now, exception_class_path=DIED, traceback=""
        )
    else:
        changed = same.count()
    if changed:
        action = "reap_task" if tries < MOST_TRIES else "give_up_task"
        detail = {"task": task.task_path, "id": str(task.pk), "tries": tries}
        record(action, by=None, reason=reason, detail=detail)
    return bool(changed)


def wait_before(tries: int) -> timedelta:
    """One minute after the first try, four after the second: longer each time."""
    return timedelta(minutes=4 ** (tries - 1))


@transaction.atomic
def retry(*, task: DBTaskResult, now: datetime, by: User) -> bool:
    """Try given-up work once more, from the beginning. False when somebody was first."""
    given_up = DBTaskResult.objects.filter(pk=task.pk, status=FAILED)
    changed = given_up.update(
        status=READY, run_after=now, worker_ids=[], finished_at=None
    )
    if changed:
        detail = {"task": task.task_path, "id": str(task.pk)}
        record("retry_task", by=by, detail=detail)
    return bool(changed)


@transaction.atomic
def drop(*, task: DBTaskResult, by: User) -> bool:
    """Take given-up work off the list. What it was for stays as it is."""
    dropped, _ = DBTaskResult.objects.filter(pk=task.pk, status=FAILED).delete()
    if dropped:
        detail = {"task": task.task_path, "id": str(task.pk)}
        record("give_up_task", by=by, detail=detail)
    return bool(dropped)
