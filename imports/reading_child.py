"""The program that reads one hostile file and dies: run by `imports.reading`, never imported.

Standard input is one JSON line and then the file's bytes. Standard output is JSON lines:
`{"progress": [stage, done, total]}` any number of times, then `{"listing": …}` or
`{"refused": [code, message]}`.
"""

import gc
import json
import os
import resource
import sys
import time
from datetime import date
from typing import Any

from imports.formats import Context, all_formats, recognise
from imports.listing import SymbolKind
from imports.messages import Refused, refused
from imports.readers import read_book

_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "ctypes.",
)


def _limit(memory: int, cpu: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
    # Enough for a traceback on standard error, which the parent logs.
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def refuse(event: str, _arguments: object) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"the reading process may not: {event}")

    sys.addaudithook(refuse)


def _say(message: dict[str, Any]) -> None:
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n"
    sys.stdout.buffer.write(line.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    kinds = tuple(
        SymbolKind(
            symbol, facility_class, enhancement, tracked, _day(first), _day(last)
        )
        for symbol, facility_class, enhancement, tracked, first, last in request[
            "kinds"
        ]
    )
    seconds = {"start": time.process_time()}
    _say({"progress": ["read", 0, 1]})
    book = read_book(data, request["kind"])
    seconds["read"] = time.process_time() - sum(seconds.values())
    _say({"progress": ["read", 1, 1]})

    def progress(stage: str, done: int, total: int) -> None:
        _say({"progress": [stage, done, total]})

    context = Context(kinds, progress, _day(request["today"]))
    listing = recognise(book, request["only"]).read(book, context)
    listing.reader = book.reader
    seconds["collapse"] = time.process_time() - sum(seconds.values())
    listing.seconds = {stage: round(spent, 4) for stage, spent in seconds.items()}
    return listing.to_wire()


def main() -> None:
    """Read standard input, answer on standard output, and end without tidying up."""
    # The process lives for one file: collecting cycles would only cost time.
    gc.disable()
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    all_formats()  # imported before the limits, which forbid writing compiled modules
    _limit(request["memory"], request["cpu"])
    answer: dict[str, Any]
    try:
        answer = {"listing": _read(request, data)}
    except Refused as refusal:
        answer = {"refused": [refusal.code, refusal.message]}
    except MemoryError:
        short = refused("too_many_cells", detail="メモリが足りません")
        answer = {"refused": [short.code, short.message]}
    _say(answer)
    os._exit(0)


if __name__ == "__main__":
    main()
