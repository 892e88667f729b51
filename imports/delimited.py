"""CSV as offices save it: the encoding is found out or refused, and no row is silently short."""

import csv
import io
import re

from imports.messages import Refused, refused

_MAX_FIELD = 32_767  # what an Excel cell can hold
_MAX_ROWS = 1_048_576  # and an Excel sheet
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_NO_CHARACTER = re.compile("[\x80\uf8f0-\uf8f3]")
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.I)
_EXCEL_TEXT = re.compile(r'="([^"]*)"')


def decode(data: bytes) -> str:
    """Return the text of a CSV file in UTF-8 (with or without BOM) or CP932, or raise Refused."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4096]:
        raise refused("encoding", actual="UTF-16またはテキスト以外")
    # ISO-2022-JP is pure ASCII and would pass as UTF-8, as mojibake.
    if re.search(rb"\x1b[$(][@BJI]", data):
        raise refused("encoding", actual="ISO-2022-JP（JIS）")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_japanese(data)
    if "\0" in text:
        raise refused("encoding", actual="UTF-16またはテキスト以外")
    return text


def _decode_japanese(data: bytes) -> str:
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError as error:
        if _is_euc(data):
            raise refused("encoding", actual="EUC-JP") from None
        raise _mixed(data.count(b"\n", 0, error.start)) from None
    # EUC-JP kanji read as CP932 come out as half-width katakana.
    if len(_HALF_KANA.findall(text)) > len(_JAPANESE.findall(text)) and _is_euc(data):
        raise refused("encoding", actual="EUC-JP")
    # Python lets these bytes pass as characters; no Japanese text has them.
    if stray := _NO_CHARACTER.search(text):
        raise _mixed(text.count("\n", 0, stray.start()))
    return text


def _is_euc(data: bytes) -> bool:
    try:
        data.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True


def _mixed(lines_before: int) -> Refused:
    return refused("encoding_broken", row=lines_before + 1)


def read_rows(text: str) -> list[list[object]]:
    """Return the rows of a CSV text, all of one width, line breaks within quotes kept.

    Row n of the list is record n, the row a spreadsheet program would show. Raises Refused for
    an unclosed quote, another delimiter, a field longer than a cell, and a row with more fields
    than the widest row before the data can explain.
    """
    if found := _SEP_LINE.match(text):
        if found[1] != ",":
            raise refused("csv_delimiter", actual=f"「{found[1]}」")
        text = text[found.end() :]
    _check_delimiter(text)
    rows: list[list[object]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if len(rows) >= _MAX_ROWS:
                raise refused("too_many_cells", detail=f"{_MAX_ROWS:,}行を超えています")
            for value in row:
                if len(value) > _MAX_FIELD or value.count("\n") > 50:
                    raise refused("csv_quotes", row=len(rows) + 1)
            rows.append(
                [
                    _EXCEL_TEXT.sub(r"\1", value) if value[:2] == '="' else value
                    for value in row
                ]
            )
    except csv.Error as error:
        code = "csv_line" if "field larger" in str(error) else "csv_quotes"
        raise refused(code, row=len(rows) + 1) from None
    return _squared(rows)


def _check_delimiter(text: str) -> None:
    head = text[:20_000]
    commas = head.count(",")
    for mark, name in (("\t", "タブ"), (";", "セミコロン")):
        if head.count(mark) > commas * 2 and head.count(mark) > 5:
            raise refused("csv_delimiter", actual=name)


def _squared(rows: list[list[object]]) -> list[list[object]]:
    """Give every row the width of the table; a longer or shorter row of data is refused.

    The table begins at the first row of the usual width. Rows before it are titles; blank rows
    and rows of one field (notes) may stand anywhere.
    """
    widths = [len(row) for row in rows]
    full = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    began = False
    for number, row in enumerate(rows, start=1):
        began = began or len(row) == full
        if len(row) != full:
            filled = len(row)
            while filled and not str(row[filled - 1]).strip():
                filled -= 1
            if filled > full or (began and filled > 1 and len(row) < full):
                raise refused("csv_ragged", row=number, found=len(row), expected=full)
            del row[full:]
            row.extend([""] * (full - len(row)))
    return rows
