"""The form to take away: drop-downs, text codes, notes, the own facilities; sent back it changes nothing."""

import io
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from facilities.kinds import FacilityKind
from facilities.models import Facility
from imports.formats.template import KINDS, MOST_ROWS, VERSION
from imports.models import PlannedChange
from imports.template import SHEET, SYMBOLS, TooManyRows, template_workbook
from tests.factories import facilities, people, places
from tests.factories.facilities import filing
from tests.forms import HEADER, OPTIONAL, codes, ground, prepared

TODAY = date(2025, 10, 1)


@pytest.fixture(autouse=True)
def _ground(db, read_here):
    ground()


@pytest.fixture
def own():
    """Everything that is hard to bring back: types of beds, no beds, old names, two filings."""
    here = places.municipality("01101")
    made = facilities.facility(
        here,
        name="　医療法人社団　みち医院　",
        beds=134,
        beds_state="known",
        beds_by_type={"一般": 42, "療養": 92},
        kind=FacilityKind.HOSPITAL,
    )
    filing(made, "支援病1", number="第1号")
    filing(made, "支援病1", starts_on=date(2017, 5, 1), number="第2号")
    filing(made, "在医総管1", number="第3号")
    facilities.facility(here, beds_state="unknown", kind=FacilityKind.MEDICAL)
    facilities.facility(here, name="=みち医院", corrected_name="満ち医院", fax="0")
    facilities.facility(here, kind="pharmacy", sector="pharmacy", code="0140800016")
    facilities.facility(
        here,
        code_system="care_office",
        code="0170100011",
        kind="care_manager",
        sector="",
        office_number="0170100011",
    )
    facilities.facility(
        here, code="0110800099", phone="", postal_code="", address="不明な町"
    )
    facilities.facility(
        here,
        code_system="care_office",
        code="0170100029",
        kind="short_stay",
        sector="",
        office_number="0170100029",
        address="",
    )
    return made


def taken(**how):
    how = {"user": people.official(), "on": TODAY, **how}
    return template_workbook(**how)


def opened(data):
    return load_workbook(io.BytesIO(data))


def test_form_sent_back_unchanged_changes_nothing(own):
    data = taken()
    before = list(Facility.objects.order_by("pk").values())
    upload = prepared(data, as_of=TODAY, by=people.official())
    assert codes(upload) == []
    outcomes = set(upload.changes.values_list("outcome", flat=True))
    assert outcomes == {PlannedChange.Outcome.UNCHANGED}
    assert upload.counts["unchanged"] == len(before) == 7


def test_form_has_the_headings_and_the_own_rows(own):
    sheet = opened(taken())[SHEET]
    assert tuple(cell.value for cell in sheet[1]) == (*HEADER, *OPTIONAL)
    assert sheet.max_row == 1 + 8


def test_form_of_a_clerk_holds_the_own_area_only(own):
    elsewhere = places.municipality("01207", "帯広市")
    facilities.facility(elsewhere, name="帯広の医院")
    clerk = people.clerk(places.health_centre([elsewhere]))
    sheet = opened(taken(user=clerk))[SHEET]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["帯広の医院"]


def test_form_leaves_out_what_is_closed(own):
    Facility.objects.update(closed_on=date(2025, 3, 31))
    assert opened(taken())[SHEET].max_row == 1


def test_drop_downs_name_their_list_on_a_hidden_sheet():
    book = opened(taken(empty=True))
    rules = {
        rule.formula1: rule for rule in book[SHEET].data_validations.dataValidation
    }
    assert str(rules[SYMBOLS].sqref) == f"G2:G{MOST_ROWS + 1}"
    assert book["選択肢"].sheet_state == "hidden"
    area = book.defined_names[SYMBOLS].attr_text
    sheet, cells = area.replace("$", "").replace("'", "").split("!")
    words = [row[0].value for row in book[sheet][cells]]
    assert "支援診１" in words
    assert "在医総管" not in words


def test_code_columns_are_text_where_nothing_is_typed_yet():
    sheet = opened(taken(empty=True))[SHEET]
    for letter in ("A", "C", "E", "K", "L", "M"):
        assert sheet.column_dimensions[letter].number_format == "@", letter


def test_codes_of_the_own_facilities_are_text(own):
    sheet = opened(taken())[SHEET]
    cell = sheet["A2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")


def test_notes_hold_the_version_and_every_column():
    sheet = opened(taken(empty=True))["記入要領"]
    rows = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert rows["様式の版"] == VERSION
    assert set(HEADER) | set(OPTIONAL) <= rows.keys()
    assert rows["医療機関番号"].startswith("必須。")


def test_the_same_registry_gives_the_same_bytes(own):
    assert taken() == taken()


def test_more_rows_than_the_form_takes_are_refused(own, monkeypatch):
    monkeypatch.setattr("imports.template.MOST_ROWS", 3)
    with pytest.raises(TooManyRows, match="市区町村を選んで"):
        taken()


def test_every_kind_of_facility_has_a_word_in_the_form():
    assert {kind.label: kind.value for kind in FacilityKind} == KINDS


def test_page_gives_the_form_as_a_file_to_those_who_upload(own, client: Client):
    client.force_login(people.official())
    answer = client.get("/imports/template/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert SHEET in opened(answer.content).sheetnames


def test_page_refuses_members_of_the_committee(client: Client):
    client.force_login(people.committee_member())
    assert client.get("/imports/template/").status_code == 403
