"""Applies uploads for `test_kills`, each in a process of its own that can be killed.

Standard input names an upload a line. The answers are `PID BACKEND` when one is about to be
applied (BACKEND is PostgreSQL's process, 0 elsewhere) and `ended CODE` when that process is gone.
"""

import os
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from imports.actions import apply_upload  # noqa: E402
from imports.models import Upload  # noqa: E402


def apply(key: str) -> None:
    upload = Upload.objects.get(pk=key)
    info = getattr(connection.connection, "info", None)
    tell(os.getpid(), info.backend_pid if info else 0)
    apply_upload(upload=upload, by=None)


def tell(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main() -> None:
    for line in sys.stdin:
        # Nothing is connected yet on this side, so that no connection is shared.
        child = os.fork()
        if child == 0:
            apply(line.strip())
            os._exit(0)
        _, status = os.waitpid(child, 0)
        tell("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
