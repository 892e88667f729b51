"""Which collector freezes which kind of report."""

from collections.abc import Callable

from reports.collecting import progress
from reports.collecting.asked import Asked
from reports.kinds import ReportKind
from reports.snapshots.shared import Report

COLLECTORS: dict[str, Callable[[Asked], Report]] = {
    ReportKind.PROGRESS: progress.collect_progress,
}
TITLES: dict[str, str] = {
    ReportKind.PROGRESS: progress.TITLE,
}


def collect(kind: str, asked: Asked) -> Report:
    """Freeze a report of a kind. Raises ``NothingToReport``, of which ``NoPlan`` is one."""
    return COLLECTORS[kind](asked)
