"""What each kind of report is made of: one object a kind, and nothing else knows the list.

A new kind adds its schema to ``snapshots.canonical``, its chapters to ``kinds.PARTS`` and its object
here; the form, the command, the preview, the workbook and the check of editions follow.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from formats.tables import Table
from reports.collecting import (
    designation_register,
    plan_appendix,
    program_sheet,
    progress,
    zone_profile,
)
from reports.collecting.asked import Asked
from reports.kinds import PARTS, ReportKind
from reports.presenters import designation_register as register_pages
from reports.presenters import plan_appendix as appendix_pages
from reports.presenters import program_sheet as sheet_pages
from reports.presenters import progress as progress_pages
from reports.presenters import zone_profile as profile_pages
from reports.presenters.document import Document, Imprint
from reports.snapshots.shared import Report
from reports.tables import designation_register as register_tables
from reports.tables import plan_appendix as appendix_tables
from reports.tables import program_sheet as sheet_tables
from reports.tables import progress as progress_tables
from reports.tables import zone_profile as profile_tables


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
        progress.TITLE,
        progress.collect_progress,
        progress_pages.present,
        progress_tables.tables,
    ),
    Kind(
        ReportKind.PLAN_APPENDIX,
        plan_appendix.TITLE,
        plan_appendix.collect_plan_appendix,
        appendix_pages.present,
        appendix_tables.tables,
    ),
    Kind(
        ReportKind.ZONE_PROFILE,
        zone_profile.TITLE,
        zone_profile.collect_zone_profile,
        profile_pages.present,
        profile_tables.tables,
    ),
    Kind(
        ReportKind.DESIGNATION_REGISTER,
        designation_register.TITLE,
        designation_register.collect_designation_register,
        register_pages.present,
        register_tables.tables,
    ),
    Kind(
        ReportKind.PROGRAM_SHEET,
        program_sheet.TITLE,
        program_sheet.collect_program_sheet,
        sheet_pages.present,
        sheet_tables.tables,
    ),
)
KINDS: dict[str, Kind] = {str(kind.key): kind for kind in _ALL}


def collect(kind: str, asked: Asked) -> Report:
    """Freeze a report of a kind. Raises ``NothingToReport``, of which ``NoPlan`` is one."""
    return KINDS[kind].collect(asked)
