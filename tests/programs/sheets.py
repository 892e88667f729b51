"""Reading a workbook that a page hands out."""

import io

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook


def rows_of(client: Client, name: str, **query: object) -> list[list[object]]:
    """All rows of the first sheet of a page's export, as values."""
    return sheets_of(client, name, **query)[0]


def sheets_of(client: Client, name: str, **query: object) -> list[list[list[object]]]:
    answer = client.get(reverse(name), {**query, "format": "xlsx"})
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    return [
        [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    ]


def below(rows: list[list[object]], header: str) -> list[list[object]]:
    """The rows under the one that begins with a header, up to the first empty one."""
    at = next(place for place, row in enumerate(rows) if row[0] == header)
    found = []
    for row in rows[at + 1 :]:
        if not any(cell is not None for cell in row):
            break
        found.append(row)
    return found
