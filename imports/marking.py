"""The sender's file with its problems marked, made in a child process with limits.

A workbook that passed the gate can still be slow or heavy to open as a whole.
"""

import json
import subprocess
import sys
from pathlib import Path, PurePath

from formats.marked import CannotMark
from imports.models import Upload

__all__ = ["CannotMark", "marked_workbook"]

SECONDS = 120
_ROOT = Path(__file__).resolve().parent.parent
_TOO_SLOW = "このファイルは大きすぎるため、印を付けられません。誤りの一覧（CSV）を使ってください。"


def marked_workbook(upload: Upload) -> bytes:
    """The workbook as bytes. Raises ``CannotMark`` with the reason in words."""
    fields = ("sheet", "row", "column", "message", "level")
    problems = upload.problems.order_by("level", "pk").values_list(*fields)
    kind = PurePath(upload.file_name).suffix.lower().removeprefix(".")
    head = json.dumps([kind, list(problems)]).encode()
    request = head + b"\n" + bytes(upload.file.content)
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-X", "utf8", "-m", "imports.marking_child"],
            cwd=_ROOT,
            env={"LANG": "C.UTF-8", "OPENPYXL_DEFUSEDXML": "True"},
            input=request,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise CannotMark(_TOO_SLOW) from slow
    if done.returncode == 1:
        raise CannotMark(done.stdout.decode())
    if done.returncode:
        raise CannotMark(_TOO_SLOW)
    return done.stdout
