"""The portal as it is served, in processes that may be killed; the disk of its log is full all the time."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from tests.browsing import Browser
from tests.faults.cluster import children

# The machine may be crowded: what is waited for comes, only late.
PLENTY = 300.0
# gunicorn starts a killed process again by itself, and has the code at hand for it, so that kills may
# come close together. What keeps the worker going is systemd, here us.
WEB = [
    *("-m", "gunicorn", "tests.faults.warm", "--preload"),
    *("--workers=2", "--threads=4", "--no-control-socket"),
]
# As in production but for TLS: there the words for a database that is away stand before every view.
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "of-one-test-" * 6,
    "ALLOWED_HOSTS": "127.0.0.1",
    "BEHIND_TLS_PROXY": "1",
    "MFA_REQUIRED": "0",
}
# One in four is asked to end, as when a new version is laid down.
HOW = [signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM]
WORKER = ["manage.py", "worker", "--interval=0.05"]


class Serving:
    def __init__(self, environment: dict[str, str], log: int) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self._environment, self._log = {**environment, **PRODUCTION}, log
        self.web = self._started([*WEB, f"--bind=127.0.0.1:{port}"])
        self.worker: subprocess.Popen | None = None

    def _started(self, words: list[str]) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=settings.BASE_DIR,
            env=self._environment,
            stderr=self._log,
        )

    def kill_a_web_process(self, chance: random.Random) -> None:
        """To one of those that answer; the one above starts another."""
        if serving := children(self.web.pid):
            os.kill(chance.choice(serving), chance.choice(HOW))

    def kill_and_start_the_worker(self, chance: random.Random) -> None:
        if self.worker:
            self.worker.send_signal(chance.choice(HOW))
            self.worker.wait(PLENTY)
        self.worker = self._started(WORKER)

    def end(self) -> None:
        for one in (self.web, self.worker):
            if one:
                one.terminate()
                one.wait(PLENTY)


@contextmanager
def served(environment: dict[str, str]) -> Iterator[Serving]:
    with open("/dev/full", "w") as log:
        portal = Serving(environment, log.fileno())
        try:
            Browser(portal.base).wait_for("/readyz", seconds=PLENTY)
            yield portal
        finally:
            portal.end()
