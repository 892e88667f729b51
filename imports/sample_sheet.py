"""Writes the sample workbook's one sheet as the bureaus' system does: every cell a shared text.

The official files have no row 1, empty texts instead of blank cells, and a declared size; a
writer for people's workbooks would tidy that away, so the few parts are written here.
"""

import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from imports.cells import column_letters

HEADER = (
    "項番", "都道府県コード", "都道府県名", "区分", "医療機関番号", "併設医療機関番号", "医療機関記号番号",
    "医療機関名称", "医療機関所在地（郵便番号）", "医療機関所在地（住所）", "電話番号", "FAX番号", "病床数",
    "受理届出名称", "受理記号", "受理番号", "算定開始年月日", "個別有効開始年月日", "備考（見出し）",
    "備考（データ）", "市町村コード", "市町村名", "種別コード", "種別",
)  # fmt: skip
_WHEN = (2025, 10, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
_LETTERS = tuple(column_letters(column) for column in range(1, len(HEADER) + 1))

_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}  # fmt: skip


def write_sheet(path: Path, title: str, lines: Iterable[list[str] | None]) -> None:
    """Write title (row 2), an empty row, the header (row 4) and the lines; None is a blank row."""
    strings: dict[str, int] = {}
    rows: list[str] = []

    def add(number: int, texts: Iterable[str]) -> None:
        cells = [
            f'<c r="{letters}{number}" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'
            for letters, text in zip(_LETTERS, texts, strict=False)
        ]
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')

    empty = [""] * (len(HEADER) - 1)
    number = 4
    add(2, [title, *empty])
    add(3, ["", *empty])
    add(number, HEADER)
    for line in lines:
        number += 1
        if line is not None:
            add(number, line)
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A2:{_LETTERS[-1]}{number}"/><sheetData>'
        f"{''.join(rows)}</sheetData></worksheet>"
    )
    items = "".join(
        f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings
    )
    parts = _PARTS | {
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">{items}</sst>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            # A fixed time, so that the same arguments give the same bytes.
            archive.writestr(
                zipfile.ZipInfo(name, _WHEN), _XML + text, zipfile.ZIP_DEFLATED
            )
