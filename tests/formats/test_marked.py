"""A sender's workbook comes back with its problems marked; it is read back with openpyxl."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from formats.workbook import CannotMark, Problem, mark_problems


@pytest.fixture
def sent():
    book = Workbook()
    sheet = book.active
    sheet.title = "届出 一覧"
    sheet.append(["コード", "名称"])
    sheet.append(["0110750", "みほん医院"])
    sheet.append(["=A2", None])
    sheet.merge_cells("A5:B6")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def marked(sent, *problems):
    return load_workbook(io.BytesIO(mark_problems(sent, problems)))


def test_marked_workbook_colours_and_comments_the_cell(sent):
    book = marked(
        sent,
        Problem("届出 一覧", 2, 1, "検証番号が合いません。", "error", "コード"),
        Problem("届出 一覧", 2, 1, "=HYPERLINK()", "warning"),
    )

    cell = book["届出 一覧"]["A2"]
    assert cell.comment.text == "【誤り】検証番号が合いません。\n【注意】=HYPERLINK()"
    assert cell.fill.fgColor.rgb == "00F9C9C9"
    assert book["届出 一覧"]["B2"].comment is None
    assert book["届出 一覧"]["A3"].value == "=A2"


def test_marked_workbook_opens_with_a_list_that_links(sent):
    book = marked(
        sent,
        Problem("届出 一覧", 2, 1, "=検証番号", "error", "コード"),
        Problem("届出 一覧", 3, None, "名称がありません。", "warning"),
        Problem("別の表", 1, 1, "表がありません。", "notice"),
    )

    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert sheet.title == "エラー一覧"
    assert book.active is sheet
    assert rows == [
        (1, "誤り", "届出 一覧", 2, "A", "コード", "=検証番号", "A2を開く"),
        (2, "注意", "届出 一覧", 3, None, None, "名称がありません。", "A3を開く"),
        (3, "確認", "別の表", 1, "A", None, "表がありません。", None),
    ]
    assert sheet["G2"].data_type == "s"
    assert sheet["H2"].hyperlink.location == "'届出 一覧'!A2"


def test_marked_workbook_marks_the_corner_of_a_merged_range(sent):
    book = marked(sent, Problem("届出 一覧", 6, 2, "結合したセルがあります。"))

    assert "結合" in book["届出 一覧"]["A5"].comment.text


def test_marked_workbook_sent_again_loses_its_old_marks(sent):
    once = mark_problems(sent, [Problem("届出 一覧", 2, 1, "誤りです。")])

    book = marked(once, Problem("届出 一覧", 2, 2, "別の誤りです。"))

    assert book.sheetnames == ["エラー一覧", "届出 一覧"]
    assert book["届出 一覧"]["A2"].comment is None
    assert book["届出 一覧"]["A2"].fill.fill_type is None
    assert book["届出 一覧"]["B2"].comment is not None


def test_marked_workbook_keeps_the_senders_own_comment_and_list():
    book = Workbook()
    book.active["A1"] = "x"
    book.active["A1"].comment = Comment("担当に確認", "佐藤")
    book.create_sheet("エラー一覧")["A1"] = "自分の表"
    buffer = io.BytesIO()
    book.save(buffer)

    result = marked(buffer.getvalue(), Problem("Sheet", 1, 1, "誤りです。"))

    assert result["Sheet"]["A1"].comment.text == "【誤り】誤りです。\n\n担当に確認"
    assert result.sheetnames == ["エラー一覧（2）", "Sheet", "エラー一覧"]


@pytest.mark.parametrize(
    "data", [b"", b"code,name\r\n1,a\r\n", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken"]
)
def test_marking_refuses_what_is_no_workbook(data):
    with pytest.raises(CannotMark, match="xlsx"):
        mark_problems(data, [])


def test_marking_refuses_a_zip_of_other_things():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")

    with pytest.raises(CannotMark, match="xlsx"):
        mark_problems(buffer.getvalue(), [])
