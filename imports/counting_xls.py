"""Our own look at the records of an old workbook (xls), beside any reader.

The reader shows error values as blanks and says nothing of hidden rows and merged cells.
[MS-XLS] 2.3 lists the records; only those that hold cells or say how a row is shown are read.
"""

import struct
from collections.abc import Iterator

from imports.cells import ERROR_VALUE, UNCACHED_FORMULA, column_letters
from imports.compound import workbook_stream
from imports.counting import SheetCount

_END, _BOUND_SHEET, _SHARED, _CONTINUE = 0x000A, 0x0085, 0x00FC, 0x003C
_ROW, _MERGED = 0x0208, 0x00E5
_FORMULA, _BOOLEAN_OR_ERROR, _SHARED_TEXT = 0x0006, 0x0205, 0x00FD
# NUMBER, RK, LABEL, RSTRING and STRING-less formulas hold one cell, MULRK a run of them.
_ONE_CELL, _MANY = (0x0203, 0x027E, 0x0204, 0x00D6), 0x00BD
_ROW_IS_HIDDEN = 0x20
_IS_ERROR, _NO_TEXT = 2, b"\x03\0\0\0\0\0\xff\xff"
_ON_OPENING = 0x02  # of a formula: to be computed when the book is opened
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
Record = tuple[int, bytes]


def count_xls(data: bytes, read: list[set[int]]) -> list[SheetCount]:
    """Return what the records say of each worksheet, in the order of the book.

    `read` holds the rows in which the reader found something, for each worksheet; only the others
    are asked whether their texts are blank. Raises ValueError, KeyError or struct.error.
    """
    stream = workbook_stream(data)
    starts = [
        struct.unpack_from("<I", body)[0]
        for kind, body in _records(stream, 0)
        if kind == _BOUND_SHEET and body[5] == 0  # a worksheet, no chart or macro
    ]
    texts = _Texts(stream)
    return [
        _count(stream, start, found, texts)
        for start, found in zip(starts, read, strict=True)
    ]


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """The records from a place up to the end of that part."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _END:
            return
        at += 4 + length


def _count(stream: bytes, start: int, read: set[int], texts: "_Texts") -> SheetCount:
    count, merged = SheetCount(), []
    for kind, body in _records(stream, start):
        if kind in _ONE_CELL or kind == _MANY:
            count.rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _SHARED_TEXT:
            row = struct.unpack_from("<H", body)[0] + 1
            if row in read or not texts.is_blank(struct.unpack_from("<I", body, 6)[0]):
                count.rows.add(row)
        elif kind in (_FORMULA, _BOOLEAN_OR_ERROR):
            _look_at_result(count, kind, body)
        elif kind == _ROW and body[12] & _ROW_IS_HIDDEN:
            count.hidden_rows += 1
        elif kind == _MERGED:
            many = struct.unpack_from("<H", body)[0]
            merged += [_range(body, 2 + 8 * at) for at in range(min(many, 50))]
    count.merged = tuple(merged[:50])
    return count


def _look_at_result(count: SheetCount, kind: int, body: bytes) -> None:
    """A stored result: a number, a text that follows, nothing, a truth value, or an error."""
    row, column = (place + 1 for place in struct.unpack_from("<HH", body))
    result, error = body[6:14], None
    if kind == _BOOLEAN_OR_ERROR:
        error = body[6] if body[7] else None
    elif result in (bytes(8), _NO_TEXT):
        if struct.unpack_from("<H", body, 14)[0] & _ON_OPENING:
            # As programs write that leave computing to Excel: there is no result yet.
            count.faults[row, column] = (UNCACHED_FORMULA, "=…")
            return
        if result == _NO_TEXT:
            return  # as a person would leave it
    elif result[6:] == b"\xff\xff" and result[0] == _IS_ERROR:
        error = result[2]
    if error is None:
        count.rows.add(row)
    else:
        count.faults[row, column] = (ERROR_VALUE, _ERRORS.get(error, "#N/A"))


def _range(body: bytes, at: int) -> str:
    top, bottom, left, right = struct.unpack_from("<HHHH", body, at)
    letters = column_letters(left + 1), column_letters(right + 1)
    return f"{letters[0]}{top + 1}:{letters[1]}{bottom + 1}"


class _Texts:
    """The texts that cells share, as far as somebody asks whether one is blank."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._lengths: list[int] | None = None

    def is_blank(self, index: int) -> bool:
        if self._lengths is None:
            self._lengths = list(self._read())
        return index >= len(self._lengths) or self._lengths[index] == 0

    def _read(self) -> Iterator[int]:
        """The length of each text: [MS-XLS] 2.5.293; one that goes on in a further record begins
        there with its width again."""
        parts: list[bytes] = []
        for kind, body in _records(self._stream, 0):
            if kind == _SHARED or (parts and kind == _CONTINUE):
                parts.append(body)
            elif parts:
                break
        if not parts:
            return
        part, at = 0, 8
        while part < len(parts):
            if at >= len(parts[part]):
                part, at = part + 1, at - len(parts[part])
                continue
            length, flags = struct.unpack_from("<HB", parts[part], at)
            at += 3
            runs = extra = 0
            if flags & 8:
                runs = struct.unpack_from("<H", parts[part], at)[0]
                at += 2
            if flags & 4:
                extra = struct.unpack_from("<I", parts[part], at)[0]
                at += 4
            left = length
            while left:
                width = 2 if flags & 1 else 1
                fits = min(left, (len(parts[part]) - at) // width)
                left, at = left - fits, at + fits * width
                if left:
                    part, at = part + 1, 1
                    flags = parts[part][0]
            at += runs * 4 + extra
            yield length
