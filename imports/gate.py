"""The gate before any reader: what a file is, told from its bytes, and whether it may be opened.

Nothing here parses a workbook; it looks at the first bytes, the container's directory and the
unpacked bytes, and refuses in words that say what the file is and what to do.
"""

import re

from formats.text import show_private_use
from imports.compound import check_compound
from imports.containers import check_archive
from imports.delimited import decode
from imports.messages import refused

MAX_BYTES = 20 * 1024 * 1024

# kind: what a person would call it
KINDS = {
    "xlsx": "Excelブック（xlsx）",
    "xls": "Excel 97-2003ブック（xls）",
    "ods": "OpenDocument表計算（ods）",
    "csv": "CSV（テキスト）",
}
_RENAME = "拡張子を「.{kind}」に直してから、もう一度アップロードしてください。"
_SAVE = "Excelで開き、「Excelブック（*.xlsx）」として保存し直してください。"
_ORIGINAL = "配布元のExcelファイル（xlsx）を選んでください。"

# First bytes of what people send by mistake, or on purpose: (bytes, name, advice)
_OTHERS = (
    (b"%PDF", "PDF", _ORIGINAL),
    (b"{\\rtf", "リッチテキスト（RTF）", _ORIGINAL),
    (b"MZ", "プログラム（exe）", "名簿のファイルを選んでください。"),
    (b"\x7fELF", "プログラム", "名簿のファイルを選んでください。"),
    (b"#!", "スクリプト", "名簿のファイルを選んでください。"),
    (b"\x1f\x8b", "圧縮ファイル（gz）", "中のファイルを取り出して、それを選んでください。"),
    (b"7z\xbc\xaf\x27\x1c", "圧縮ファイル（7z）", "中のファイルを取り出して、それを選んでください。"),
    (b"Rar!", "圧縮ファイル（rar）", "中のファイルを取り出して、それを選んでください。"),
    (b"PK\x05\x06", "空の圧縮ファイル（zip）", _ORIGINAL),
    (b"\x89PNG", "画像（PNG）", _ORIGINAL),
    (b"\xff\xd8\xff", "画像（JPEG）", _ORIGINAL),
    (b"GIF8", "画像（GIF）", _ORIGINAL),
    (b"SQLite format 3\0", "データベース（SQLite）", _ORIGINAL),
    (b"\x09\x08", "古い形式のExcel", _SAVE),
    (b"\x09\x04", "古い形式のExcel", _SAVE),
)  # fmt: skip
_MARKUP = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(!doctype\s+html|[a-z!?][\w:.-]*)", re.I | re.S
)
_HTML_TAGS = (
    b"!doctype html",
    b"html",
    b"head",
    b"body",
    b"table",
    b"meta",
    b"script",
    b"div",
    b"style",
)


def admit(data: bytes, filename: str) -> str:
    """Return the kind of an uploaded file (xlsx, xls, ods, csv) or raise Refused.

    Checks size, first bytes against the extension, and then the container: directory, duplicate
    and unsafe paths, encryption, macros, embedded objects, DTDs, and the unpacked size counted
    while inflating. Limits are in `MAX_BYTES` and `imports.containers`.
    """
    if not data.strip(b"\xef\xbb\xbf"):
        raise refused("empty_file")
    if len(data) > MAX_BYTES:
        raise refused(
            "too_large",
            size=f"{len(data) / 1024 / 1024:.1f}MB",
            limit=f"{MAX_BYTES // 1024 // 1024}MB",
        )
    extension = _extension(filename)
    actual = _actual_kind(data, extension)
    if actual != extension:
        raise refused(
            "extension_mismatch",
            extension=f".{extension}",
            actual=KINDS[actual],
            advice=_RENAME.format(kind=actual),
        )
    return actual


def _extension(filename: str) -> str:
    name = filename.replace("\\", "/").rsplit("/", 1)[-1].strip().rstrip(".")
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension in ("xlsm", "xltm", "xlam"):
        raise refused("macros")
    if extension not in KINDS:
        shown = "".join(one for one in show_private_use(name) if one.isprintable())
        raise refused("unknown_extension", name=shown[-60:])
    return extension


def _actual_kind(data: bytes, extension: str) -> str:
    if data.startswith(b"PK\x03\x04"):
        return check_archive(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return check_compound(data)
    for first, actual, advice in _OTHERS:
        if data.startswith(first):
            raise refused("wrong_kind", actual=actual, advice=advice)
    if markup := _MARKUP.match(data[:4096].lstrip(b"\xef\xbb\xbf")):
        raise refused(
            "wrong_kind", actual=_markup_name(data, markup[1].lower()), advice=_SAVE
        )
    if (
        extension != "csv"
        and b"\0" in data[:4096]
        and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        raise refused("broken", detail="Excelのファイルではありません")
    decode(data)
    return "csv"


def _markup_name(data: bytes, tag: bytes) -> str:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4096]:
        return "XMLスプレッドシート2003"
    return "ウェブページ（HTML）" if tag in _HTML_TAGS else "XML"
