"""The capacity survey: matched by code inside the region, written once, taken back as a whole."""

from datetime import date

import pytest

from facilities.models import CapacitySurvey
from imports.actions import apply_upload, undo_upload
from imports.errors import StalePreview
from imports.models import PlannedChange, Upload
from imports.taking_back import undo_plan
from tests.factories import facilities, people, places
from tests.forms import codes, ground, messages, prepared
from tests.workbooks import as_csv, number, workbook

HEADER = (
    "医療機関番号", "年度", "訪問診療患者数（現在）", "訪問診療患者数（対応可能）", "往診件数",
    "看取り件数", "24時間対応", "今後の意向", "相談窓口", "対応日時", "担当者",
)  # fmt: skip
CODE = f"011{number(80001)}"
ROW = (
    CODE, "令和7年度", 12, 20, 30, 4, "連携して対応", "拡大したい", "地域連携室", "平日9〜17時",
    "看護師長",
)  # fmt: skip
Outcome = PlannedChange.Outcome


@pytest.fixture(autouse=True)
def _ground(db, read_here):
    ground()
    places.municipality("01207", "帯広市")


@pytest.fixture
def clinic():
    return facilities.facility(places.municipality("01101"), code=CODE)


def row(**changes):
    named = dict(zip(HEADER, ROW, strict=True)) | changes
    return [named[name] for name in HEADER]


def sent(*rows, by=None):
    data = workbook({"調査": [list(HEADER), *rows]})
    return prepared(data, "調査.xlsx", by=by, as_of=date(2025, 11, 1))


def stored():
    return CapacitySurvey.objects.order_by("pk").values(
        "fiscal_year", "patients_now", "patients_possible", "urgent_visits",
        "end_of_life_cases", "round_the_clock", "intent", "contact_window",
        "contact_hours", "contact_person",
    )  # fmt: skip


def test_answers_are_entered(clinic):
    upload = sent(row())
    assert (upload.format, upload.counts[Outcome.NEW]) == ("survey", 1)
    assert not CapacitySurvey.objects.exists()
    apply_upload(upload=upload, by=None)
    assert list(stored()) == [
        {
            "fiscal_year": 2025,
            "patients_now": 12,
            "patients_possible": 20,
            "urgent_visits": 30,
            "end_of_life_cases": 4,
            "round_the_clock": "together",
            "intent": "expand",
            "contact_window": "地域連携室",
            "contact_hours": "平日9〜17時",
            "contact_person": "看護師長",
        }
    ]
    assert CapacitySurvey.objects.get().history.count() == 1


def test_the_same_answers_change_nothing(clinic):
    apply_upload(upload=sent(row()), by=None)
    assert sent(row()).counts[Outcome.UNCHANGED] == 1


def test_an_empty_cell_leaves_what_was_answered(clinic):
    apply_upload(upload=sent(row()), by=None)
    upload = sent(row(往診件数="", 今後の意向="維持"))
    change = upload.changes.get()
    assert change.fields == {"fiscal_year": [2025, 2025], "intent": ["expand", "keep"]}


def test_each_fiscal_year_has_an_answer_of_its_own(clinic):
    apply_upload(upload=sent(row(), row(年度=2024)), by=None)
    assert sorted(one["fiscal_year"] for one in stored()) == [2024, 2025]


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"年度": "来年度"}, "year_unreadable", "B列（年度）"),
        ({"年度": ""}, "cell_missing", "B列（年度）"),
        ({"訪問診療患者数（現在）": 1.5}, "not_integer", "C列"),
        ({"訪問診療患者数（対応可能）": -1}, "out_of_range", "D列"),
        ({"24時間対応": "ときどき"}, "not_a_choice", "G列"),
        ({"今後の意向": "未定です"}, "not_a_choice", "H列"),
        ({"医療機関番号": "123"}, "code_invalid", "A列"),
        ({"医療機関番号": f"011{number(80009)}"}, "not_registered", "A列"),
    ],
)
def test_wrong_cells_are_errors_at_their_cell(clinic, changes, code, cell):
    upload = sent(row(**changes))
    assert codes(upload) == [code]
    assert cell in messages(upload, code)[0]
    assert upload.status == Upload.Status.HAS_ERRORS


def test_a_facility_twice_in_a_year_is_an_error_that_names_both_rows(clinic):
    upload = sent(row(), row())
    assert "2行目と3行目" in messages(upload, "answer_twice")[0]


def test_a_row_without_answers_is_an_error(clinic):
    upload = sent([CODE, 2025, *[""] * 9])
    assert codes(upload) == ["answer_empty"]


def test_facilities_of_other_regions_are_as_if_they_were_not(clinic):
    clerk = people.clerk(places.health_centre([places.municipality("01207")]))
    elsewhere = codes(sent(row(), by=clerk))
    unknown = codes(sent(row(医療機関番号=f"011{number(80009)}"), by=clerk))
    assert elsewhere == unknown == ["not_registered"]


def test_an_edit_since_the_preview_refuses_the_application(clinic):
    apply_upload(upload=sent(row()), by=None)
    upload = sent(row(往診件数=31))
    CapacitySurvey.objects.update(urgent_visits=99)
    with pytest.raises(StalePreview):
        apply_upload(upload=upload, by=None)
    assert CapacitySurvey.objects.get().urgent_visits == 99


def test_an_undo_puts_answers_back(clinic):
    apply_upload(upload=sent(row()), by=None)
    before = list(stored())
    upload = apply_upload(upload=sent(row(往診件数=31), row(年度=2024)), by=None)
    assert undo_plan(upload).kept == []
    assert undo_upload(upload=upload, by=None) == []
    assert list(stored()) == before


def test_an_undo_leaves_what_was_edited_since_and_names_it(clinic):
    upload = apply_upload(upload=sent(row()), by=None)
    CapacitySurvey.objects.update(urgent_visits=99)
    assert [kept.name for kept in undo_plan(upload).kept] == [clinic.name]
    assert [kept.name for kept in undo_upload(upload=upload, by=None)] == [clinic.name]
    assert CapacitySurvey.objects.get().urgent_visits == 99


def test_csv_is_read_like_a_workbook(clinic):
    data = as_csv([HEADER, row()], "cp932")
    upload = prepared(data, "調査.csv", as_of=date(2025, 11, 1))
    assert upload.counts[Outcome.NEW] == 1


def test_latest_by_gives_one_answer_a_facility(clinic):
    apply_upload(upload=sent(row(), row(年度=2024)), by=None)
    found = CapacitySurvey.objects.latest_by(2025)
    assert [one.fiscal_year for one in found] == [2025]
    assert [one.fiscal_year for one in CapacitySurvey.objects.latest_by(2024)] == [2024]
