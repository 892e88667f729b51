"""The least of an old workbook (BIFF8 in an OLE file) and of an OpenDocument one, cell by cell."""

import io
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR = 512


def xls(
    rows: list[list[object]],
    sheet: str = "施設一覧",
    *,
    book: bytes = b"",
    more: bytes = b"",
    state: int = 0,
) -> bytes:
    """Rows as an Excel 97-2003 workbook with one sheet; `book` and `more` are records besides."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
    begin += book
    end = record(0x000A, b"")
    name = sheet.encode("utf-16-le")
    title = struct.pack("<BB", len(sheet), 1) + name
    size = len(begin) + 4 + 6 + len(title) + len(end)
    bound = record(0x0085, struct.pack("<IBB", size, state, 0) + title)
    cells = b"".join(
        _cell(at, column, value)
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        if value != ""
    )
    first = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))
    width = max(map(len, rows))
    used = record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    return compound_file(
        "Workbook", begin + bound + end + first + used + cells + more + end
    )


@dataclass(frozen=True)
class Result:
    """A formula of xls with the eight bytes of its result, and how it is to be computed."""

    stored: bytes
    flags: int = 0


@dataclass(frozen=True)
class Markup:
    """A cell of ods with these attributes and this text."""

    attributes: str
    text: str = ""


def record(kind: int, body: bytes) -> bytes:
    """A record of BIFF8: what it is, how long it is, what it says."""
    return struct.pack("<HH", kind, len(body)) + body


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, Result):
        body = (
            place
            + value.stored
            + struct.pack("<HIH", value.flags, 0, 3)
            + b"\x1e\x01\x00"
        )
        return record(0x0006, body)
    if isinstance(value, int | float):
        return record(0x0203, place + struct.pack("<d", value))
    text = str(value)
    return record(
        0x0204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
    )


def compound_file(name: str, stream: bytes, *, next_directory: int = _END) -> bytes:
    """An OLE file with one stream. `next_directory` may make its directory turn in a circle."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    count = len(stream) // _SECTOR
    # One sector of the table has 128 places: the table, the directory, then the stream.
    tables = -(-(count + 2) // 127)
    chain = [_FAT] * tables + [next_directory]
    start = tables + 1
    chain += [start + at + 1 for at in range(count - 1)] + [_END]
    chain += [_FREE] * (tables * 128 - len(chain))
    head = bytearray(_SECTOR)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into(
        "<IIIIIIIII", head, 40, 0, tables, tables, 0, 4096, _END, 0, _END, 0
    )
    places = [*range(tables), *[_FREE] * (109 - tables)]
    struct.pack_into("<109I", head, 76, *places)
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry(
        name, 2, _FREE, start, len(stream)
    )
    table = struct.pack(f"<{len(chain)}I", *chain)
    return bytes(head) + table + directory.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    entry = bytearray(128)
    entry[: len(text)] = text
    struct.pack_into("<HBB", entry, 64, len(text), kind, 1)
    struct.pack_into("<III", entry, 68, _FREE, _FREE, child)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)


_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_ODS = "urn:oasis:names:tc:opendocument:xmlns"


def ods(
    rows: list[list[object]],
    sheet: str = "施設一覧",
    attributes: Mapping[int, str] = {},
) -> bytes:
    """Rows as an OpenDocument workbook with one sheet; `attributes` are of rows, from 0."""
    lines = "".join(
        f"<table:table-row {attributes.get(at, '')}>{_ods_row(row)}</table:table-row>"
        for at, row in enumerate(rows)
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{_ODS}:office:1.0"'
        f' xmlns:calcext="{_CALC}" xmlns:table="{_ODS}:table:1.0" xmlns:text="{_ODS}:text:1.0" office:version="1.3">'
        f'<office:body><office:spreadsheet><table:table table:name="{escape(sheet)}">{lines}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><m:manifest xmlns:m="{_ODS}:manifest:1.0" m:version="1.3">'
        '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def _ods_row(row: list[object]) -> str:
    cells = []
    for value in row:
        if value == "":
            cells.append("<table:table-cell/>")
        elif isinstance(value, Markup):
            text = f"<text:p>{escape(value.text)}</text:p>" if value.text else ""
            cells.append(
                f"<table:table-cell {value.attributes}>{text}</table:table-cell>"
            )
        elif isinstance(value, int | float):
            cells.append(
                f'<table:table-cell office:value-type="float" office:value="{value}">'
                f"<text:p>{value}</text:p></table:table-cell>"
            )
        else:
            cells.append(
                '<table:table-cell office:value-type="string">'
                f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
            )
    return "".join(cells)
