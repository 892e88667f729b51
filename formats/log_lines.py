"""Log lines as JSON, one object a line, without anything that people typed.

The message of an exception often quotes values (a name that was taken twice, a row that did not fit),
so only its kind and the places in the code are written. The reference number leads from the error
page and from the record of who did what to the line.
"""

import json
import logging
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

# What a line may say about a request, set by the middleware.
NAMED = ("method", "route", "status", "ms", "user", "size")
PROJECT = Path(__file__).resolve().parent.parent
MOST_PLACES = 30


class JsonLines(logging.Formatter):
    """``reference`` gives the number of the request at hand, or nothing."""

    def __init__(self, reference: Callable[[], str] = str) -> None:
        super().__init__()
        self.reference = reference

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if reference := self.reference():
            line["reference"] = reference
        for name in NAMED:
            value = getattr(record, name, None)
            if value not in (None, ""):
                line[name] = value
        if record.exc_info and record.exc_info[1]:
            line["error"] = type(record.exc_info[1]).__qualname__
            line["places"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """The library's request lines quote the address; its pattern is enough."""
    if record.name.startswith("django.request"):
        return str(record.msg).partition(":")[0]
    return record.getMessage()


def places(error: BaseException) -> list[str]:
    """Where it was raised and through which lines it came, of it and of what caused it."""
    found: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(found) < MOST_PLACES:
        for frame in traceback.extract_tb(seen.__traceback__)[-MOST_PLACES:]:
            found.append(f"{_short(frame.filename)}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or seen.__context__
        if seen is not None:
            found.append(f"from {type(seen).__qualname__}")
    return found


def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else path.name
