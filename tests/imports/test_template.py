"""What our own form does to the registry: it speaks only for the facilities that it names."""

from datetime import date

import pytest

from facilities.models import Facility, Filing, OfficialList
from imports.actions import apply_upload, undo_upload
from imports.errors import StalePreview
from imports.models import PlannedChange, Upload
from tests.factories import facilities, places
from tests.factories.facilities import filing
from tests.forms import codes, form, form_csv, form_row, ground, messages, prepared
from tests.workbooks import number

TODAY = date(2025, 10, 1)
Outcome = PlannedChange.Outcome
CODE = f"011{number(80001)}"


@pytest.fixture(autouse=True)
def _ground(db, read_here):
    ground()


def sent(*rows, name="様式.xlsx"):
    return prepared(form(*rows), name, as_of=TODAY)


def known(**more):
    """The facility of the form's first row, as the registry has it."""
    values = {
        "code": CODE,
        "name": "そらねみちクリニック",
        "postal_code": "060-0001",
        "address": "札幌市中央区北３条西６丁目１",
        "phone": "011-000-0001",
        **more,
    }
    return facilities.facility(places.municipality("01101"), **values)


def outcome(upload):
    (change,) = upload.changes.all()
    return change.outcome


def test_a_new_facility_is_entered_with_its_filing():
    upload = apply_upload(upload=sent(form_row(病床数=19)), by=None)
    made = Facility.objects.get()
    assert upload.status == Upload.Status.APPLIED
    assert (made.code, made.kind, made.beds) == (CODE, "clinic", 19)
    assert (made.prefecture_id, made.municipality_id) == ("01", "01101")
    kept = Filing.objects.get()
    assert (kept.kind.symbol, kept.starts_on) == ("支援診3", date(2024, 10, 1))
    assert kept.upload_id == upload.pk


def test_a_form_puts_no_official_list_on_record():
    apply_upload(upload=sent(form_row()), by=None)
    assert not OfficialList.objects.exists()


def test_two_filings_of_a_facility_are_two_rows():
    second = form_row(受理記号="在医総管１", 算定開始年月日="R6.6.1")
    upload = apply_upload(upload=sent(form_row(), second), by=None)
    assert upload.facilities == 1
    symbols = Filing.objects.order_by("pk").values_list("kind__symbol", flat=True)
    assert sorted(symbols) == ["在医総管1", "支援診3"]


def test_what_stands_so_already_is_unchanged():
    filing(known(), "支援診3", starts_on=date(2024, 10, 1), number="第5号")
    assert outcome(sent(form_row())) == Outcome.UNCHANGED


def test_a_changed_field_is_shown_old_and_new():
    filing(known(phone="011-999-9999"), "支援診3", starts_on=date(2024, 10, 1))
    change = sent(form_row()).changes.get()
    assert change.outcome == Outcome.CHANGED
    assert change.fields == {"phone": ["011-999-9999", "011-000-0001"]}


def test_filings_and_facilities_that_it_does_not_name_stay():
    other = known()
    filing(other, "在医総管1", starts_on=date(2024, 6, 1))
    unnamed = facilities.facility(places.municipality("01101"))
    filing(unnamed, "支援診1")
    upload = sent(form_row())
    assert upload.counts[Outcome.MISSING] == 0
    apply_upload(upload=upload, by=None)
    assert not Filing.objects.exclude(ends_on=None).exists()
    assert Filing.objects.count() == 3


def test_a_filing_that_had_ended_resumes():
    ended = filing(
        known(), "支援診3", starts_on=date(2024, 10, 1), ends_on=date(2025, 3, 31)
    )
    apply_upload(upload=sent(form_row()), by=None)
    ended.refresh_from_db()
    assert ended.ends_on is None
    assert Filing.objects.count() == 1


def test_a_filing_with_another_start_is_told():
    filing(known(), "支援診3", starts_on=date(2020, 4, 1))
    upload = sent(form_row())
    assert codes(upload, "warning") == ["other_start"]
    assert "令和2年4月1日" in messages(upload, "other_start")[0]


def test_the_same_code_and_symbol_twice_is_an_error_that_names_both_rows():
    upload = sent(form_row(), form_row(80002), form_row())
    (message,) = messages(upload, "filing_twice")
    assert "4行目 G列" in message
    assert "2行目と4行目" in message
    assert upload.status == Upload.Status.HAS_ERRORS


def test_seven_and_ten_digits_of_one_facility_are_the_same():
    upload = sent(form_row(), form_row(医療機関番号=CODE))
    assert codes(upload) == ["filing_twice"]


def test_rows_of_one_facility_that_differ_are_an_error():
    second = form_row(受理記号="在医総管１", 電話番号="011-000-0002")
    upload = sent(form_row(), second)
    (message,) = messages(upload, "rows_conflict")
    assert "3行目 E列（電話番号）" in message
    assert "2行目は「011-000-0001」" in message


def test_empty_cells_of_further_rows_repeat_the_first():
    second = form_row(受理記号="在医総管１", 電話番号="", 郵便番号="")
    assert codes(sent(form_row(), second)) == []


def test_a_wrong_check_digit_is_a_warning():
    wrong = CODE[3:9] + str((int(CODE[9]) + 1) % 10)
    upload = sent(form_row(医療機関番号=wrong))
    assert (codes(upload), codes(upload, "warning")) == ([], ["number_check_digit"])


def test_beds_that_stand_keep_their_types():
    known(beds=134, beds_state="known", beds_by_type={"一般": 42, "療養": 92})
    change = sent(form_row(病床数=134, 受理記号="", 算定開始年月日="")).changes.get()
    assert change.fields == {}


def test_unknown_beds_stay_unknown():
    known(beds=None, beds_state="unknown")
    upload = sent(form_row(病床数="不明", 受理記号="", 算定開始年月日=""))
    assert outcome(upload) == Outcome.UNCHANGED


def test_a_corrected_name_is_no_change():
    filing(
        known(name="医療法人社団\ue0dd翔会", corrected_name="医療法人社団翱翔会"),
        "支援診3",
        starts_on=date(2024, 10, 1),
    )
    upload = sent(form_row(医療機関名称="医療法人社団翱翔会"))
    assert outcome(upload) == Outcome.UNCHANGED


def test_optional_columns_are_stored():
    more = {
        "種別": "病院",
        "法人番号": "7000012050002",
        "カナ": "ソラネ",
        "事業所番号": "0110100011",
    }
    apply_upload(upload=sent(form_row(**more)), by=None)
    made = Facility.objects.get()
    assert (made.kind, made.corporation_number) == ("hospital", "7000012050002")
    assert (made.kana, made.office_number) == ("ソラネ", "0110100011")


def test_an_empty_optional_cell_says_nothing():
    filing(known(kana="ソラネ"), "支援診3", starts_on=date(2024, 10, 1))
    assert outcome(sent(form_row(カナ=""))) == Outcome.UNCHANGED


def test_an_office_is_entered_under_its_own_number():
    office = {"医療機関番号": "", "受理記号": "", "算定開始年月日": ""}
    row = form_row(**office, 事業所番号="0170100011", 種別="居宅介護支援事業所")
    apply_upload(upload=sent(row), by=None)
    made = Facility.objects.get()
    assert (made.code_system, made.code) == ("care_office", "0170100011")
    assert (made.kind, made.sector) == ("care_manager", "")


def test_a_pharmacy_is_told_by_its_kind():
    pharmacy = number(80001, sector="pharmacy")
    row = form_row(医療機関番号=pharmacy, 種別="薬局", 受理記号="在薬")
    apply_upload(upload=sent(row), by=None)
    assert Facility.objects.get().code == f"014{pharmacy}"


def test_a_municipality_code_decides_where_the_address_does_not():
    row = form_row(住所="どこかの町１", 市町村コード="011011")
    apply_upload(upload=sent(row), by=None)
    assert Facility.objects.get().municipality_id == "01101"


def test_an_address_may_be_empty_where_the_municipality_is_said():
    """It leaves the address that stands; without either it is an error."""
    upload = sent(form_row(住所="", 市町村コード="01101"))
    apply_upload(upload=upload, by=None)
    made = Facility.objects.get()
    assert (made.municipality_id, made.address) == ("01101", "")
    Facility.objects.update(address="札幌市中央区北１条西１丁目")
    again = sent(form_row(住所="", 市町村コード="01101", 電話番号="011-000-0002"))
    (change,) = again.written_changes()
    assert list(change.fields) == ["phone"]
    assert "cell_missing" in codes(sent(form_row(住所="")))


def test_a_closed_facility_is_an_error_and_stays_closed():
    known(closed_on=date(2025, 3, 31))
    upload = sent(form_row())
    assert codes(upload) == ["closed_facility"]
    assert upload.status == Upload.Status.HAS_ERRORS


def test_an_edit_since_the_preview_refuses_the_application():
    facility = known(phone="011-999-9999")
    upload = sent(form_row())
    Facility.objects.filter(pk=facility.pk).update(version=facility.version + 1)
    with pytest.raises(StalePreview):
        apply_upload(upload=upload, by=None)
    facility.refresh_from_db()
    assert facility.phone == "011-999-9999"


def test_csv_is_planned_like_a_workbook():
    upload = prepared(form_csv(form_row(), encoding="cp932"), "様式.csv", as_of=TODAY)
    assert (upload.format, outcome(upload)) == ("template", Outcome.NEW)
    assert upload.classes["zaishishin"] == 1


def digest():
    """Everything of the registry that an import writes, but versions and times."""
    outside = ("version", "updated_at", "id", "last_seen_on")
    rows = [
        {name: value for name, value in row.items() if name not in outside}
        for row in Facility.objects.order_by("code").values()
    ]
    columns = ("facility__code", "kind__symbol", "number", "starts_on", "ends_on")
    return rows, list(Filing.objects.order_by(*columns).values_list(*columns))


def test_an_undo_leaves_the_registry_as_it_was():
    filing(
        known(phone="011-999-9999", kana="ソラネ"),
        "支援診3",
        starts_on=date(2024, 10, 1),
        ends_on=date(2025, 3, 31),
    )
    before = digest()
    rows = form_row(カナ="ソラ", 病床数=19), form_row(80002, 種別="病院")
    upload = apply_upload(upload=sent(*rows), by=None)
    assert digest() != before
    assert undo_upload(upload=upload, by=None) == []
    assert digest() == before


def test_an_undo_leaves_what_was_edited_since_and_names_it():
    facility = known(phone="011-999-9999")
    upload = apply_upload(upload=sent(form_row(), form_row(80002)), by=None)
    Facility.objects.filter(pk=facility.pk).update(phone="011-222-2222")
    (kept,) = undo_upload(upload=upload, by=None)
    assert (kept.facility, kept.name) == (facility.pk, facility.name)
    assert list(Facility.objects.values_list("phone", flat=True)) == ["011-222-2222"]
