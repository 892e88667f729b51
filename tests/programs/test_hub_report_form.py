"""A hub's yearly report as a workbook: it goes out filled in, and comes back whole or not at
all."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import User
from programs.figures import totals_by_kind
from programs.hub_reports import due_reports
from programs.kinds import ActivityKind
from programs.models import Activity, HubReport

pytestmark = pytest.mark.django_db
YEAR = 2025  # of the fixture `reports`


def form_of(client: Client, report: HubReport) -> Workbook:
    answer = client.get(reverse("programs:hub-report-form", args=[report.pk]))
    return load_workbook(io.BytesIO(answer.content))


def sent(client: Client, report: HubReport, book: Workbook) -> Any:
    kept = io.BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("報告.xlsx", kept.getvalue())
    address = reverse("programs:hub-report-upload", args=[report.pk])
    return client.post(address, {"file": file})


def fill(book: Workbook, row: int, **cells: object) -> None:
    sheet = book["取組"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for head, value in cells.items():
        sheet.cell(row, heads[head]).value = value


def answer(book: Workbook, label: str, words: str) -> None:
    for row in book["報告"].iter_rows():
        if row[0].value == label:
            row[1].value = words


def test_the_form_goes_out_filled_in_and_comes_back(
    reports: list[HubReport], clerk: User, client: Client
) -> None:
    client.force_login(clerk)
    book = form_of(client, reports[0])
    assert [cell.value for cell in book["取組"]["A"]][1:] == [
        kind.short for kind in list(ActivityKind)[:7]
    ]
    answer(book, "1年間の総括", "顔の見える関係ができた")
    answer(book, "記入者", "医師会 事務局")
    fill(
        book,
        3,
        **{
            "取組の名称": "多職種の会議",
            "開始日": "R7.5.1",
            "終了日": "令和8年2月1日",
            "回数（回）": 12,
            "医師（人）": 40,
            "介護支援専門員（人）": 60,
            "評価": "高い",
            "成果": "連携シートを決めた",
        },
    )
    fill(
        book,
        4,
        **{"取組の名称": "同行研修", "回数（回）": 3, "参加者の合計（延べ人）": 18},
    )
    assert sent(client, reports[0], book).status_code == 302
    report = HubReport.objects.get(pk=reports[0].pk)
    assert (report.status, report.summary) == ("received", "顔の見える関係ができた")
    assert len(report.file_sha256) == 64
    found = report.activities.order_by("kind")
    assert [(a.kind, a.sessions, a.participants) for a in found] == [
        ("meetings", 12, 100),
        ("training", 3, 18),
    ]
    assert found[0].by_profession == {"physician": 40, "care_manager": 60}
    totals = totals_by_kind(report.activities)
    assert totals[ActivityKind.MEETINGS].words() == "12回、延べ100人"
    assert due_reports(clerk, "01", YEAR)[0].is_missing is False


def test_the_same_form_again_replaces_and_does_not_add(
    reports: list[HubReport], clerk: User, client: Client
) -> None:
    client.force_login(clerk)
    book = form_of(client, reports[0])
    fill(book, 3, **{"取組の名称": "多職種の会議", "回数（回）": 12})
    sent(client, reports[0], book)
    again = form_of(client, reports[0])
    assert again["取組"].cell(2, 2).value == "多職種の会議"
    sent(client, reports[0], again)
    assert Activity.objects.count() == 1


def test_all_mistakes_of_a_form_are_told_and_nothing_is_written(
    reports: list[HubReport], clerk: User, client: Client
) -> None:
    client.force_login(clerk)
    book = form_of(client, reports[0])
    fill(book, 3, **{"回数（回）": 12})
    fill(book, 4, **{"取組の名称": "研修", "回数（回）": "たくさん", "評価": "最高"})
    fill(book, 5, 取組の名称="体制", 開始日="令和7年2月30日")
    told = sent(client, reports[0], book)
    assert told.status_code == 422
    for words in ("取組の名称を入力", "たくさん", "最高", "暦にない日付"):
        assert words in told.content.decode()
    assert not Activity.objects.exists()
    assert HubReport.objects.get(pk=reports[0].pk).status == "open"


def test_a_form_of_another_hub_is_refused(
    reports: list[HubReport], official: User, client: Client
) -> None:
    client.force_login(official)
    told = sent(client, reports[0], form_of(client, reports[1]))
    assert told.status_code == 422
    assert "別の拠点か年度の様式です" in told.content.decode()
