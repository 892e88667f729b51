"""Snapshot to workbook: the tables of the report's kind, one sheet each; same snapshot, same bytes."""

import hashlib
import platform
import zlib
from dataclasses import dataclass
from importlib.metadata import version

from formats.workbook import write_workbook
from reports.registry import KINDS
from reports.snapshots.canonical import load


@dataclass(frozen=True, slots=True)
class RenderedWorkbook:
    """A finished workbook; `library_versions` names what its bytes rest on beside the snapshot."""

    content: bytes
    sha256: str
    library_versions: dict[str, str]


def render_workbook(snapshot: dict) -> RenderedWorkbook:
    """The workbook of a snapshot's plain values. Raises SnapshotError."""
    report = load(snapshot)
    content = write_workbook(KINDS[report.kind].tables(report))
    versions = {name: version(name) for name in ("openpyxl", "et_xmlfile")}
    return RenderedWorkbook(
        content,
        hashlib.sha256(content).hexdigest(),
        versions
        | {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION},
    )
