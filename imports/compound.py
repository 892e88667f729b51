"""The OLE compound file of old workbooks (xls): what its directory says it is, and the workbook in it."""

import struct

from imports.messages import refused

_SAVE = "Excelで開き、「Excelブック（*.xlsx）」として保存し直してください。"
_END_OF_CHAIN = 0xFFFFFFFE
_DIRECTORY_ENTRY = 128
_MAX_ENTRIES = 4_000
_LEAST_OF_ITS_OWN, _SMALL_SECTOR = 4096, 64


def check_compound(data: bytes) -> str:
    """Return 'xls' for an OLE file that holds a plain workbook, or raise Refused."""
    try:
        names = _directory(data).keys()
    except (struct.error, IndexError, ValueError):
        raise refused(
            "broken", detail="途中で切れているか、書き換えられています"
        ) from None
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise refused("encrypted")
    if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}:
        raise refused("macros")
    if (
        "\x01Ole10Native" in names
        or "ObjectPool" in names
        or any(n.startswith("MBD") for n in names)
    ):
        raise refused("embedded", detail="OLE")
    if "WordDocument" in names:
        raise refused(
            "wrong_kind",
            actual="Wordの文書（doc）",
            advice="配布元のExcelファイル（xlsx）を選んでください。",
        )
    if "PowerPoint Document" in names:
        raise refused(
            "wrong_kind",
            actual="PowerPoint（ppt）",
            advice="配布元のExcelファイル（xlsx）を選んでください。",
        )
    if not names & {"Workbook", "Book"}:
        raise refused("wrong_kind", actual="Excel以外の古い形式の文書", advice=_SAVE)
    return "xls"


def workbook_stream(data: bytes) -> bytes:
    """Return the records of the workbook in an OLE file; ValueError where its chain is broken."""
    entries, size = _directory(data), _sector_size(data)
    table = _allocation_table(data, size)
    start, length = entries.get("Workbook") or entries["Book"]
    if length >= _LEAST_OF_ITS_OWN:
        return _chain(data, table, start, size, first=size)[:length]
    # A short stream lies in small sectors within the stream of the root.
    root, _ = entries["Root Entry"]
    small = _chain(data, table, root, size, first=size)
    at = struct.unpack_from("<I", data, 60)[0]
    numbers = _chain(data, table, at, size, first=size)
    small_table = list(struct.unpack(f"<{len(numbers) // 4}I", numbers))
    return _chain(small, small_table, start, _SMALL_SECTOR, first=0)[:length]


def _chain(
    data: bytes, table: list[int], start: int, size: int, *, first: int
) -> bytes:
    """The sectors of a chain one after the other; `first` is where sector 0 begins."""
    parts: list[bytes] = []
    while start != _END_OF_CHAIN:
        if len(parts) > len(table):
            raise ValueError("circle")
        at = first + start * size
        parts.append(data[at : at + size])
        start = table[start]
    return b"".join(parts)


def _sector_size(data: bytes) -> int:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")
    return size


def _directory(data: bytes) -> dict[str, tuple[int, int]]:
    """Return name → (first sector, bytes); ValueError where a chain is broken or turns in a circle."""
    size = _sector_size(data)
    table = _allocation_table(data, size)
    names: dict[str, tuple[int, int]] = {}
    seen: set[int] = set()
    sector = struct.unpack_from("<I", data, 48)[0]
    while sector != _END_OF_CHAIN:
        if sector in seen or len(seen) * size > _MAX_ENTRIES * _DIRECTORY_ENTRY:
            raise ValueError("circle")
        seen.add(sector)
        start = (sector + 1) * size
        if start + size > len(data) + size - 1:
            raise ValueError("outside")
        for offset in range(
            start, min(start + size, len(data) - _DIRECTORY_ENTRY + 1), _DIRECTORY_ENTRY
        ):
            length = struct.unpack_from("<H", data, offset + 64)[0]
            if data[offset + 66] and 2 <= length <= 64:
                name = data[offset : offset + length - 2].decode("utf-16-le")
                names[name] = struct.unpack_from("<II", data, offset + 116)
        sector = table[sector]
    return names


def _allocation_table(data: bytes, size: int) -> list[int]:
    per_sector = size // 4
    sectors = [one for one in struct.unpack_from("<109I", data, 76) if one < 0xFFFFFFFA]
    extra, count = struct.unpack_from("<II", data, 68)
    # A file of 20 MB needs at most one further sector of this list; more is no honest file.
    for _ in range(min(count, 8)):
        if extra >= 0xFFFFFFFA:
            break
        *more, extra = struct.unpack_from(f"<{per_sector}I", data, (extra + 1) * size)
        sectors += [one for one in more if one < 0xFFFFFFFA]
    table: list[int] = []
    for sector in sectors:
        table += struct.unpack_from(f"<{per_sector}I", data, (sector + 1) * size)
    return table
