"""What each kind of report is made of: one object a kind, and nothing else knows the list.

A new kind adds its schema to ``snapshots.canonical``, its chapters to ``kinds.PARTS`` and its object
here; the form, the command, the preview, the workbook and the check of editions follow.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from formats.tables import Table
from reports.collecting import progress as collecting_progress
from reports.collecting.asked import Asked
from reports.kinds import PARTS, ReportKind
from reports.presenters import progress as progress_pages
from reports.presenters.document import Document, Imprint
from reports.snapshots.shared import Report
from reports.tables import progress as progress_tables


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report.

    ``collect`` reads the database and freezes (raises ``NothingToReport``); ``present`` and
    ``tables`` read the snapshot alone.
    """

    key: ReportKind
    title: str  # the usual title
    collect: Callable[[Asked], Report]
    present: Callable[[Report, Imprint], Document]
    tables: Callable[[Report], Iterable[Table]]  # sheets of the workbook, in order

    @property
    def label(self) -> str:
        return self.key.label

    @property
    def parts(self) -> dict[str, str]:
        """The chapters that may be chosen and put in order."""
        return PARTS[self.key]


_ALL = (
    Kind(
        ReportKind.PROGRESS,
        collecting_progress.TITLE,
        collecting_progress.collect_progress,
        progress_pages.present,
        progress_tables.tables,
    ),
)
KINDS: dict[str, Kind] = {str(kind.key): kind for kind in _ALL}


def collect(kind: str, asked: Asked) -> Report:
    """Freeze a report of a kind. Raises ``NothingToReport``, of which ``NoPlan`` is one."""
    return KINDS[kind].collect(asked)
