"""The worker: runs queued work, says that it lives, and looks after what others left behind."""

import contextlib
import logging
import os
import socket
import threading
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from portal.models import WorkerBeat
from portal.operations.queue import FAILED, give_back, reap

logger = logging.getLogger("portal.worker")
SECONDS_BETWEEN_BEATS = 10.0


class CarefulWorker(Worker):
    """A worker whose failed work is tried again, and whose death is noticed."""

    def __init__(self, *, interval: float, batch: bool, max_tasks: int | None) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=not batch,
            max_tasks=max_tasks,
            worker_id=f"{socket.gethostname()[:30]}-{os.getpid()}-{os.urandom(4).hex()}",
            excluded_queue_names=[],
        )

    def run(self) -> None:
        leave = threading.Event()
        beat = threading.Thread(target=self._beat, args=[leave], daemon=True)
        self._say_alive()
        reap(timezone.now())
        beat.start()
        try:
            super().run()
        finally:
            leave.set()
            beat.join(timeout=5)
            WorkerBeat.objects.filter(worker=self.worker_id).delete()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        db_task_result.refresh_from_db()
        if db_task_result.status == FAILED:
            name = db_task_result.exception_class_path.rpartition(".")[2]
            logger.warning("task %s failed: %s", db_task_result.task_path, name)
            give_back(db_task_result, timezone.now(), was=FAILED, reason=name)

    def _beat(self, leave: threading.Event) -> None:
        """In a thread and on a connection of its own, so that long work does not silence it."""
        while not leave.wait(SECONDS_BETWEEN_BEATS):
            # A database that is away or busy comes back; so does the next beat.
            with contextlib.suppress(DatabaseError):
                self._say_alive()
                reap(timezone.now())
            connection.close()
        connection.close()

    def _say_alive(self) -> None:
        values: dict[str, Any] = {"at": timezone.now()}
        WorkerBeat.objects.update_or_create(worker=self.worker_id, defaults=values)
