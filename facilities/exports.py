"""The list of facilities as a workbook or CSV: exactly the rows and columns that the page shows."""

from collections.abc import Callable
from datetime import date

from django.http import HttpResponse

from accounts.lists.table import PICK
from facilities.kinds import BedsState, CareFunction
from facilities.panels import LIST_MARKS
from facilities.presenters import KIND_WORDS, FacilityRow, facility_rows, list_words
from facilities.tables import FUNCTION_NAMES, FacilityTable
from formats.csv_text import write_csv
from formats.tables import Column, Kind, Table
from formats.workbook import write_workbook

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}

Value = Callable[[FacilityRow], object]
VALUES: dict[str, tuple[Kind, Value]] = {
    "name": ("text", lambda row: row.facility.shown_name),
    "zone": ("text", lambda row: row.zone),
    "municipality": ("text", lambda row: row.town),
    "kind": ("text", lambda row: KIND_WORDS[row.facility.kind]),
    "filing": ("text", lambda row: "、".join(f.shown for f in row.deciding)),
    "starts": ("date", lambda row: row.deciding[0].starts_on if row.deciding else None),
    "beds": ("integer", lambda row: _beds(row)),
    "code": ("code", lambda row: row.facility.code),
    "phone": ("code", lambda row: row.facility.phone),
    "address": ("text", lambda row: row.facility.address),
    "confirmed": ("date", lambda row: row.facility.last_confirmed_on),
}


def _beds(row: FacilityRow) -> object:
    unknown = row.facility.beds_state == BedsState.UNKNOWN
    return "不明" if unknown else row.facility.beds


def download(table: FacilityTable, kind: str, *, day: date) -> HttpResponse:
    """All rows of a list in its order."""
    rows = facility_rows(table.data.data, day=day)
    columns, values = [], []
    for column in table.columns:
        if column.name == PICK:
            continue
        of_kind, value = VALUES.get(column.name) or ("text", _mark(column.name))
        header = FUNCTION_NAMES.get(column.name, str(column.header))
        columns.append(Column(header, kind=of_kind))
        values.append(value)
    written = Table(
        title="医療機関",
        columns=columns,
        rows=([value(row) for value in values] for row in rows),
        source=list_words(rows, day),
        as_of=day,
    )
    body = write_workbook([written]) if kind == "xlsx" else write_csv(written)
    name = f"facilities-{day:%Y%m%d}.{kind}"
    return HttpResponse(
        body,
        content_type=FORMATS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _mark(name: str) -> Value:
    if name in CareFunction:
        return lambda row: "あり" if name in row.functions else ""
    words = LIST_MARKS[name].words
    return lambda row: "、".join(
        words[key]["text"] for key in row.marks[name] if key in words
    )
