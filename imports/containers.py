"""The zip container of xlsx and ods: its directory, its unpacked size, and what must not be inside."""

import io
import re
import stat
import zipfile
import zlib
from collections import Counter

from imports.messages import Refused, refused

MAX_PARTS = 1_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_PART = 250 * 1024 * 1024
MAX_RATIO = 200
RATIO_MATTERS_ABOVE = 10 * 1024 * 1024
_CHUNK = 1024 * 1024

_XLSX_MAIN = (b"spreadsheetml.sheet.main+xml", b"spreadsheetml.template.main+xml")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_DOCTYPES = tuple(
    mark.encode(code)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for code in ("utf-8", "utf-16-le", "utf-16-be")
)
_OVERLAP = 32
_EMBEDDED = re.compile(r"(?:^|/)(?:embeddings|activex|ctrlprops)/|oleobject", re.I)
_MACRO_PART = re.compile(r"vbaproject|(?:^|/)macrosheets/|^basic/|^scripts/", re.I)
_ORIGINAL = "中のExcelファイルを取り出して、それを選んでください。"


def check_archive(data: bytes) -> str:
    """Return xlsx or ods for a zip that may be opened, or raise Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_directory(parts)
            kind = _kind(archive, {part.filename for part in parts})
            _check_contents(archive, parts)
    except Refused:
        raise
    except NotImplementedError:
        raise refused("unsafe_archive", detail="使えない圧縮方式") from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
    ) as error:
        raise refused("broken", detail=_reason(error)) from None
    return kind


def _reason(error: Exception) -> str:
    if isinstance(error, zipfile.BadZipFile) and "CRC" in str(error):
        return "中身の検査値が合いません"
    return "途中で切れているか、書き換えられています"


def _check_directory(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        raise refused("unsafe_archive", detail=f"内部のファイルが{len(parts):,}個")
    names = Counter(part.filename.casefold() for part in parts)
    for part in parts:
        name = part.filename
        if part.flag_bits & 0x1:
            raise refused("encrypted")
        if (
            name.startswith(("/", "\\"))
            or "\\" in name
            or ":" in name.split("/")[0]
            or ".." in name.split("/")
            or part.orig_filename != name
        ):
            raise refused("unsafe_archive", detail="外を指すファイル名")
        if stat.S_ISLNK(part.external_attr >> 16):
            raise refused("unsafe_archive", detail="リンク")
        if names[name.casefold()] > 1:
            raise refused(
                "unsafe_archive", detail=f"同じ名前のファイル「{name[:60]}」が2つ"
            )
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise refused("unsafe_archive", detail="内部のファイルの重なり")
        end = part.header_offset + 30 + part.compress_size
    declared = sum(part.file_size for part in parts)
    if declared > MAX_UNPACKED:
        raise refused("unpacks_too_large", detail=f"{declared // 1024 // 1024:,}MB")


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        mimetype = archive.open("mimetype").read(200)
        if mimetype.startswith(_ODS):
            return "ods"
        if b"opendocument" in mimetype:
            raise refused(
                "wrong_kind",
                actual="OpenDocumentの文書",
                advice="表計算（ods）のファイルを選んでください。",
            )
    if "[Content_Types].xml" in names:
        types = archive.open("[Content_Types].xml").read(_CHUNK)
        if types.startswith((b"\xff\xfe", b"\xfe\xff")):
            types = types.decode("utf-16", "replace").encode()
        if b"macroEnabled" in types or b"vbaProject" in types:
            raise refused("macros")
        if any(mark in types for mark in _XLSX_MAIN):
            return "xlsx"
        if b"sheet.binary" in types:
            raise refused(
                "wrong_kind",
                actual="Excelバイナリブック（xlsb）",
                advice="Excelで開き、「Excelブック（*.xlsx）」として保存し直してください。",
            )
        for mark, actual in (
            (b"wordprocessingml", "Wordの文書（docx）"),
            (b"presentationml", "PowerPoint（pptx）"),
        ):
            if mark in types:
                raise refused(
                    "wrong_kind",
                    actual=actual,
                    advice="配布元のExcelファイル（xlsx）を選んでください。",
                )
        raise refused("broken", detail="ブックの中身がありません")
    raise refused("wrong_kind", actual="圧縮ファイル（zip）", advice=_ORIGINAL)


def _check_contents(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Inflate every part once, counting; the directory's own figures are not believed."""
    total = 0
    for part in parts:
        name = part.filename
        if _MACRO_PART.search(name):
            raise refused("macros")
        if _EMBEDDED.search(name):
            raise refused("embedded", detail=name.rsplit("/", 1)[-1][:60])
        is_xml = name.lower().endswith((".xml", ".rels", ".vml", ".rdf"))
        size, tail = 0, b""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > MAX_PART or total + size > MAX_UNPACKED:
                    raise refused(
                        "unpacks_too_large",
                        detail=f"{(total + size) // 1024 // 1024:,}MB以上",
                    )
                if size > RATIO_MATTERS_ABOVE and size > MAX_RATIO * max(
                    part.compress_size, 1
                ):
                    raise refused(
                        "unpacks_too_large", detail=f"圧縮の比が{MAX_RATIO}倍以上"
                    )
                if is_xml:
                    _check_xml(name, tail + chunk)
                    tail = chunk[-_OVERLAP:]
        total += size


def _check_xml(name: str, text: bytes) -> None:
    if any(mark in text for mark in _DOCTYPES):
        raise refused("dtd", detail=name.rsplit("/", 1)[-1][:60])
    if "externalLinks/" in name and (b"ddeLink" in text or b"oleLink" in text):
        raise refused("embedded", detail="DDE")
    if name == "META-INF/manifest.xml" and b"encryption-data" in text:
        raise refused("encrypted")
