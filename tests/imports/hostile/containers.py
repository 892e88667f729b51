"""Broken, disguised and swollen containers: refused by the gate before any reader."""

import io
import random
import stat
import zipfile
from collections.abc import Callable

from imports.containers import MAX_PARTS, MAX_UNPACKED
from imports.gate import MAX_BYTES
from tests.forms import form, form_csv, table
from tests.imports.hostile.case import ROWS, Case, good
from tests.imports.hostile.olden import compound_file, ods, xls
from tests.workbooks import repack

SHEET_XML = "xl/worksheets/sheet1.xml"


def with_parts(*parts: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """The good workbook with further entries in its zip."""
    out = io.BytesIO(good())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("xl/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def twice() -> bytes:
    """Two entries of one name: a name of the same length, overwritten afterwards."""
    other = with_parts(("xl/worksheets/sheet9.xml", b"<x/>"))
    return other.replace(b"xl/worksheets/sheet9.xml", SHEET_XML.encode())


def flagged(bit: int) -> Callable[[], bytes]:
    """Every entry of the directory with a flag set."""

    def make() -> bytes:
        data = bytearray(good())
        at = data.find(b"PK\x01\x02")
        while at >= 0:
            data[at + 8] |= bit
            at = data.find(b"PK\x01\x02", at + 4)
        return bytes(data)

    return make


def patched(offset: int, value: bytes) -> Callable[[], bytes]:
    """The first entry of the directory with some bytes of it changed."""

    def make() -> bytes:
        data = bytearray(good())
        at = data.find(b"PK\x01\x02") + offset
        data[at : at + len(value)] = value
        return bytes(data)

    return make


def wrong_sum() -> bytes:
    data = bytearray(good())
    at = data.find(SHEET_XML.encode()) + len(SHEET_XML) + 40
    data[at] ^= 0xFF
    return bytes(data)


def noise() -> bytes:
    return random.Random(1).randbytes(4096)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def types(kind: bytes) -> Callable[[], bytes]:
    """A package whose main part is of another kind."""
    return lambda: zipped(
        **{"[Content_Types].xml": b'<Types><Override ContentType="%s"/></Types>' % kind}
    )


def fixed(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _old() -> bytes:
    return xls(table(*ROWS))


CONTAINERS = (
    Case("no byte at all", fixed(b""), refused="empty_file"),
    Case("a byte order mark and nothing else", fixed(b"\xef\xbb\xbf"), "a.csv", "empty_file"),
    Case("the header and no row", lambda: form(), refused="no_rows"),
    Case("cut in the middle", lambda: good()[: len(good()) // 2], refused="broken"),
    Case("the last byte cut", lambda: good()[:-30], refused="broken"),
    Case("a sheet cut in its XML", lambda: repack(good(), sheet1=lambda x: x[: len(x) // 2]), refused="rows_disagree|unreadable"),
    Case("a wrong checksum", wrong_sum, refused="broken"),
    Case("random bytes", noise, refused="broken|encoding|encoding_broken"),
    Case("an OLE directory in a circle", lambda: compound_file("Workbook", b"", next_directory=1), "a.xls", "broken"),
    Case("an OLE file cut in its directory", lambda: _old()[:700], "a.xls", "broken"),
    Case("an entry above the folder", lambda: with_parts(("../../evil.xml", b"x")), refused="unsafe_archive"),
    Case("an entry with an absolute path", lambda: with_parts(("/etc/evil.xml", b"x")), refused="unsafe_archive"),
    Case("an entry with backslashes", lambda: with_parts(("..\\evil.xml", b"x")), refused="unsafe_archive"),
    Case("an entry on a drive", lambda: with_parts(("C:/evil.xml", b"x")), refused="unsafe_archive"),
    Case("an entry that is a link", lambda: with_parts((link(), b"/etc/passwd")), refused="unsafe_archive"),
    Case("two entries of one name", twice, refused="unsafe_archive"),
    Case("two entries that differ in case", lambda: with_parts((SHEET_XML.upper(), b"<x/>")), refused="unsafe_archive"),
    Case("too many entries", lambda: with_parts(*((f"x/{n}.xml", b"") for n in range(MAX_PARTS))), refused="unsafe_archive"),
    Case("something before the zip", lambda: b"#!/bin/sh\nexit\n" + good(), refused="wrong_kind"),
    Case("a zip without a workbook", lambda: zipped(**{"readme.xml": b"<x/>"}), refused="wrong_kind"),
    Case("an empty zip", lambda: zipped(), refused="wrong_kind"),
    Case("entries under a password", flagged(1), refused="encrypted"),
    Case("a workbook under a password", lambda: compound_file("EncryptedPackage", b""), refused="encrypted"),
    Case("a way of packing that nobody has", patched(10, b"\x63\x00"), refused="unsafe_archive|broken"),
    Case("entries that overlap", patched(20, b"\xff\xff\xff\x00"), refused="unsafe_archive|broken|unpacks_too_large"),
)  # fmt: skip

DISGUISES = (
    Case("a web page as xls", fixed(b"<html><table><tr><td>1</table>"), "a.xls", "wrong_kind"),
    Case("an XML spreadsheet of 2003 as xls", fixed(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'), "a.xls", "wrong_kind"),
    Case("CSV as xlsx", lambda: form_csv(*ROWS), refused="extension_mismatch"),
    Case("xlsx as xls", good, "a.xls", "extension_mismatch"),
    Case("xlsx as CSV", good, "a.csv", "extension_mismatch"),
    Case("xls as xlsx", _old, refused="extension_mismatch"),
    Case("ods as xlsx", lambda: ods(table(*ROWS)), refused="extension_mismatch"),
    Case("PDF as xlsx", fixed(b"%PDF-1.7\n"), refused="wrong_kind"),
    Case("a zip of a workbook", lambda: zipped(**{"a.xlsx": good()}), refused="wrong_kind"),
    Case("a document as xlsx", types(b"application/wordprocessingml.document.main+xml"), refused="wrong_kind"),
    Case("slides as xlsx", types(b"application/presentationml.main+xml"), refused="wrong_kind"),
    Case("a binary workbook as xlsx", types(b"application/vnd.ms-excel.sheet.binary.main"), refused="wrong_kind"),
    Case("a macro workbook as xlsx", types(b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"), refused="macros"),
    Case("a macro beside the sheets", lambda: with_parts(("xl/vbaProject.bin", b"x")), refused="macros"),
    Case("an object within", lambda: with_parts(("xl/embeddings/oleObject1.bin", b"x")), refused="embedded"),
    Case("a live link to a program", lambda: with_parts(("xl/externalLinks/externalLink1.xml", b"<ddeLink/>")), refused="embedded"),
    Case("a macro workbook by its name", good, "a.xlsm", "macros"),
    Case("an old workbook with macros", lambda: compound_file("_VBA_PROJECT_CUR", b""), "a.xls", "macros"),
    Case("an old document as xls", lambda: compound_file("WordDocument", b""), "a.xls", "wrong_kind"),
    Case("a program as xlsx", fixed(b"MZ\x90\0\x03"), refused="wrong_kind"),
    Case("a program of another system", fixed(b"\x7fELF\x02\x01"), refused="wrong_kind"),
    Case("rich text as xls", fixed(b"{\\rtf1}"), "a.xls", "wrong_kind"),
    Case("gz as xlsx", fixed(b"\x1f\x8b\x08\0"), refused="wrong_kind"),
    Case("7z as xlsx", fixed(b"7z\xbc\xaf\x27\x1c"), refused="wrong_kind"),
    Case("a picture as CSV", fixed(b"\x89PNG\r\n\x1a\n"), "a.csv", "wrong_kind"),
    Case("a text document as ods", lambda: zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "a.ods", "wrong_kind"),
    Case("no extension", good, "様式", "unknown_extension"),
    Case("two extensions", good, "様式.xlsx.exe", "unknown_extension"),
    Case("an extension turned round", good, "様式\u202exslx.txt", "unknown_extension"),
)  # fmt: skip


def swollen() -> bytes:
    """A sheet of blanks that packs to a thousandth."""
    return repack(good(), sheet1=b" " * (30 * 1024 * 1024))


def swollen_aside() -> bytes:
    return with_parts(("xl/media/image1.xml", b"\0" * (30 * 1024 * 1024)))


def claims() -> bytes:
    """An entry that says it is larger than all that may be unpacked."""
    return patched(24, (MAX_UNPACKED + 1).to_bytes(4, "little"))()


BOMBS = (
    Case("a sheet that unpacks a thousandfold", swollen, refused="unpacks_too_large"),
    Case("a part that nobody reads and that swells", swollen_aside, refused="unpacks_too_large"),
    Case("an entry that says it is huge", claims, refused="unpacks_too_large"),
    Case("more bytes than a file may have", lambda: b"x" * (MAX_BYTES + 1), "a.csv", "too_large"),
    Case("a line of 140,000 characters", lambda: form_csv(*ROWS) + b"1," + b"x" * 140_000 + b"\r\n", "a.csv", "csv_line|csv_quotes"),
    Case("a million blank lines", lambda: form_csv(*ROWS) + b"\n" * 1_100_000, "a.csv", "too_many_cells"),
    Case("more rows than the form may have", lambda: form_csv(*(ROWS * 2_001)), "a.csv", "too_many_rows"),
)  # fmt: skip


def marked(part: str, doctype: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    """A part with a definition of its own before its root."""

    def change(xml: bytes) -> bytes:
        text = xml.decode("utf-8")
        head, _, rest = (
            text.partition("?>") if text.startswith("<?xml") else ("", "", text)
        )
        start = (
            f'<?xml version="1.0" encoding="{encoding}"?>'
            if head or encoding != "utf-8"
            else ""
        )
        return (start + doctype + rest).encode(encoding)

    return lambda: repack(good(), **{part: change})


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
AWAY = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'

ATTACKS = (
    Case("entities in a sheet", marked("sheet1", LAUGHS), refused="dtd"),
    Case("entities in the workbook", marked("workbook", LAUGHS), refused="dtd"),
    Case("entities in the styles", marked("styles", LAUGHS), refused="dtd"),
    Case("entities in the content types", marked("[Content_Types]", LAUGHS), refused="dtd"),
    Case("an entity that reads a file", marked("sheet1", FILE), refused="dtd"),
    Case("a definition from the network", marked("sheet1", AWAY), refused="dtd"),
    Case("entities in UTF-16", marked("sheet1", LAUGHS, "utf-16"), refused="dtd"),
    Case("a bare entity", marked("sheet1", '<!ENTITY a "ha">'), refused="dtd"),
)  # fmt: skip
