"""The sender's file with its problems marked, made in a child process with limits.

A workbook that passed the gate can still be slow or heavy to open as a whole.
"""

import json
import subprocess
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path, PurePath

from formats.marked import CannotMark
from imports.leftover import keep_of
from imports.models import PlannedChange, Upload, UploadProblem

__all__ = ["CannotMark", "leftover_workbook", "marked_workbook"]

Outcome = PlannedChange.Outcome
FIELDS = ("sheet", "row", "column", "message", "level")
UNDECIDED = "登録の医療機関と同じかどうかを、取込の画面で選んでください。"

SECONDS = 120
_ROOT = Path(__file__).resolve().parent.parent
_TOO_SLOW = "このファイルは大きすぎるため、印を付けられません。誤りの一覧（CSV）を使ってください。"


def marked_workbook(upload: Upload) -> bytes:
    """The workbook as bytes. Raises ``CannotMark`` with the reason in words."""
    problems = upload.problems.order_by("level", "pk").values_list(*FIELDS)
    return _run(upload, list(problems), {})


def leftover_workbook(upload: Upload) -> bytes:
    """Only what was not taken: rows with errors, and facilities that nobody decided about."""
    errors = upload.problems.filter(level=UploadProblem.Level.ERROR)
    problems = list(errors.order_by("pk").values_list(*FIELDS))
    rows: dict[str, set[int]] = defaultdict(set)
    for sheet, row, *_ in problems:
        if row:
            rows[sheet].add(row)
    left = upload.changes.filter(outcome__in=[Outcome.AMBIGUOUS, Outcome.INVALID])
    for sheet, row, outcome in left.order_by("pk").values_list(
        "sheet", "row", "outcome"
    ):
        rows[sheet].add(row)
        if outcome == Outcome.AMBIGUOUS:
            problems.append((sheet, row, "", UNDECIDED, UploadProblem.Level.WARNING))
    keep = {
        sheet: asdict(keep_of(upload.columns.get(sheet, {}), sorted(numbers)))
        for sheet, numbers in rows.items()
    }
    return _run(upload, problems, keep)


def _run(upload: Upload, problems: list[tuple], keep: dict[str, dict]) -> bytes:
    kind = PurePath(upload.file_name).suffix.lower().removeprefix(".")
    head = json.dumps([kind, problems, keep]).encode()
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
