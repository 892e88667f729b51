"""Taking the correct rows and getting the rest back as a workbook."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from facilities.models import Facility
from formats.marked_list import LIST_SHEET
from imports.actions import apply_upload, receive_upload, undo_upload
from imports.errors import NotReady
from imports.leftover import renumbered
from imports.models import PlannedChange, Upload
from imports.preparing import prepare_upload
from tests.factories import people
from tests.factories.uploads import (
    JANUARY,
    applied,
    content,
    in_chuo,
    in_obihiro,
    prepared,
    region,
    registry_values,
)
from tests.forms import form, form_row
from tests.workbooks import official, official_row

Outcome = PlannedChange.Outcome


@pytest.fixture
def person(db, read_here):
    region()
    return people.official()


@pytest.fixture
def half_wrong(person):
    return prepared(in_chuo(), in_obihiro(医療機関番号="番号なし"), by=person)


def test_without_being_asked_nothing_of_a_wrong_list_is_taken(half_wrong, person):
    with pytest.raises(NotReady):
        apply_upload(upload=half_wrong, by=person)
    assert not Facility.objects.exists()


def test_the_correct_rows_are_taken_and_the_rest_left(half_wrong, person):
    apply_upload(upload=half_wrong, leave=True, by=person)
    assert [f.municipality_id for f in Facility.objects.all()] == ["01101"]
    assert half_wrong.left_out == 1


def test_a_facility_with_a_wrong_cell_stays_as_it_is(person):
    applied(in_chuo(), in_obihiro(), by=person)
    wrong = in_chuo(医療機関名称="", 電話番号="011-000-9999")
    upload = prepared(
        wrong, in_obihiro(電話番号="0155-00-0009"), day=JANUARY, by=person
    )
    apply_upload(upload=upload, leave=True, by=person)
    phones = dict(Facility.objects.values_list("municipality_id", "phone"))
    assert phones == {"01101": "011-000-0001", "01207": "0155-00-0009"}


def test_a_list_with_errors_ends_nothing(person):
    applied(in_chuo(), in_obihiro(), by=person)
    upload = prepared(
        in_chuo(), in_obihiro(医療機関番号="番号なし"), day=JANUARY, by=person
    )
    assert upload.counts[Outcome.MISSING] == 1
    apply_upload(upload=upload, leave=True, by=person)
    assert not Facility.objects.filter(filings__ends_on__isnull=False).exists()


def test_what_was_taken_in_part_is_taken_back_whole(person):
    applied(in_chuo(), in_obihiro(), by=person)
    before = registry_values()
    upload = prepared(
        in_chuo(電話番号="011-000-9999"), in_obihiro(医療機関番号="番号なし"),
        day=JANUARY, by=person,
    )  # fmt: skip
    upload = apply_upload(upload=upload, leave=True, by=person)
    assert undo_upload(upload=upload, by=person) == []
    assert registry_values() == before


def test_a_file_without_a_day_cannot_be_taken_in_part(person):
    data = content(in_chuo()).replace("令和７年１０月１日".encode(), b"")
    upload = receive_upload(content=data, file_name="名簿.csv", by=person)
    prepare_upload(upload_id=upload.pk)
    upload.refresh_from_db()
    with pytest.raises(NotReady):
        apply_upload(upload=upload, leave=True, by=person)
    upload.refresh_from_db()
    assert upload.status == Upload.Status.HAS_ERRORS


def test_the_rest_comes_back_as_a_workbook_that_can_be_sent_again(client, person):
    rows = [
        official_row(),
        official_row(80002, 医療機関番号="番号なし"),
        official_row(80003),
    ]
    upload = receive_upload(content=official(*rows), file_name="名簿.xlsx", by=person)
    prepare_upload(upload_id=upload.pk)
    client.force_login(person)
    response = client.get(reverse("imports:leftover", args=[upload.pk]))
    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == [LIST_SHEET, "Sheet1"]
    left = [row for row in book["Sheet1"].values if any(row)]
    assert "現在" in str(left[0])
    assert left[1][4] == "医療機関番号"
    assert [row[4] for row in left[2:]] == ["番号なし"]
    again = receive_upload(
        content=response.content, file_name="名簿_残りの行.xlsx", by=person
    )
    again = prepare_upload(upload_id=again.pk)
    assert again.rows == 1
    # The list of problems that comes back with it is no sheet to speak of.
    assert not again.problems.filter(code="sheet_without_header").exists()


def test_the_problems_of_the_rest_name_its_own_rows(client, person):
    """Row 8 of the list is row 3 of what comes back, and so is the row that another one names."""
    twice = [official_row(80003, 病床数="=1/0"), official_row(80003, 受理記号="在後病")]
    rows = [official_row(), official_row(80002), *twice]
    upload = receive_upload(content=official(*rows), file_name="名簿.xlsx", by=person)
    upload = prepare_upload(upload_id=upload.pk)
    (error,) = upload.problems.filter(level="error")
    client.force_login(person)
    response = client.get(reverse("imports:leftover", args=[upload.pk]))
    book = load_workbook(BytesIO(response.content))
    table = [row[4] for row in book["Sheet1"].values]
    here = max(at for at, code in enumerate(table, 1) if code) - 1
    assert here < error.row
    (_, listed) = book[LIST_SHEET].values
    assert listed[3] == here
    assert f"{here}行目" in listed[6]
    assert f"{error.row}行目" not in listed[6]
    assert renumbered("8行目と9行目、10行目", {8: 3, 9: 4}) == "3行目と4行目、10行目"


def test_a_mended_rest_of_the_own_form_is_taken_whole(client, person):
    """Take the correct rows, mend what came back, send that: the registry has everything."""
    rows = [form_row(80000), form_row(80001, 病床数="未定"), form_row(80002)]
    upload = receive_upload(content=form(*rows), file_name="様式.xlsx", by=person)
    upload = prepare_upload(upload_id=upload.pk)
    apply_upload(upload=upload, leave=True, by=person)
    client.force_login(person)
    response = client.get(reverse("imports:leftover", args=[upload.pk]))
    book = load_workbook(BytesIO(response.content))
    (sheet,) = (one for one in book if one.title != LIST_SHEET)
    assert sheet["F2"].value == "未定"
    sheet["F2"] = 19
    mended = BytesIO()
    book.save(mended)
    again = receive_upload(content=mended.getvalue(), file_name="残り.xlsx", by=person)
    again = prepare_upload(upload_id=again.pk)
    assert (again.status, again.problems.count()) == (Upload.Status.READY, 0)
    apply_upload(upload=again, by=person)
    assert sorted(Facility.objects.values_list("beds", flat=True), key=str) == [
        19,
        None,
        None,
    ]


def test_all_rows_of_an_institution_come_back_together(client, person):
    twice = [official_row(80002, 病床数="=1/0"), official_row(80002, 受理記号="在後病")]
    rows = [official_row(), *twice, official_row(80003)]
    upload = receive_upload(content=official(*rows), file_name="名簿.xlsx", by=person)
    upload = prepare_upload(upload_id=upload.pk)
    assert upload.status == Upload.Status.HAS_ERRORS
    client.force_login(person)
    response = client.get(reverse("imports:leftover", args=[upload.pk]))
    left = list(load_workbook(BytesIO(response.content))["Sheet1"].values)
    assert [row[14] for row in left if any(row)][2:] == ["支援診３", "在後病"]


def test_the_page_takes_the_correct_rows_when_asked(client, person, half_wrong):
    client.force_login(person)
    page = client.get(reverse("imports:preview", args=[half_wrong.pk]))
    assert "正しい行だけ取り込み" in page.content.decode()
    address = reverse("imports:apply", args=[half_wrong.pk])
    refused = client.post(address, {"scope": "all"}, follow=True).content.decode()
    assert "適用しませんでした" in refused
    assert not Facility.objects.exists()
    done = client.post(address, {"scope": "good"}, follow=True).content.decode()
    assert "残りの行をExcelで受け取る" in done
    assert Facility.objects.count() == 1
