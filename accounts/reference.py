"""The number of the current request: on its error page, in its log lines, in its events.

Apart from everything else, since the log needs it before any model can be read.
"""

from contextvars import ContextVar

current_reference: ContextVar[str] = ContextVar("current_reference", default="")


def reference() -> str:
    return current_reference.get()
