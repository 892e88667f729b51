"""The list of grants goes out as a workbook and comes back: all of it, or nothing."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from programs.models import Grant, ProgramYear
from programs.workbooks import Unreadable, open_workbook
from tests.factories import designations, facilities, people
from tests.factories import programs as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> Client:
    client.force_login(people.official())
    return client


def written(page: Client, year: ProgramYear) -> Any:
    """The workbook that the page gives."""
    query = {"year": year.fiscal_year, "program": year.program_id, "format": "form"}
    answer = page.get(reverse("programs:grants"), query)
    return load_workbook(io.BytesIO(answer.content))


def sent(page: Client, year: ProgramYear, book: Workbook, **more: str) -> Any:
    kept = io.BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("交付.xlsx", kept.getvalue())
    address = reverse("programs:grant-upload", args=[year.pk])
    return page.post(address, {"file": file, **more})


def add(book: Workbook, **cells: object) -> None:
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    sheet.append([cells.get(str(head)) for head in heads])


def new_line(**more: object) -> dict[str, object]:
    return {
        "申請者": "試験の医師会",
        "申請日": "令和7年5月1日",
        "申請額（千円）": 1200,
        **more,
    }


def test_an_unchanged_list_changes_nothing(page: Client, year: ProgramYear) -> None:
    make.grant(year, designations.institution(), "decided")
    make.grant(year, designations.association("試験の医師会"), "final")
    before = list(Grant.objects.order_by("pk").values())
    answer = sent(page, year, written(page, year))
    assert answer.status_code == 302
    assert list(Grant.objects.order_by("pk").values()) == before


def test_new_lines_become_applications_and_amounts_become_reports(
    page: Client, year: ProgramYear
) -> None:
    decided = make.grant(year, designations.institution(), "decided")
    facility = facilities.facility()
    designations.institution(facility)
    designations.association("試験の医師会")
    book = written(page, year)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["実績額（千円）"]).value = 1_900
    sheet.cell(2, heads["実績報告日"]).value = "R8.3.31"
    add(book, **new_line(在宅医療圏="試験"))
    add(book, **new_line(申請者="", 医療機関コード=facility.code))
    assert sent(page, year, book).status_code == 302
    decided.refresh_from_db()
    assert (decided.status, decided.spent) == ("reported", 1_900)
    new = Grant.objects.filter(status="applied").order_by("number")
    assert [(g.number, str(g.applicant), g.requested) for g in new] == [
        (2, "試験の医師会", 1_200),
        (3, facility.name, 1_200),
    ]
    assert new[0].zone.name == "試験"


def test_one_mistake_keeps_everything_out_and_all_are_told(
    page: Client, year: ProgramYear
) -> None:
    final = make.grant(year, designations.institution(), "final")
    designations.association("試験の医師会")
    book = written(page, year)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["決定額（千円）"]).value = 1
    sheet.cell(2, heads["実績額（千円）"]).value = 1
    add(book, **new_line())
    add(book, **new_line(申請者="知らない団体"))
    add(book, **new_line(申請日="令和7年2月30日"))
    add(book, **new_line(**{"申請額（千円）": "千二百"}))
    add(book, **new_line(番号="P0-2025-999"))
    answer = sent(page, year, book)
    assert answer.status_code == 422
    told = answer.content.decode()
    for words in (
        "この欄は取込では変えられません",
        "実績を報告できるのは交付決定の後です",
        "知らない団体",
        "暦にない日付",
        "「千二百」は1以上の整数ではありません",
        "番号「P0-2025-999」の交付がありません",
    ):
        assert words in told
    assert list(Grant.objects.values_list("pk", flat=True)) == [final.pk]
    marked = sent(page, year, book, mark="1")
    names = load_workbook(io.BytesIO(marked.content)).sheetnames
    assert names[0] == "エラー一覧"


def test_a_refusal_of_a_later_line_undoes_the_earlier(
    page: Client, year: ProgramYear
) -> None:
    closed = facilities.facility(closed_on=make.date(2025, 4, 1))
    designations.institution(closed)
    designations.association("試験の医師会")
    book = written(page, year)
    add(book, **new_line())
    add(book, **new_line(申請者="", 医療機関コード=closed.code))
    answer = sent(page, year, book)
    assert "G1" in answer.content.decode()
    assert not Grant.objects.exists()


def test_other_files_are_refused_in_words(page: Client, year: ProgramYear) -> None:
    address = reverse("programs:grant-upload", args=[year.pk])
    file = SimpleUploadedFile("交付.xlsx", b"not a workbook")
    told = page.post(address, {"file": file}).content.decode()
    assert "Excelブック（xlsx）として読めません" in told
    assert "見出し" in sent(page, year, Workbook()).content.decode()


def test_a_workbook_that_unpacks_too_large_or_holds_a_macro_is_not_opened() -> None:
    def archive(name: str, size: int) -> bytes:
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr(name, b"0" * size)
        return kept.getvalue()

    with pytest.raises(Unreadable, match="大きくなりすぎる"):
        open_workbook(archive("xl/worksheets/sheet1.xml", 51 * 1024 * 1024))
    with pytest.raises(Unreadable, match="マクロ"):
        open_workbook(archive("xl/vbaProject.bin", 10))
