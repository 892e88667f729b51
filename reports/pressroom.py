"""The process that typesets, started once: it has the libraries and the type ready, and forks a
limited child for every document.

It knows the documents' folders, fonts of no system, and nothing of the environment it came from.
"""

import atexit
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

# A font cache, a locale or a proxy of the parent must not reach the child.
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT")
NO_SYSTEM_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>'
)
TIMED_OUT = -signal.SIGXCPU


class Pressroom:
    """A running process and the folder that its type lies in."""

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="pressroom-")
        home = Path(self._home.name)
        (home / "fonts.conf").write_text(NO_SYSTEM_FONTS, "utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reports.rendering_child"],
            cwd=Path(__file__).resolve().parent.parent,
            env=_environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            process_group=0,
        )

    @property
    def is_open(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """End the process, and with it nothing that is still wanted."""
        with suppress(BrokenPipeError):
            self._process.stdin.close()  # it ends, and clears its folder away
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._home.cleanup()

    def work(self, folder: Path, wall: float, hear: Callable[[str], None]) -> int:
        """Set the document of a folder; `hear` gets its steps. Gives the child's exit status.

        What `hear` raises stops the work and passes through.
        """
        child = _Child()
        late = threading.Timer(wall, child.stop)
        late.start()
        heard: BaseException | None = None
        try:
            print(folder, file=self._process.stdin, flush=True)
            for line in self._process.stdout:
                word, _, rest = line.partition(" ")
                if word == "Job":
                    child.started(int(rest))
                elif word == "End":
                    child.ended()
                    if heard:
                        raise heard
                    return TIMED_OUT if child.is_stopped else int(rest)
                elif not heard:
                    try:
                        hear(line)
                    except BaseException as stopped:
                        heard = stopped
                        child.stop()
        except BrokenPipeError:
            pass
        finally:
            late.cancel()
        self.close()  # it ended in the middle of the work
        if heard:
            raise heard
        return 1


class _Child:
    """The process of one document, and whether it is to stop."""

    def __init__(self) -> None:
        self._lock, self._group, self.is_stopped = threading.Lock(), 0, False

    def started(self, group: int) -> None:
        with self._lock:
            self._group = group
            if self.is_stopped:
                self._kill()

    def ended(self) -> None:
        with self._lock:
            self._group = 0

    def stop(self) -> None:
        with self._lock:
            self.is_stopped = True
            self._kill()

    def _kill(self) -> None:
        """End the child with all the processes it forked."""
        if self._group:
            with suppress(ProcessLookupError):
                os.killpg(self._group, signal.SIGKILL)


_open: list[Pressroom] = []
_lock = threading.Lock()


def work(folder: Path, wall: float, hear: Callable[[str], None]) -> int:
    """Set a folder's document in the one pressroom of this process; see `Pressroom.work`."""
    with _lock:
        if _open and not _open[0].is_open:
            _open.pop().close()
        if not _open:
            _open.append(Pressroom())
        return _open[0].work(folder, wall, hear)


def close() -> None:
    """End the pressroom; the next document opens one."""
    while _open:
        _open.pop().close()


atexit.register(close)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "FONTCONFIG_FILE": str(home / "fonts.conf"),
    }
