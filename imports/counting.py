"""Our own look at an xlsx sheet's XML, beside any reader: which rows hold values, and what hides.

Readers lose rows without a word (a wrong dimension, rows out of order) and show error values and
formulas without a stored result as blanks. This scan works on the bytes, in one pass.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from itertools import islice

from defusedxml import ElementTree

from imports.cells import ERROR_VALUE, UNCACHED_FORMULA, column_number

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# How a part in UTF-16 begins, with its mark or without.
_WIDE = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_ROOT = re.compile(rb"<(?:([\w.-]+):)?worksheet[\s>]")
_ROW_NUMBER = re.compile(rb"\sr=[\"'](\d{1,7})[\"']")
_HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
_REFERENCE = re.compile(rb"\sr=[\"']([A-Z]{1,3})\d{1,7}[\"']")
_OWN_ROW = re.compile(r"^[A-Z]{1,3}(?=[1-9])")
_ERROR_TYPES = (b't="e"', b"t='e'")
_TYPE = re.compile(rb"\st=[\"'](\w+)[\"']")
_MERGED = re.compile(rb"<(?:[\w.-]+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:]{2,21})[\"']")


@dataclass(slots=True)
class SheetPart:
    """One worksheet of the workbook: its name, its path in the zip, and whether it is shown."""

    name: str
    path: str
    hidden: bool


@dataclass(slots=True)
class SheetCount:
    """What the XML of a sheet says. Rows and columns count from 1."""

    rows: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    merged: tuple[str, ...] = ()
    # Comments or CDATA stand in it, at which the first reader cuts values off without a word.
    is_odd: bool = False
    faults: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)


class Workbook:
    """The parts of an xlsx file that the scan needs."""

    def __init__(self, data: bytes):
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.casefold(): name for name in self._archive.namelist()}
        self._blank_strings: set[int] | None = None
        self._are_strings_odd: bool | None = None
        self.sheets = self._find_sheets()

    def _read(self, path: str) -> bytes:
        data = self._archive.read(self._names[path.casefold()])
        for start, code in _WIDE.items():
            if data.startswith(start):
                return data.decode(code).encode()
        return data

    def _tree(self, path: str):
        data = self._archive.read(self._names[path.casefold()])
        return ElementTree.fromstring(data, forbid_dtd=True)

    def _relations(self, path: str) -> dict[str, tuple[str, str]]:
        """Return id → (type's last word, path) for the part at `path` ('' is the package)."""
        folder, name = posixpath.split(path)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations.casefold() not in self._names:
            return {}
        found = {}
        for one in self._tree(relations):
            target = one.get("Target", "")
            full = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            found[one.get("Id", "")] = (one.get("Type", "").rsplit("/", 1)[-1], full)
        return found

    def _find_sheets(self) -> list[SheetPart]:
        paths = [
            path
            for kind, path in self._relations("").values()
            if kind == "officeDocument"
        ]
        self._main = paths[0] if paths else "xl/workbook.xml"
        relations = self._relations(self._main)
        self._strings = next(
            (path for kind, path in relations.values() if kind == "sharedStrings"), ""
        )
        sheets = []
        for one in self._tree(self._main).iter():
            if one.tag.rsplit("}", 1)[-1] != "sheet":
                continue
            kind, path = relations.get(
                one.get(_RELATION) or one.get(_STRICT_RELATION) or "", ("", "")
            )
            if kind == "worksheet" and path.casefold() in self._names:
                sheets.append(
                    SheetPart(
                        one.get("name", ""),
                        path,
                        one.get("state", "visible") != "visible",
                    )
                )
        return sheets

    def count(self, part: SheetPart, read: set[int]) -> SheetCount:
        """Scan one sheet. `read` holds the rows in which the reader found something.

        A row of the result holds at least one value that is not a blank text; rows that the
        reader found too are taken as they are, the others are looked at cell by cell.
        """
        xml = self._read(part.path)
        root = _ROOT.search(xml, 0, 20_000)
        prefix = root[1] + b":" if root and root[1] else b""
        value, inline = b"<" + prefix + b"v>", b"<" + prefix + b"is>"
        marks = (*_ERROR_TYPES, b"</" + prefix + b"f>", b"<" + prefix + b"f ")
        # Each look through the whole sheet costs, less so for a single character. Where there is
        # any formula, one of them has its text and so a closing tag.
        may_fault = (
            _ERROR_TYPES[0] in xml
            or (b"'" in xml and _ERROR_TYPES[1] in xml)
            or marks[2] in xml
        )
        has_inline, find = inline in xml, xml.find
        data_end = max(xml.rfind(b"</" + prefix + b"sheetData"), 0)
        found_merged = islice(_MERGED.finditer(xml, data_end), 50)
        merged = tuple(one[1].decode() for one in found_merged)
        is_odd = _is_odd(xml) or self._odd_strings()
        count, number = SheetCount(merged=merged, is_odd=is_odd), 0
        tags = re.finditer(
            rb"<%brow(?:\s+r=\"(\d{1,7})\")?((?:[\s/][^>]*)?)>" % prefix, xml
        )
        tag = next(tags, None)
        while tag is not None:
            after = next(tags, None)
            begin, end = tag.end(), after.start() if after is not None else len(xml)
            written, rest = tag.groups()
            tag = after
            if written is None and (found := _ROW_NUMBER.search(rest)):
                written = found[1]
            number = int(written) if written else number + 1
            if b"hidden" in rest and _HIDDEN.search(rest):
                count.hidden_rows += 1
            if may_fault:
                self._find_faults(count, number, xml[begin:end], prefix, marks)
            filled = find(value, begin, end) >= 0
            filled = filled or (has_inline and find(inline, begin, end) >= 0)
            if filled and (number in read or self._holds_text(xml[begin:end], prefix)):
                count.rows.add(number)
        return count

    def has_strays(self, part: SheetPart) -> bool:
        """Whether a cell says that it stands elsewhere than in its row, where it would be lost.

        As slow as a reader: for the second one, which does not say so itself.
        """
        number = 0
        events = ("start", "end")
        with self._archive.open(self._names[part.path.casefold()]) as stream:
            for event, one in ElementTree.iterparse(stream, events, forbid_dtd=True):
                tag = one.tag.rsplit("}", 1)[-1]
                if tag == "row" and event == "start":
                    number = int(one.get("r") or number + 1)
                elif tag == "c" and event == "end":
                    written = one.get("r")
                    if written and _OWN_ROW.sub("", written) != str(number):
                        return True
                elif tag == "row":
                    one.clear()
        return False

    def _cells(self, piece: bytes, prefix: bytes):
        """Yield (column, attributes, content) for each cell of a row's XML."""
        column = 0
        pattern = rb"<%bc((?:\s[^>]*?)?)(?:/>|>(.*?)</%bc>)" % (prefix, prefix)
        for cell in re.finditer(pattern, piece, re.S):
            reference = _REFERENCE.search(cell[1])
            column = column_number(reference[1].decode()) if reference else column + 1
            yield column, cell[1], cell[2] or b""

    def _find_faults(
        self,
        count: SheetCount,
        number: int,
        piece: bytes,
        prefix: bytes,
        marks: tuple[bytes, ...],
    ) -> None:
        if not any(mark in piece for mark in marks):
            return
        for column, attributes, content in self._cells(piece, prefix):
            kind = _TYPE.search(attributes)
            kind_is = kind[1] if kind else b""
            stored = _between(content, b"<" + prefix + b"v>", b"</" + prefix + b"v>")
            has_formula = any(mark in content for mark in marks[2:])
            if kind_is == b"e":
                count.faults[number, column] = (ERROR_VALUE, stored or "#N/A")
            elif has_formula and not stored and kind_is != b"str":
                text = _between(content, b">", b"</" + prefix + b"f>")
                count.faults[number, column] = (UNCACHED_FORMULA, f"={text}"[:80])

    def _holds_text(self, piece: bytes, prefix: bytes) -> bool:
        for _, attributes, content in self._cells(piece, prefix):
            kind = _TYPE.search(attributes)
            stored = _between(content, b"<" + prefix + b"v>", b"</" + prefix + b"v>")
            if kind and kind[1] == b"s":
                if stored.isdigit() and int(stored) not in self._blanks():
                    return True
            elif kind and kind[1] == b"inlineStr":
                if re.sub(rb"<[^>]*>", b"", content).strip():
                    return True
            elif stored and not (kind and kind[1] == b"e"):
                return True
        return False

    def _odd_strings(self) -> bool:
        if self._are_strings_odd is None:
            self._are_strings_odd = bool(self._strings) and _is_odd(
                self._read(self._strings)
            )
        return self._are_strings_odd

    def _blanks(self) -> set[int]:
        """Return the indexes of the shared strings that are empty text."""
        if self._blank_strings is None:
            xml = self._read(self._strings) if self._strings else b""
            items = re.finditer(
                rb"<(?:[\w.-]+:)?si(?:\s[^>]*)?(?:/>|>(.*?)</(?:[\w.-]+:)?si>)",
                xml,
                re.S,
            )
            self._blank_strings = {
                index
                for index, item in enumerate(items)
                if not re.sub(rb"<[^>]*>", b"", item[1] or b"")
            }
        return self._blank_strings


def _is_odd(xml: bytes) -> bool:
    return b"!" in xml and b"<!" in xml


def _between(content: bytes, opening: bytes, closing: bytes) -> str:
    start = content.find(opening)
    end = content.find(closing, start)
    return (
        content[start + len(opening) : end].decode("utf-8", "replace")
        if 0 <= start < end
        else ""
    )
