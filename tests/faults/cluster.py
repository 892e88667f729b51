"""A PostgreSQL server of a test's own, which may be killed: the suite's server must not be.

It keeps what it has acknowledged (synchronous_commit), so that anything lost is lost by a fault. The
disk itself is trusted (fsync off): a killed process does not take back what it has written.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections

OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "autovacuum": "off",
    "max_connections": "60",
    # Small, so that checkpoints and new files of the log come up within a short run.
    "max_wal_size": "32MB",
    "min_wal_size": "32MB",
    "shared_buffers": "16MB",
}


def programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("no PostgreSQL server: sudo apt-get install -y postgresql")
    return found[-1].parent


class Cluster:
    """A server in a folder of its own, with a database that is a copy of the suite's."""

    def __init__(self, home: Path) -> None:
        self.home, self.data, self.bin = home, home / "data", programs()
        self.owner = _owner()
        if self.owner:
            shutil.chown(home, self.owner)
        self.server: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"postgres://portal@/portal?host={self.home}"

    def make(self) -> None:
        self._run(
            "initdb",
            f"--pgdata={self.data}",
            "--username=portal",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        self.start()
        self._run("createdb", f"--host={self.home}", "--username=portal", "portal")

    def fill(self) -> None:
        """Take over the tables and rows of the suite's own database."""
        known = connection.get_connection_params()
        connection.close()
        there = {
            f"PG{name.upper()}": str(known[name])
            for name in ("host", "port", "user", "password")
            if known.get(name)
        }
        take = [self.bin / "pg_dump", "--no-owner", known["dbname"]]
        fill = [self.bin / "psql", "--quiet", "--set=ON_ERROR_STOP=1"]
        here = [f"--host={self.home}", "--username=portal", "portal"]
        with (
            subprocess.Popen(
                take, stdout=subprocess.PIPE, env={**os.environ, **there}
            ) as dump,
            subprocess.Popen(
                [*fill, *here], stdin=dump.stdout, stdout=subprocess.DEVNULL
            ) as filling,
        ):
            pass
        assert (dump.returncode, filling.returncode) == (0, 0)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Everything of this process that asks the database asks this server, meanwhile."""
        kept = dict(connection.settings_dict)
        connections.close_all()
        connection.settings_dict |= {
            "NAME": "portal",
            "USER": "portal",
            "HOST": str(self.home),
            "PORT": "",
            "PASSWORD": "",
            "OPTIONS": {},
        }
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict.clear()
            connection.settings_dict |= kept

    def start(self) -> float:
        """Start the server and wait until it answers; the seconds that it took."""
        began = time.monotonic()
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        settings = [
            f"--{name.replace('_', '-')}={value}" for name, value in OPTIONS.items()
        ]
        with (self.home / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [self.bin / "postgres", "-D", self.data, "-k", self.home, *settings],
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.owner,
                cwd=self.home,
            )
        self.wait()
        return time.monotonic() - began

    def wait(self) -> None:
        """Until it answers, whether it was started or recovers by itself."""
        began = time.monotonic()
        while time.monotonic() < began + 60:
            if self._answers():
                return
            assert self.server.poll() is None, (self.home / "server.log").read_text()[
                -2000:
            ]
            time.sleep(0.02)
        raise AssertionError("the server does not start")

    def _answers(self) -> bool:
        ready = [self.bin / "pg_isready", "--quiet", f"--host={self.home}"]
        return subprocess.run(ready, check=False).returncode == 0

    def kill(self) -> None:
        """SIGKILL to every process of the server at once, as when the machine loses its power."""
        processes = [self.server.pid, *children(self.server.pid)]
        for process in processes:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass  # a backend that ended by itself
        self.server.wait()
        for process in processes[1:]:
            _wait_for_the_end_of(process)

    def kill_one_backend(self) -> None:
        """SIGKILL to one that serves somebody: the server ends all others and recovers by itself."""
        for process in children(self.server.pid):
            words = Path(f"/proc/{process}/cmdline")
            if words.exists() and b"portal portal" in words.read_bytes():
                os.kill(process, signal.SIGKILL)
                return

    def stop(self) -> None:
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(30)

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [self.bin / program, *words],
            check=True,
            stdout=subprocess.DEVNULL,
            user=self.owner,
            cwd=self.home,
        )


@contextmanager
def cluster(inside: Path | None = None) -> Iterator[Cluster]:
    """A server that is there for a while. The folder is short, since a socket's path must be."""
    home = Path(tempfile.mkdtemp(prefix="zaitaku-faults-", dir=inside))
    home.chmod(0o755)
    made = Cluster(home)
    try:
        made.make()
        yield made
    finally:
        made.stop()
        shutil.rmtree(home, ignore_errors=True)


def _owner() -> str | None:
    """PostgreSQL refuses to be root, so root lends it another user."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def children(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(word) for word in tasks.read_text().split()]


def _wait_for_the_end_of(process: int) -> None:
    for _ in range(1000):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        status = Path(f"/proc/{process}/stat")
        if (
            not status.exists()
            or status.read_text().rpartition(")")[2].split()[0] == "Z"
        ):
            return
        time.sleep(0.005)
    raise AssertionError(f"process {process} does not end")


class SmallDisk:
    """A disk that is soon full: in memory, with the server's folder and nothing else on it."""

    def __init__(self, at: Path) -> None:
        self.at, self._filling = at, at / "filling"

    def fill(self) -> None:
        """Until not one byte more goes in."""
        piece = b"\0" * 2**20
        with self._filling.open("ab", buffering=0) as file:
            while piece:
                try:
                    file.write(piece)
                except OSError:
                    piece = piece[: len(piece) // 2]

    def free(self) -> None:
        self._filling.unlink()


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk | None]:
    """Nothing where this machine lets nobody mount one."""
    at = Path(tempfile.mkdtemp(prefix="zaitaku-disk-"))
    at.chmod(0o755)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", at]
    mounted = not subprocess.run(mount, check=False, capture_output=True).returncode
    try:
        yield SmallDisk(at) if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", at], check=True)
        at.rmdir()
