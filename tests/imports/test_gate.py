"""The gate tells from the bytes what a file is, and refuses in words what may not be opened."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.gate import MAX_BYTES, admit
from imports.messages import Refused
from tests.workbooks import official, official_csv, official_row, repack, workbook

GOOD = official(official_row())


def compound(*names: str) -> bytes:
    """An OLE file whose directory holds these names."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<II", head, 44, 1, 1)  # one table sector, directory in sector 1
    struct.pack_into("<II", head, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b""
    for name in ("Root Entry", *names):
        text = name.encode("utf-16-le") + b"\0\0"
        directory += (
            text.ljust(64, b"\0") + struct.pack("<HB", len(text), 2) + bytes(61)
        )
    return bytes(head) + table + directory.ljust(512, b"\0")


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def ods() -> bytes:
    return zipped(
        mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b"<x/>"
    )


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (GOOD, "名簿.xlsx", "xlsx"),
        (GOOD, r"C:\届出\名簿 (1).XLSX", "xlsx"),
        (GOOD, "../../etc/名簿.xlsx ", "xlsx"),
        (compound("Workbook"), "名簿.xls", "xls"),
        (ods(), "名簿.ods", "ods"),
        (official_csv(official_row()), "名簿.csv", "csv"),
        (official_csv(official_row(), encoding="utf-8-sig"), "名簿.csv", "csv"),
        (official_csv(official_row(), encoding="cp932"), "名簿.csv", "csv"),
    ],
)
def test_admit_tells_the_kind(data, name, kind):
    assert admit(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "code", "words"),
    [
        (b"", "a.xlsx", "empty_file", "0バイト"),
        (b"\xef\xbb\xbf", "a.csv", "empty_file", "0バイト"),
        (b"x" * (MAX_BYTES + 1), "a.csv", "too_large", "20MB"),
        (GOOD, "名簿", "unknown_extension", "名簿"),
        (GOOD, "名簿.txt", "unknown_extension", "xlsx・xls・ods・csv"),
        (GOOD, "", "unknown_extension", "拡張子"),
        (GOOD, "名簿.xls", "extension_mismatch", "拡張子を「.xlsx」に"),
        (GOOD, "名簿.csv", "extension_mismatch", "Excelブック"),
        (b"a,b\n1,2\n", "名簿.xlsx", "extension_mismatch", "CSV"),
        (compound("Workbook"), "名簿.xlsx", "extension_mismatch", "97-2003"),
        (b"%PDF-1.7", "名簿.xlsx", "wrong_kind", "PDF"),
        (b"<html><table>", "名簿.xls", "wrong_kind", "HTML"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "名簿.xlsx", "wrong_kind", "HTML"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "名簿.xls",
            "wrong_kind",
            "XMLスプレッドシート2003",
        ),
        (b"MZ\x90\0", "名簿.xlsx", "wrong_kind", "プログラム"),
        (b"#!/bin/sh\n" + GOOD, "名簿.xlsx", "wrong_kind", "スクリプト"),
        (b"\x89PNG\r\n", "名簿.csv", "wrong_kind", "画像"),
        (b"\x09\x08\x10\0\0\x06", "名簿.xls", "wrong_kind", "古い形式"),
        (bytes(100), "名簿.xlsx", "broken", "壊れて"),
        (GOOD[: len(GOOD) // 2], "名簿.xlsx", "broken", "途中で切れて"),
        (zipped(readme=b"hello"), "名簿.xlsx", "wrong_kind", "zip"),
        (
            zipped(**{"[Content_Types]_xml": b"wordprocessingml"}),
            "名簿.xlsx",
            "wrong_kind",
            "Word",
        ),
        (
            zipped(**{"[Content_Types]_xml": b"sheet.binary.macroEnabled"}),
            "名簿.xlsx",
            "macros",
            "マクロ",
        ),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.text"),
            "名簿.ods",
            "wrong_kind",
            "文書",
        ),
        (compound("EncryptedPackage"), "名簿.xlsx", "encrypted", "パスワードを外して"),
        (compound("Workbook", "_VBA_PROJECT_CUR"), "名簿.xls", "macros", "マクロ"),
        (compound("WordDocument"), "名簿.xls", "wrong_kind", "Word"),
        (compound("Workbook")[:600], "名簿.xls", "broken", "壊れて"),
        (GOOD, "名簿.xlsm", "macros", "マクロ"),
    ],
)
def test_admit_refuses_in_words(data, name, code, words):
    with pytest.raises(Refused, match=words) as refusal:
        admit(data, name)
    assert refusal.value.code == code


def test_admit_refuses_a_directory_that_turns_in_a_circle():
    data = bytearray(compound("Workbook"))
    struct.pack_into("<I", data, 512 + 4, 1)  # the directory's next sector is itself
    with pytest.raises(Refused, match="壊れて"):
        admit(bytes(data), "名簿.xls")


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("../evil.xml", b"<x/>", "unsafe_archive"),
        ("/etc/passwd", b"x", "unsafe_archive"),
        ("xl\\..\\evil", b"x", "unsafe_archive"),
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/embeddings/oleObject1.bin", b"x", "embedded"),
        ("xl/activeX/activeX1.xml", b"<x/>", "embedded"),
        (
            "xl/externalLinks/externalLink1.xml",
            b"<ddeLink ddeService='cmd'/>",
            "embedded",
        ),
        ("xl/custom/a.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "dtd"),
        ("xl/custom/b.xml", "<!DOCTYPE x><x/>".encode("utf-16"), "dtd"),
        ("xl/custom/c.xml", b" " * (1024 * 1024 - 4) + b"<!DOCTYPE x><x/>", "dtd"),
        ("xl/custom/big.bin", bytes(60 * 1024 * 1024), "unpacks_too_large"),
    ],
)
def test_admit_refuses_what_must_not_be_inside(part, content, code):
    with pytest.raises(Refused) as refusal:
        admit(repack(GOOD, **{part: content}), "名簿.xlsx")
    assert refusal.value.code == code


def test_admit_takes_an_external_link_whose_values_are_stored():
    linked = repack(GOOD, **{"xl/externalLinks/externalLink1.xml": b"<externalBook/>"})
    assert admit(linked, "名簿.xlsx") == "xlsx"


def test_admit_refuses_two_parts_of_one_name():
    out = io.BytesIO(GOOD)
    with (
        zipfile.ZipFile(out, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate"),
    ):
        archive.writestr("xl/workbook.xml", b"<x/>")
    with pytest.raises(Refused, match="同じ名前"):
        admit(out.getvalue(), "名簿.xlsx")


def test_admit_refuses_too_many_parts():
    with pytest.raises(Refused, match="1,0"):
        admit(zipped(**{f"part{at}": b"" for at in range(1_001)}), "名簿.xlsx")


def test_admit_refuses_a_link():
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(Refused, match="リンク"):
        admit(out.getvalue(), "名簿.xlsx")


def test_admit_does_not_believe_the_directory():
    data = bytearray(GOOD)
    at = data.rfind(b"PK\x01\x02")  # the last entry of the directory
    struct.pack_into("<I", data, at + 24, 10)  # says that it is 10 bytes long
    with pytest.raises(Refused) as refusal:
        admit(bytes(data), "名簿.xlsx")
    assert refusal.value.code == "broken"


def test_admit_refuses_an_encrypted_entry():
    data = bytearray(GOOD)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(Refused, match="パスワード"):
        admit(bytes(data), "名簿.xlsx")


def test_refusal_shows_a_private_use_name_as_filler():
    with pytest.raises(Refused, match="〓"):
        admit(GOOD, "\ue0dd.doc")


@given(st.binary(max_size=300), st.sampled_from(["xlsx", "xls", "ods", "csv"]))
def test_admit_lets_nothing_but_a_refusal_escape(data, extension):
    for head in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        try:
            kind = admit(head + data, f"a.{extension}")
        except Refused:
            continue
        assert kind == extension


@given(st.data())
def test_admit_survives_a_changed_byte(data):
    changed = bytearray(GOOD)
    at = data.draw(st.integers(0, len(changed) - 1))
    changed[at] = data.draw(st.integers(0, 255))
    try:
        kind = admit(bytes(changed), "名簿.xlsx")
    except Refused:
        return
    assert kind == "xlsx"


def test_a_workbook_with_many_styles_passes():
    assert (
        admit(workbook({"a": [[f"値{at}"] for at in range(2_000)]}), "名簿.xlsx")
        == "xlsx"
    )
