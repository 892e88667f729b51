"""National open data: matched by number, or by name and address; other regions are set aside."""

from datetime import date

import pytest

from facilities.models import Facility
from imports.actions import apply_upload, undo_upload
from imports.models import PlannedChange
from tests.factories import facilities, people, places
from tests.forms import codes, ground, messages, prepared
from tests.workbooks import as_csv

NET = [
    "ID", "正式名称", "正式名称（フリガナ）", "略称", "機関区分", "都道府県コード", "市区町村コード",
    "所在地", "所在地座標（緯度）", "所在地座標（経度）", "案内用ホームページアドレス",
]  # fmt: skip
OURS = [
    "0111010000010", "医療法人社団　そらねみち病院", "ソラネミチビョウイン", "", "1", "01", "101",
    "北海道札幌市中央区北３条西６丁目１番地", "43.055405", "141.333497", "",
]  # fmt: skip
THEIRS = ["1511010000010", "新潟の病院", "ニイガタ", "", "1", "15", "103", "新潟県新潟市中央区１", "37.9", "139.0", ""]  # fmt: skip
CARE = [
    "都道府県コード又は市町村コード", "No", "都道府県名", "市区町村名", "事業所名", "事業所名カナ",
    "サービスの種類", "住所", "方書（ビル名等）", "緯度", "経度", "電話番号", "FAX番号", "法人番号",
    "法人の名称", "事業所番号",
]  # fmt: skip
OFFICE = [
    "011011", "1", "北海道", "札幌市中央区", "そらね居宅介護支援事業所", "ソラネ", "居宅介護支援",
    "札幌市中央区北３条西６丁目１", "そらねビル２階", "43.05", "141.33", "011-000-0002", "",
    "7000012050002", "株式会社そらね", "0170100011",
]  # fmt: skip
Outcome = PlannedChange.Outcome


@pytest.fixture(autouse=True)
def _ground(db, read_here):
    ground()
    places.municipality("15103", "新潟市中央区")
    places.municipality("01207", "帯広市")


@pytest.fixture
def hospital():
    return facilities.facility(
        places.municipality("01101"),
        name="そらねみち病院",
        kind="medical",
        address="札幌市中央区北三条西６－１",
    )


def sent(header, *rows, by=None):
    data = as_csv([header, *rows], "utf-8-sig")
    by = by or people.official()
    return prepared(data, "open.csv", by=by, as_of=date(2025, 11, 1))


def office(**changes):
    named = dict(zip(CARE, OFFICE, strict=True)) | changes
    return [named[name] for name in CARE]


def test_coordinates_and_kind_come_to_the_same_name_and_address(hospital):
    upload = sent(NET, OURS)
    assert (upload.format, upload.counts[Outcome.CHANGED]) == ("medical_net", 1)
    apply_upload(upload=upload, by=None)
    hospital.refresh_from_db()
    assert (hospital.latitude, hospital.longitude) == (43.055405, 141.333497)
    assert (hospital.kind, hospital.kana) == ("hospital", "ソラネミチビョウイン")
    assert hospital.name == "そらねみち病院"


def test_zero_is_an_unknown_coordinate(hospital):
    upload = sent(NET, [*OURS[:8], "0.0", "0.0", ""])
    assert codes(upload) == []
    assert "latitude" not in upload.changes.get().fields


def test_a_reading_by_hand_stands(hospital):
    Facility.objects.update(kana="そらね")
    assert "kana" not in sent(NET, OURS).changes.get().fields


def test_other_prefectures_are_set_aside_and_not_told(hospital):
    upload = sent(NET, OURS, [*THEIRS[:8], "どこか", "139.0", ""])
    assert (upload.set_aside, upload.changes.count()) == (1, 1)
    assert codes(upload) == codes(upload, "warning") == []


def test_a_clerk_gets_the_own_area_only(hospital):
    clerk = people.clerk(places.health_centre([places.municipality("01207")]))
    upload = sent(NET, OURS, by=clerk)
    assert (upload.set_aside, upload.changes.count()) == (1, 0)


def test_no_facility_is_made_of_a_name(hospital):
    upload = sent(NET, [*OURS[:1], "知らない病院", *OURS[2:]])
    assert codes(upload, "warning") == ["no_such_facility"]
    assert not upload.changes.exists()


def test_two_facilities_of_one_name_and_address_are_left_alone(hospital):
    facilities.facility(
        hospital.municipality, name=hospital.name, address=hospital.address
    )
    upload = sent(NET, OURS)
    assert codes(upload, "warning") == ["several_facilities"]
    assert "2件" in messages(upload, "several_facilities")[0]


def test_an_undo_takes_coordinates_back(hospital):
    upload = apply_upload(upload=sent(NET, OURS), by=None)
    assert undo_upload(upload=upload, by=None) == []
    hospital.refresh_from_db()
    assert (hospital.latitude, hospital.kind, hospital.kana) == (None, "medical", "")


def test_an_office_is_entered_under_its_number():
    upload = sent(CARE, OFFICE)
    assert upload.format == "care_services"
    assert codes(upload, "warning") == ["layout_unconfirmed"]
    apply_upload(upload=upload, by=None)
    made = Facility.objects.get()
    assert (made.code_system, made.code) == ("care_office", "0170100011")
    assert (made.kind, made.municipality_id) == ("care_manager", "01101")
    assert made.address == "札幌市中央区北３条西６丁目１そらねビル２階"
    assert (made.latitude, made.corporation_number) == (43.05, "7000012050002")


def test_columns_are_found_by_name_in_any_order():
    header, row = list(reversed(CARE)), list(reversed(OFFICE))
    assert sent(header, row).counts[Outcome.NEW] == 1


def test_the_same_office_changes_nothing():
    apply_upload(upload=sent(CARE, OFFICE), by=None)
    assert sent(CARE, OFFICE).counts[Outcome.UNCHANGED] == 1


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        ("訪問看護", "nursing_station"),
        ("介護予防訪問看護", "nursing_station"),
        ("短期入所生活介護", "short_stay"),
        ("短期入所療養介護（介護老人保健施設）", "short_stay"),
        ("地域包括支援センター", "support_centre"),
    ],
)
def test_the_service_tells_the_kind(service, kind):
    apply_upload(upload=sent(CARE, office(サービスの種類=service)), by=None)
    assert Facility.objects.get().kind == kind


def test_other_services_are_counted():
    upload = sent(
        CARE, OFFICE, office(サービスの種類="通所介護", 事業所番号="0170100029")
    )
    assert "1行" in messages(upload, "other_services")[0]
    assert upload.changes.count() == 1


def test_a_second_service_of_one_number_is_told():
    upload = sent(CARE, OFFICE, office(サービスの種類="訪問看護"))
    assert "other_kind" in codes(upload, "warning")
    assert upload.changes.get().fields["kind"] == [None, "care_manager"]


def test_a_station_that_a_list_brought_gets_its_office_number():
    station = facilities.facility(
        places.municipality("01101"),
        name="株式会社　そらね訪問看護ステーション",
        kind="nursing_station",
        sector="nursing",
        code="0160800016",
        address="札幌市中央区北３条西６丁目１",
    )
    row = office(事業所名="そらね訪問看護ステーション", サービスの種類="訪問看護")
    apply_upload(upload=sent(CARE, row), by=None)
    station.refresh_from_db()
    assert Facility.objects.count() == 1
    assert (station.office_number, station.latitude) == ("0170100011", 43.05)
    assert station.name == "株式会社　そらね訪問看護ステーション"


def test_offices_of_other_regions_are_set_aside():
    clerk = people.clerk(places.health_centre([places.municipality("01207")]))
    upload = sent(CARE, OFFICE, by=clerk)
    assert (upload.set_aside, upload.changes.count()) == (1, 0)


def test_an_undo_takes_offices_away_again():
    upload = apply_upload(upload=sent(CARE, OFFICE), by=None)
    assert undo_upload(upload=upload, by=None) == []
    assert not Facility.objects.exists()


def test_the_published_hospitals_find_those_of_hokkaido(real_data):
    """Half of the file's proof: it is recognised, and every row is read."""
    import zipfile

    from imports.formats.medical_net import FORMAT
    from imports.readers import read_book
    from tests.imports.hostile.case import CONTEXT

    (path,) = (real_data / "national").glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        book = read_book(archive.read(name), "csv")
    found = FORMAT.read(book, CONTEXT)
    assert len(found.records) == 7_587
    assert sum(r.values["prefecture"] == "01" for r in found.records) == 434
    assert sum(r.values["latitude"] is None for r in found.records) == 270
    assert found.errors == []
