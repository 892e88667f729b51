"""Tables of pages as Excel and CSV: the page's own address with ``?format=``."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from formats.tables import Table
from formats.workbook import Unencodable, write_csv, write_workbook

EXPORTS = {"xlsx": "Excel", "csv": "CSV", "csv-sjis": "CSV（Shift_JIS）"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(
    tables: Sequence[Table], form: str, stem: str, chosen: int = 0
) -> HttpResponse:
    """The tables as one workbook, or one of them as CSV. Characters that Shift_JIS lacks are
    told in a plain page, and nothing is written."""
    if form == "xlsx":
        return _file(write_workbook(tables), _XLSX, f"{stem}.xlsx")
    encoding = "cp932" if form == "csv-sjis" else "utf-8-sig"
    try:
        content = write_csv(tables[chosen], encoding)
    except Unencodable as lost:
        return HttpResponse(
            str(lost), status=409, content_type="text/plain; charset=utf-8"
        )
    charset = "Shift_JIS" if encoding == "cp932" else "utf-8"
    return _file(content, f"text/csv; charset={charset}", f"{stem}.csv")


def export_named(
    request: HttpRequest, tables: dict[str, Table], stem: str
) -> HttpResponse:
    """The tables of a page as one workbook, or as CSV the one that ``sheet`` names."""
    wanted, names = request.GET.get("sheet"), list(tables)
    chosen = names.index(wanted) if wanted in names else 0
    return export(list(tables.values()), request.GET["format"], stem, chosen)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


class Downloadable:
    """A template view whose tables are files as well; ``sheet`` counts them from 0 for CSV."""

    def tables(self, context: dict[str, Any]) -> Sequence[Table]:
        """What the page shows, as plain tables; from the context of the page."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = request.GET.get("format", "")
        if form not in EXPORTS:
            return super().get(request, *args, **kwargs)
        tables = self.tables(self.get_context_data(**kwargs))
        wanted = request.GET.get("sheet", "")
        chosen = int(wanted) if wanted.isdecimal() and int(wanted) < len(tables) else 0
        stem = f"{tables[chosen].title}_{tables[chosen].as_of or ''}".rstrip("_")
        return export(tables, form, stem, chosen)
