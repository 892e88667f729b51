"""What is wrong with a list, on its page and in files to take away: CSV, the marked workbook, the changes."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from facilities.models import Filing
from formats.marked_list import LIST_SHEET
from imports.actions import apply_upload, discard_upload, receive_upload
from imports.headings import heading_of
from imports.messages import PROBLEMS
from imports.preparing import prepare_upload
from tests.factories.uploads import (
    JANUARY,
    applied,
    content,
    in_chuo,
    in_obihiro,
    prepared,
    received,
)
from tests.workbooks import official as official_list
from tests.workbooks import official_row

pytestmark = pytest.mark.usefixtures("in_region")

NAME, BEDS = "医療機関名称", "病床数"


def test_the_original_comes_back_as_an_attachment(browse, official):
    upload = received(in_chuo(), by=official)
    response = browse.get(reverse("imports:original", args=[upload.pk]))
    assert response.content == content(in_chuo())
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_the_problems_come_as_csv(browse, official):
    upload = prepared(in_chuo(医療機関番号="番号なし"), by=official)
    response = browse.get(reverse("imports:problems-csv", args=[upload.pk]))
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "程度,シート,行,列,セル,種類,内容"
    assert lines[1].startswith("誤り,")
    assert "番号なし" in lines[1]


def test_the_senders_workbook_comes_back_marked(browse, official):
    data = official_list(official_row(), official_row(80002, 医療機関番号="番号なし"))
    upload = receive_upload(content=data, file_name="名簿.xlsx", by=official)
    prepare_upload(upload_id=upload.pk)
    response = browse.get(reverse("imports:marked", args=[upload.pk]))
    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == [LIST_SHEET, "Sheet1"]
    cell = next(c for c in book["Sheet1"][6] if c.comment)
    assert cell.value == "番号なし"
    assert "番号なし" in cell.comment.text


def test_a_csv_comes_back_as_a_marked_workbook(browse, official):
    upload = prepared(in_chuo(医療機関番号="番号なし"), by=official)
    response = browse.get(reverse("imports:marked", args=[upload.pk]))
    book = load_workbook(BytesIO(response.content))
    marked = [c for sheet in book for row in sheet for c in row if c.comment]
    assert [cell.value for cell in marked] == ["番号なし"]


def test_the_changes_come_as_a_workbook(browse, official):
    applied(in_chuo(), by=official)
    upload = prepared(in_chuo(**{NAME: "新しい名"}), day=JANUARY, by=official)
    response = browse.get(reverse("imports:changes", args=[upload.pk]))
    rows = list(load_workbook(BytesIO(response.content))["変更"].values)
    assert rows[1][4:7] == ("名称", "医療法人社団 そらねみちクリニック", "新しい名")


def test_problems_are_grouped_with_counts_and_a_way_to_the_rest(browse, official):
    rows = [in_chuo(80000 + n, **{BEDS: "一般"}) for n in range(40)]
    upload = prepared(*rows, by=official)
    response = browse.get(reverse("imports:problems", args=[upload.pk]))
    (group,) = response.context["groups"]
    assert (group.count, group.title) == (40, "病床種別に数がない")
    assert group.more == "ほか28件を見る"
    response = browse.get(group.url)
    assert len(response.context["groups"][0].messages) == 40


def test_what_was_not_taken_is_not_called_right(browse, official):
    """Applied in part, or given up: the page of problems still says that there were errors."""
    rows = (in_chuo(), in_obihiro(医療機関番号="番号なし"))
    in_part = prepared(*rows, by=official)
    apply_upload(upload=in_part, leave=True, by=official)
    given_up = prepared(*rows, by=official)
    discard_upload(upload=given_up, by=official)
    pages = [
        browse.get(reverse("imports:problems", args=[one.pk])).content.decode()
        for one in (in_part, given_up)
    ]
    assert "1行は取り込んでいません" in pages[0]
    assert reverse("imports:leftover", args=[in_part.pk]) in pages[0]
    assert "2行のうち1行に誤りがありました" in pages[1]
    assert not any("誤りはありません" in text for text in pages)


def test_a_filing_is_shown_with_its_number_as_it_is_written(browse, official):
    applied(in_chuo(受理番号="第593号"), by=official)
    Filing.objects.update(number="593")
    upload = prepared(in_chuo(受理番号="第389号"), day=JANUARY, by=official)
    address = reverse("imports:preview", args=[upload.pk])
    text = browse.get(f"{address}?tab=changed").content.decode()
    assert "（第389号）" in text
    assert "（第593号）" in text


def test_every_kind_of_problem_has_a_heading():
    assert [code for code in PROBLEMS if heading_of(code)[0] == "その他"] == []
