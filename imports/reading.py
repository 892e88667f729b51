"""Reading an uploaded file: the gate here, then the readers in a child process with limits.

A reader can be killed by a hostile file (calamine aborts, openpyxl runs for minutes), so it never
runs in a web or worker process. The child gets the bytes, no settings, no secrets and no network,
and answers in JSON lines: progress, then one result.
"""

import json
import logging
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from imports.gate import admit
from imports.listing import Listing, SymbolKind
from imports.messages import Refused, refused

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parent.parent
_PROGRAM = "imports.reading_child"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use: address space in bytes, CPU seconds, seconds on the wall."""

    memory: int = 3 * 1024**3
    cpu: int = 60
    wall: int = 180


def read_upload(
    data: bytes,
    filename: str,
    *,
    kinds: Iterable[SymbolKind],
    only: Iterable[str] = (),
    today: date | None = None,
    limits: Limits = Limits(),
    on_progress: Callable[[str, int, int], None] | None = None,
) -> Listing:
    """Return what an uploaded file says, or raise Refused with the reason in words.

    `kinds` is the code table of filings; `only` names the formats to choose from (all when empty);
    `today` is for formats that judge days and do not say their own. `on_progress(stage, done,
    total)` is told `read` and `rows` as the child goes on. `Listing.seconds` holds CPU seconds of
    the stages gate, read, collapse, and of the child's start and the way back.
    """
    began = time.process_time()
    kind = admit(data, filename)
    gate = time.process_time() - began
    request = {
        "kind": kind,
        "only": list(only),
        "today": today and today.isoformat(),
        "kinds": [_kind_to_wire(one) for one in kinds],
        "memory": limits.memory,
        "cpu": limits.cpu,
    }
    answer = _run(request, data, limits, on_progress)
    began = time.process_time()
    listing = Listing.from_wire(answer)
    listing.seconds["gate"] = round(gate, 4)
    listing.seconds["return"] = round(time.process_time() - began, 4)
    return listing


def _kind_to_wire(kind: SymbolKind) -> list[Any]:
    days = [day and day.isoformat() for day in (kind.valid_from, kind.valid_until)]
    return [kind.symbol, kind.facility_class, kind.enhancement, kind.tracked, *days]


def _run(
    request: dict[str, Any],
    data: bytes,
    limits: Limits,
    on_progress: Callable[[str, int, int], None] | None,
) -> dict[str, Any]:
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stderr:
        stdin.write(json.dumps(request).encode() + b"\n")
        stdin.write(data)
        stdin.seek(0)
        child = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-s", "-X", "utf8", "-m", _PROGRAM],
            cwd=_ROOT,
            env={
                "LANG": "C.UTF-8",
                "PYTHONHASHSEED": "0",
                "OPENPYXL_DEFUSEDXML": "True",
            },
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            start_new_session=True,
        )
        overdue = threading.Event()

        def stop() -> None:
            overdue.set()
            child.kill()

        timer = threading.Timer(limits.wall, stop)
        timer.start()
        try:
            result = _listen(child.stdout or (), on_progress)
        finally:
            timer.cancel()
            child.kill()
            child.wait()
            if child.stdout:
                child.stdout.close()
        stderr.seek(0)
        complaint = stderr.read(4_000).decode("utf-8", "replace")
    if result is None:
        logger.error("reading process ended with %s: %s", child.returncode, complaint)
        raise _explained(child.returncode, overdue.is_set())
    if "refused" in result:
        raise Refused(*result["refused"])
    return result["listing"]


def _listen(
    lines: Iterable[bytes], on_progress: Callable[[str, int, int], None] | None
) -> dict[str, Any] | None:
    """Pass progress on and return the result; None when the child ended without one."""
    for line in lines:
        try:
            message = json.loads(line)
        except ValueError:
            return None
        if "progress" not in message:
            return message
        if on_progress is not None:
            on_progress(*message["progress"])
    return None


def _explained(returncode: int, overdue: bool) -> Refused:
    if overdue or returncode == -signal.SIGXCPU:
        return refused("took_too_long")
    return refused("reader_failed")
