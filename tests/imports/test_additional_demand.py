"""Additional demand by municipality: its form goes out, is filled in, and comes back as a whole."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from imports.actions import apply_upload, undo_upload
from imports.models import PlannedChange
from indicators.models import AdditionalDemand
from tests.factories import people, places
from tests.forms import codes, ground, messages, prepared
from tests.workbooks import workbook

HEADER = ["市区町村コード", "年度", "追加的需要", "在宅医療", "介護サービス", "出典"]
ROW = ["011011", "令和8年度", 42.5, "12.5", 30, "市町村との協議"]
FORM = "/indicators/demand/additional/?prefecture=01&on=2025-10-01&format=xlsx"
Outcome = PlannedChange.Outcome


@pytest.fixture(autouse=True)
def _ground(db, read_here):
    ground()
    places.municipality("15103", "新潟市中央区")


def sent(*rows, by=None):
    data = workbook({"追加的需要": [HEADER, *rows]})
    return prepared(data, "追加的需要.xlsx", by=by, as_of=date(2025, 11, 1))


def stored():
    rows = AdditionalDemand.objects.order_by("municipality", "year")
    return list(rows.values_list("municipality", "year", "home_care", "care_insurance"))


def test_additional_demand_is_entered_with_its_history():
    upload = sent(ROW, ["01101", 2027, "", 0, "8.0", ""])
    assert (upload.format, upload.counts[Outcome.NEW]) == ("additional_demand", 2)
    assert stored() == []
    apply_upload(upload=upload, by=None)
    assert stored() == [
        ("01101", 2026, Decimal("12.5"), Decimal(30)),
        ("01101", 2027, Decimal(0), Decimal(8)),
    ]
    assert AdditionalDemand.objects.first().history.count() == 1


def test_the_same_numbers_change_nothing_and_another_is_shown():
    apply_upload(upload=sent(ROW), by=None)
    assert sent(ROW).counts[Outcome.UNCHANGED] == 1
    change = sent([*ROW[:2], 43, 13, *ROW[4:]]).changes.get()
    assert change.fields["home_care"] == ["12.5", "13"]
    assert "care_insurance" not in change.fields


def test_a_row_without_numbers_leaves_what_stands():
    apply_upload(upload=sent(ROW), by=None)
    upload = sent(["01101", 2026, "", "", "", ""], ["01101", 2027, "", 1, 2, ""])
    assert codes(upload) == []
    assert [one.outcome for one in upload.changes.all()] == [Outcome.NEW]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["999999", *ROW[1:]], "municipality_code_invalid"),
        (["01999", *ROW[1:]], "place_unknown"),
        ([ROW[0], "いつか", *ROW[2:]], "year_unreadable"),
        ([*ROW[:3], "約12", *ROW[4:]], "people_unreadable"),
        ([*ROW[:3], -1, *ROW[4:]], "people_unreadable"),
        ([*ROW[:3], 12.55, *ROW[4:]], "people_unreadable"),
        ([*ROW[:3], "", *ROW[4:]], "part_missing"),
        ([*ROW[:3], "", "", ""], "part_missing"),
        ([*ROW[:2], 50, *ROW[3:]], "parts_disagree"),
    ],
)
def test_wrong_rows_are_errors(row, code):
    upload = sent(row)
    assert codes(upload) == [code]
    assert "2行目" in messages(upload, code)[0]


def test_a_municipality_and_year_twice_is_an_error_that_names_both_rows():
    assert "2行目と3行目" in messages(sent(ROW, ROW), "row_twice")[0]


def test_only_officials_of_the_prefecture_may_send_it():
    niigata = ["15103", *ROW[1:]]
    assert codes(sent(ROW, niigata, by=people.official())) == ["place_not_theirs"]
    clerk = people.clerk(places.health_centre([places.municipality("01101")]))
    assert codes(sent(ROW, by=clerk)) == ["place_not_theirs"]


def test_an_undo_puts_the_numbers_back_and_takes_new_ones_away():
    apply_upload(upload=sent(ROW), by=None)
    before = stored()
    changed = [*ROW[:2], 43, 13, *ROW[4:]]
    upload = sent(changed, ["01101", 2027, "", 1, 2, ""])
    apply_upload(upload=upload, by=None)
    assert undo_upload(upload=upload, by=None) == []
    assert stored() == before


def test_the_form_sent_back_as_it_is_changes_nothing():
    apply_upload(upload=sent(ROW), by=None)
    client = Client()
    client.force_login(people.official())
    upload = prepared(client.get(FORM).content, "様式.xlsx", as_of=date(2025, 11, 1))
    assert upload.format == "additional_demand"
    assert not [one for one in codes(upload) if one != "stray_row"]
    assert {name: n for name, n in upload.counts.items() if n} == {"unchanged": 1}
