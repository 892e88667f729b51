"""The tables of a page as a workbook or as CSV."""

from collections.abc import Sequence
from urllib.parse import quote

from django.http import HttpResponse

from formats.tables import Table
from formats.workbook import write_csv, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(tables: Sequence[Table], form: str, stem: str) -> HttpResponse:
    """All tables as one workbook (``xlsx``), or the first as CSV."""
    if form == "csv":
        return attachment(
            write_csv(tables[0]), "text/csv; charset=utf-8", f"{stem}.csv"
        )
    return attachment(write_workbook(tables), XLSX, f"{stem}.xlsx")


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to be saved, never shown in the browser."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
